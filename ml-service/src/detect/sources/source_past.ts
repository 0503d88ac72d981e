import { isFailure, type Level } from '../../../../common/levels.ts';
import { isOfTemplate, type TemplateSeries } from '../counts/count_reader.ts';
import type { Observation } from '../detector.ts';
import {
  CALENDAR,
  firstHourOf,
  PROFILE_HOURS,
  profileKeyOf,
  RECORD,
  type RateProfile,
  seriesOfProfile,
} from '../profiles/rate_profile.ts';
import { isOfSource, serviceOf, type Source } from './source.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

/** What was known of a source before a minute. */
export interface SourcePast {
  /** Known minutes since its first line. */
  readonly known_minutes: number;
  readonly lines: number;
  /** Templates that came just once: of failures, and of all else. Those of the last minutes are left out. */
  readonly once: { readonly failures: number; readonly others: number };
}

/** How far is looked back. */
export interface PastReach {
  readonly history_minutes: number;
  /** What came just now, it may be of one cause with what is judged. */
  readonly recent_minutes: number;
}

/**
 * What was known of a source before a minute: of the counted minutes, and of the hours of the week before them that were
 * learned. Only hours that end before those minutes count, so that a minute that is judged again is judged by the same.
 */
export function pastOf(
  source: Source,
  { minute, counts, templates, profiles }: Observation,
  { history_minutes, recent_minutes }: PastReach,
): SourcePast {
  const isOfIt = (series: TemplateSeries) => isOfSource(series, source, templates);
  const known = counts.knownMinutesBefore(minute, history_minutes);
  const recent = counts.sumsOf(known.filter((m) => m >= minute - recent_minutes));
  const numbers: number[] = [];
  const lines = new Map<string, number>();
  const just_now = new Set<string>();
  counts.sumsOf(known).forEach((sum, number) => {
    const series = sum === 0 ? undefined : counts.seriesAt(number);
    if (!isOfTemplate(series) || !isOfIt(series)) return;
    numbers.push(number);
    lines.set(series.template_id, (lines.get(series.template_id) ?? 0) + sum);
    if (recent[number]! > 0) just_now.add(series.template_id);
  });
  const first = known.findIndex((m) => numbers.some((number) => counts.countOf(number, m) > 0));
  const first_hour = firstHourOf(source, profiles) ?? Infinity;
  const isOlder = first_hour < hourOf(first === -1 ? minute : known[first]!);
  let known_minutes = first === -1 ? 0 : known.length - first;
  if (isOlder) {
    const range = {
      from: Math.max(first_hour, hourOf(minute) - PROFILE_HOURS),
      to: hourOf(known[0] ?? minute),
    };
    known_minutes =
      known.filter((m) => m >= first_hour * HOUR).length + knownMinutesOf(profiles?.get(CALENDAR), range);
    const ending = profileKeyOf({ template_id: '', service: serviceOf(source) });
    for (const [id, profile] of profiles ?? []) {
      // Of 100,000 profiles few are read.
      const series = id.endsWith(ending) ? seriesOfProfile(id) : undefined;
      if (series === undefined || !isOfIt(series)) continue;
      const before = linesOf(profile, range);
      if (before > 0) lines.set(series.template_id, (lines.get(series.template_id) ?? 0) + before);
    }
  }
  const once = { failures: 0, others: 0 };
  let total = 0;
  for (const [id, sum] of lines) {
    total += sum;
    if (sum !== 1 || just_now.has(id)) continue;
    const level = templates.get(id)?.level ?? counts.levelOf(counts.seriesOf(id), known);
    once[classOf(level)] += 1;
  }
  return { known_minutes, lines: total, once };
}

/** What a source brings is learned for failures and for all else apart: new ones of the one say nothing of the other. */
export function classOf(level: Level | undefined): keyof SourcePast['once'] {
  return isFailure(level) ? 'failures' : 'others';
}

/** How many new templates a day a source brings: as many as come just once in that time, see {@link unseenProbability}. */
export function newPerDay({ known_minutes, once }: SourcePast, kind: keyof SourcePast['once']): number {
  return (once[kind] * DAY) / known_minutes;
}

/**
 * The chance that the next line of a source has a template of its class never seen before: the Good–Turing estimate of the
 * unseen mass, templates seen exactly once / lines (I. J. Good, "The population frequencies of species and the estimation of
 * population parameters", Biometrika 40, 1953). One is added to both, so that it is neither zero (no template was seen just
 * once) nor undefined (no line was seen).
 *
 * @returns 0–1; 1 where nothing was seen.
 * @example
 * unseenProbability({ lines: 10_000, once: 1 }) // 2 / 10001
 */
export function unseenProbability({
  lines,
  once,
}: {
  readonly lines: number;
  readonly once: number;
}): number {
  return (once + 1) / (lines + 1);
}

interface HourRange {
  readonly from: number;
  readonly to: number;
}

function hourOf(minute: number): number {
  return Math.floor(minute / HOUR);
}

function linesOf({ hours }: RateProfile, { from, to }: HourRange): number {
  let lines = 0;
  for (let at = 0; at < hours.length; at += RECORD) {
    if (hours[at]! >= from && hours[at]! < to) lines += hours[at + 2]!;
  }
  return lines;
}

function knownMinutesOf(calendar: RateProfile | undefined, { from, to }: HourRange): number {
  const hours = calendar?.hours ?? [];
  let known = 0;
  for (let at = 0; at < hours.length; at += RECORD) {
    if (hours[at]! >= from && hours[at]! < to) known += hours[at + 1]!;
  }
  return known;
}
