import type { TemplateCount } from '../../ml-service/src/detect/counts/count_reader.ts';
import type { Evaluation, KnownTemplate, SeriesState } from '../../ml-service/src/detect/detector.ts';
import { minuteOf } from '../../common/minutes.ts';
import {
  CALENDAR,
  PROFILE_HOURS,
  type RateProfile,
} from '../../ml-service/src/detect/profiles/rate_profile.ts';
import type { Level } from '../../common/levels.ts';

/** What is remembered after an evaluation. */
export function remembered<Entry>(
  state: SeriesState<Entry>,
  { changes }: Pick<Evaluation<Entry>, 'changes'>,
): SeriesState<Entry> {
  const after = new Map([...state, ...changes]);
  for (const [key, entry] of after) if (entry === undefined) after.delete(key);
  return after as SeriesState<Entry>;
}

/** 14:23 UTC, the minute in which things happen in these tests. */
export const INCIDENT = minuteOf(Date.parse('2026-11-22T14:23:00Z'));

/** Counts of one series over minutes relative to {@link INCIDENT}, e.g. `-70, 0` for the 70 minutes before it. */
export function rowsOf(
  [template_id, service, level]: readonly [template_id: string, service: string, level?: Level],
  [from, to]: readonly [from: number, to: number],
  count: number,
): TemplateCount[] {
  return Array.from({ length: to - from }, (_, i) => ({
    minute: INCIDENT + from + i,
    template_id,
    service,
    ...(level === undefined ? {} : { level }),
    count,
  }));
}

/** Templates by id: text, and first minute relative to {@link INCIDENT} (long ago where absent). */
export function templatesOf(
  texts: Readonly<Record<string, readonly [text: string, first_minute?: number]>>,
): ReadonlyMap<string, KnownTemplate> {
  return new Map(
    Object.entries(texts).map(([id, [text, first_minute = -100_000]]) => [
      id,
      { text, first_seen: (INCIDENT + first_minute) * 60_000 },
    ]),
  );
}

/**
 * What is usual of series by key, learned over eight days until some hours before {@link INCIDENT}.
 *
 * @param rates - Lines a minute: always as many, or by the hour since the epoch.
 */
export function profilesOf(
  rates: Readonly<Record<string, number | ((hour: number) => number)>>,
  { hours = PROFILE_HOURS + 20, until = INCIDENT - 240 }: { hours?: number; until?: number } = {},
): ReadonlyMap<string, RateProfile> {
  const end = Math.floor(until / 60);
  const known = Array.from({ length: hours }, (_, at) => end - hours + at);
  const profile = (rateOf: (hour: number) => number): RateProfile => ({
    hours: known.flatMap((hour) => {
      const rate = rateOf(hour);
      // Counts vary as by chance.
      return rate === 0 ? [] : [hour, 60, 60 * rate, 60 * rate * (rate + 1)];
    }),
    minutes: Array.from({ length: 60 }, (_, minute) => [minute, 50 * rateOf(known[0]!)]).flat(),
  });
  const calendar: RateProfile = { hours: known.flatMap((hour) => [hour, 60, 0, 0]), minutes: [] };
  return new Map([
    [CALENDAR, calendar],
    ...Object.entries(rates).map(([key, rate]): [string, RateProfile] => [
      key,
      profile(typeof rate === 'number' ? () => rate : rate),
    ]),
  ]);
}
