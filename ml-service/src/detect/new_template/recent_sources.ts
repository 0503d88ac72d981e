import { UNKNOWN_SERVICE } from '../../correlate/request_assembler.ts';
import type { NewTemplateConfig } from '../../settings/detectors.ts';
import { type CountReader, isOfTemplate } from '../counts/count_reader.ts';
import type { Steps } from '../../parse/in_slices.ts';
import type { Observation } from '../detector.ts';
import { subjectKeyOf } from '../findings/subject.ts';
import { firstHourOf, type RateProfile, sourceNote, sourceNoteKeyOf } from '../profiles/rate_profile.ts';
import { isNamed, type Source, sourcesOf } from '../sources/source.ts';

/** A source that was never seen before, and the minute of its first line. */
export interface NewSource {
  readonly source: Source;
  readonly start: number;
}

/** The sources of some minutes. */
export interface RecentSources {
  /** Those that came first while others were known already. */
  readonly appeared: readonly NewSource[];
  /** What is to be noted of when they were seen first. */
  readonly notes: ReadonlyMap<string, RateProfile>;
}

/**
 * Sources that came first in the last `follow_minutes`, the evaluated minute included: neither in the minutes before at hand nor
 * in an hour that was noted. Those of the first minutes of all are noted, too, and no news.
 */
export function* recentSources(observation: Observation, config: NewTemplateConfig): Steps<RecentSources> {
  const { minute, counts, profiles } = observation;
  const from = minute - config.follow_minutes + 1;
  const recent = sourcesIn(observation, counts.knownMinutes({ from, to: minute + 1 }));
  yield;
  const appeared: NewSource[] = [];
  const notes = new Map<string, RateProfile>();
  let before: ReturnType<typeof sourcesIn> | undefined;
  for (const [key, { source, numbers }] of recent) {
    const noted = firstHourOf(source, profiles) ?? Infinity;
    if (noted < hourOf(from)) continue;
    const minutes = counts.knownMinutesBefore(from, config.history_minutes);
    if (before === undefined) {
      before = sourcesIn(observation, minutes);
      yield;
    }
    const earlier = before.get(key);
    const start = firstMinuteOf(
      counts,
      earlier
        ? { minutes, numbers: earlier.numbers }
        : { minutes: counts.knownMinutes({ from, to: minute + 1 }), numbers },
    );
    const hour = hourOf(start);
    if (hour < noted) notes.set(sourceNoteKeyOf(source), sourceNote(hour));
    if (earlier || noted < hour || !isNamed(source)) continue;
    const known = counts.knownMinutesBefore(start, config.min_known_minutes).length;
    if (known >= config.min_known_minutes) appeared.push({ source, start });
  }
  return { appeared, notes };
}

/** The sources of some minutes, with the numbers of their series: a service that has a name is one, with all that it writes. */
function sourcesIn(
  { counts, templates }: Observation,
  minutes: readonly number[],
): ReadonlyMap<string, { readonly source: Source; readonly numbers: number[] }> {
  const sources = new Map<string, { readonly source: Source; readonly numbers: number[] }>();
  const sums = counts.sumsOf(minutes);
  const enter = (source: Source, number: number) => {
    const key = subjectKeyOf(source);
    const numbers = sources.get(key)?.numbers;
    if (numbers) numbers.push(number);
    else sources.set(key, { source, numbers: [number] });
  };
  for (const number of counts.services()) {
    const { service: name } = counts.seriesAt(number)!;
    const source: Source = { kind: 'source', of: 'service', name };
    if (sums[number]! > 0 && isNamed(source)) enter(source, number);
  }
  for (const number of counts.ofService(UNKNOWN_SERVICE)) {
    const series = sums[number] === 0 ? undefined : counts.seriesAt(number);
    if (!isOfTemplate(series)) continue;
    for (const source of sourcesOf(series, templates)) enter(source, number);
  }
  return sources;
}

function firstMinuteOf(
  counts: CountReader,
  { minutes, numbers }: { readonly minutes: readonly number[]; readonly numbers: readonly number[] },
): number {
  return minutes.find((minute) => numbers.some((number) => counts.countOf(number, minute) > 0))!;
}

function hourOf(minute: number): number {
  return Math.floor(minute / 60);
}
