import { forEachRow, isStepEnd, ROWS_A_STEP, type Steps } from '../../parse/in_slices.ts';
import type { CountReader } from '../counts/count_reader.ts';
import {
  CALENDAR,
  isSourceNote,
  PROFILE_HOURS,
  profileKeyOf,
  RECORD,
  type RateProfile,
  type RateProfiles,
} from './rate_profile.ts';

/**
 * An hour is learned so long after its end: by then it is known which of its minutes were abnormal, and which only seemed so
 * and were the beginning of a new level.
 */
export const LEARNED_AFTER_MINUTES = 60;
/** So far back reaches what is learned at a minute, where the ones before it were known. */
export const LEARNING_MINUTES = 150;
/** Hours that are kept above a week: those beside the same hour of last week, and what is learned but not looked at yet. */
const SPARE_HOURS = 24;
const HOUR = 60;
/** With every hour what was before weighs 2 % less in the minutes of the hour: half of it is of the last 35 hours. */
const KEPT_WEIGHT = 0.98;
/** What weighs less than a tenth of a line is forgotten. */
const LEAST_WEIGHT = 0.1;

/**
 * What profiles are after the hours that have ended for long enough: once an hour those of all series with lines in it.
 * Minutes that were abnormal are left out. Nothing is learned twice.
 *
 * @param options.isAbnormal - Whether a minute of a series is one that does not become normal.
 * @returns The profiles that changed; undefined: nothing of that series lies within the last week.
 */
export function* learnHours({
  minute,
  counts,
  profiles,
  isAbnormal,
}: {
  readonly minute: number;
  readonly counts: CountReader;
  readonly profiles: RateProfiles;
  readonly isAbnormal: (key: string, minute: number) => boolean;
}): Steps<ReadonlyMap<string, RateProfile | undefined>> {
  const calendar = profiles.get(CALENDAR);
  const last = calendar === undefined ? -Infinity : calendar.hours[calendar.hours.length - RECORD]!;
  const newest = Math.floor((minute - LEARNED_AFTER_MINUTES) / HOUR) - 1;
  const oldest = Math.ceil((minute - LEARNING_MINUTES + 1) / HOUR);
  const changes = new Map<string, RateProfile | undefined>();
  for (let hour = Math.max(last + 1, oldest); hour <= newest; hour++) {
    yield* learnHour({ hour, counts, isAbnormal, profiles, changes });
  }
  return changes;
}

/** The hour as one series had it. */
interface HourOfSeries {
  readonly key: string;
  known: number;
  lines: number;
  squares: number;
  readonly minutes: number[];
}

function* learnHour({
  hour,
  counts,
  isAbnormal,
  profiles,
  changes,
}: {
  readonly hour: number;
  readonly counts: CountReader;
  readonly isAbnormal: (key: string, minute: number) => boolean;
  readonly profiles: RateProfiles;
  readonly changes: Map<string, RateProfile | undefined>;
}): Steps<void> {
  const known = counts.knownMinutes({ from: hour * HOUR, to: (hour + 1) * HOUR });
  if (known.length === 0) return;
  const series = new Map<number, HourOfSeries>();
  for (const minute of known) {
    const lines = counts.sumsOf([minute]);
    for (let number = 0; number < lines.length; number++) {
      if (isStepEnd(number, ROWS_A_STEP)) yield;
      const count = lines[number]!;
      if (count === 0) continue;
      let one = series.get(number);
      if (one === undefined) {
        one = {
          key: profileKeyOf(counts.seriesAt(number)!),
          known: known.length,
          lines: 0,
          squares: 0,
          minutes: [],
        };
        series.set(number, one);
      }
      if (isAbnormal(one.key, minute)) continue;
      one.lines += count;
      one.squares += count * count;
      one.minutes.push(minute % HOUR, count);
    }
    yield;
  }
  const before = (key: string) => changes.get(key) ?? profiles.get(key);
  yield* forEachRow(series.values(), (one) => {
    one.known -= known.filter((minute) => isAbnormal(one.key, minute)).length;
    const profile = before(one.key);
    if (profile !== undefined && profile.hours[profile.hours.length - RECORD]! >= hour) return;
    changes.set(one.key, withHour(profile, hour, one));
  });
  changes.set(
    CALENDAR,
    withHour(before(CALENDAR), hour, { known: known.length, lines: 0, squares: 0, minutes: [] }),
  );
  yield* forEachRow(profiles, ([key, { hours }]) => {
    if (hours[hours.length - RECORD]! < hour - PROFILE_HOURS && !isSourceNote(key))
      changes.set(key, undefined);
  });
}

function withHour(
  profile: RateProfile | undefined,
  hour: number,
  { known, lines, squares, minutes }: Omit<HourOfSeries, 'key'>,
): RateProfile {
  const hours = profile?.hours ?? [];
  let first = 0;
  while (first < hours.length && hours[first]! < hour - PROFILE_HOURS - SPARE_HOURS) first += RECORD;
  // Of 100,000 series each array has the length that it needs: one that was pushed to has half as much again.
  const kept = (first === 0 ? hours : hours.slice(first)).concat([hour, known, lines, squares]);
  return { hours: kept, minutes: minutesAfter(profile?.minutes ?? [], minutes) };
}

/** Both ascending by minute: 100,000 series are merged in each hour. */
function minutesAfter(before: readonly number[], added: readonly number[]): number[] {
  const after: number[] = [];
  let at = 0;
  for (let old = 0; old < before.length || at < added.length;) {
    const minute = Math.min(before[old] ?? HOUR, added[at] ?? HOUR);
    let weight = 0;
    if (before[old] === minute) {
      weight = Math.round(before[old + 1]! * KEPT_WEIGHT * 100) / 100;
      old += 2;
    }
    if (added[at] === minute) {
      weight += added[at + 1]!;
      at += 2;
    }
    if (weight > LEAST_WEIGHT) after.push(minute, weight);
  }
  return after.slice();
}
