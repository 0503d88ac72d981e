import { minuteOf } from '../../../../common/minutes.ts';
import type { Observation } from '../detector.ts';
import { CALENDAR, PROFILE_HOURS, profileKeyOf, RECORD, type RateProfile } from '../profiles/rate_profile.ts';

const HOUR = 60;
/** As far as the past is remembered. */
export const DAYS_AWAY = PROFILE_HOURS / 24;

/**
 * Whether a template that was seen long ago did not come for a week, in any service. Only hours before a minute are asked, so
 * that one that is judged again later is judged alike.
 */
export function hasReturned(
  template_id: string,
  minute: number,
  { counts, templates, profiles }: Observation,
): boolean {
  const week = { from: Math.floor(minute / HOUR) - PROFILE_HOURS, to: Math.floor(minute / HOUR) };
  const calendar = profiles?.get(CALENDAR);
  if (profiles === undefined || calendar === undefined || calendar.hours[0]! > week.from) return false;
  if (minuteOf(templates.get(template_id)!.first_seen) >= week.from * HOUR) return false;
  const came = (profile: RateProfile | undefined) => profile !== undefined && isWithin(profile, week);
  const numbers = counts.seriesOf(template_id);
  if (numbers.some((number) => came(profiles.get(profileKeyOf(counts.seriesAt(number)!))))) return false;
  // Another service may have written it.
  const beginning = profileKeyOf({ template_id, service: '' });
  for (const [key, profile] of profiles) if (key.startsWith(beginning) && came(profile)) return false;
  return true;
}

function isWithin({ hours }: RateProfile, { from, to }: { from: number; to: number }): boolean {
  for (let at = hours.length - RECORD; at >= 0; at -= RECORD) if (hours[at]! < to) return hours[at]! >= from;
  return false;
}
