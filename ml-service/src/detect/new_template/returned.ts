import { minuteOf } from '../../../../common/minutes.ts';
import type { Observation } from '../detector.ts';
import { CALENDAR, PROFILE_HOURS, profileKeyOf, RECORD, type RateProfile } from '../profiles/rate_profile.ts';

const HOUR = 60;
/** As far as the past is remembered. */
export const DAYS_AWAY = PROFILE_HOURS / 24;

/** Whether the past is known so far back that one can say what did not come. */
export function isWeekKnown(minute: number, { profiles }: Pick<Observation, 'profiles'>): boolean {
  const first = profiles?.get(CALENDAR)?.hours[0];
  return first !== undefined && first <= weekBefore(minute).from;
}

/**
 * Whether a template that was seen long ago did not come for a week, in any service. Only hours before a minute are asked, so
 * that one that is judged again later is judged alike.
 */
export function hasReturned(
  template_id: string,
  minute: number,
  { counts, templates, profiles }: Observation,
): boolean {
  const week = weekBefore(minute);
  if (profiles === undefined || !isWeekKnown(minute, { profiles })) return false;
  if (minuteOf(templates.get(template_id)!.first_seen) >= week.from * HOUR) return false;
  const came = (profile: RateProfile | undefined) => profile !== undefined && isWithin(profile, week);
  const numbers = counts.seriesOf(template_id);
  if (numbers.some((number) => came(profiles.get(profileKeyOf(counts.seriesAt(number)!))))) return false;
  // Another service may have written it.
  const beginning = profileKeyOf({ template_id, service: '' });
  for (const [key, profile] of profiles) if (key.startsWith(beginning) && came(profile)) return false;
  return true;
}

/** Hours since the epoch. */
function weekBefore(minute: number): { readonly from: number; readonly to: number } {
  const to = Math.floor(minute / HOUR);
  return { from: to - PROFILE_HOURS, to };
}

function isWithin({ hours }: RateProfile, { from, to }: { from: number; to: number }): boolean {
  for (let at = hours.length - RECORD; at >= 0; at -= RECORD) if (hours[at]! < to) return hours[at]! >= from;
  return false;
}
