import { isFailure, type Level } from '../../../../common/levels.ts';
import { isOfTemplate, type TemplateSeries } from '../counts/count_reader.ts';
import type { Observation } from '../detector.ts';
import { subjectKeyOf } from '../findings/subject.ts';
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
  /** Of a source that was known for fewer minutes nobody can say what is new. */
  readonly least_minutes: number;
}

/**
 * What was known of sources before a minute: of the counted minutes, and of the hours of the week before them that were
 * learned. Only hours that end before those minutes count, so that a minute that is judged again is judged by the same.
 *
 * @example
 * const pasts = new SourcePasts(observation, { history_minutes: 180, recent_minutes: 10, least_minutes: 30 });
 * pasts.of({ kind: 'source', of: 'service', name: 'checkout' })?.known_minutes // 180
 */
export class SourcePasts {
  readonly #observation: Observation;
  readonly #known: readonly number[];
  readonly #sums: Float64Array;
  readonly #recent: Float64Array;
  readonly #least_minutes: number;
  readonly #pasts = new Map<string, SourcePast | undefined>();

  constructor(observation: Observation, { history_minutes, recent_minutes, least_minutes }: PastReach) {
    const { minute, counts } = observation;
    this.#observation = observation;
    this.#least_minutes = least_minutes;
    this.#known = counts.knownMinutesBefore(minute, history_minutes);
    this.#sums = counts.sumsOf(this.#known);
    this.#recent = counts.sumsOf(this.#known.filter((m) => m >= minute - recent_minutes));
  }

  /** Undefined: it is not known for long enough. */
  of(source: Source): SourcePast | undefined {
    const key = subjectKeyOf(source);
    if (!this.#pasts.has(key)) this.#pasts.set(key, this.#read(source));
    return this.#pasts.get(key);
  }

  #read(source: Source): SourcePast | undefined {
    const { minute, counts, templates, profiles } = this.#observation;
    const isOfIt = (series: TemplateSeries) => isOfSource(series, source, templates);
    const known = this.#known;
    const numbers = [...counts.ofService(serviceOf(source))].filter((number) => {
      const series = this.#sums[number] === 0 ? undefined : counts.seriesAt(number);
      return isOfTemplate(series) && isOfIt(series);
    });
    const first = known.findIndex((m) => numbers.some((number) => counts.countOf(number, m) > 0));
    const first_hour = firstHourOf(source, profiles) ?? Infinity;
    const isOlder = first_hour < hourOf(first === -1 ? minute : known[first]!);
    const hours = {
      from: Math.max(first_hour, hourOf(minute) - PROFILE_HOURS),
      to: hourOf(known[0] ?? minute),
    };
    let known_minutes = first === -1 ? 0 : known.length - first;
    if (isOlder) {
      known_minutes =
        known.filter((m) => m >= first_hour * HOUR).length + knownMinutesOf(profiles?.get(CALENDAR), hours);
    }
    if (known_minutes < this.#least_minutes) return undefined;
    const lines = new Map<string, number>();
    const just_now = new Set<string>();
    for (const number of numbers) {
      const { template_id } = counts.seriesAt(number) as TemplateSeries;
      lines.set(template_id, (lines.get(template_id) ?? 0) + this.#sums[number]!);
      if (this.#recent[number]! > 0) just_now.add(template_id);
    }
    if (isOlder) {
      const ending = profileKeyOf({ template_id: '', service: serviceOf(source) });
      for (const [id, profile] of profiles ?? []) {
        // Of 100,000 profiles few are read.
        const series = id.endsWith(ending) ? seriesOfProfile(id) : undefined;
        if (series === undefined || !isOfIt(series)) continue;
        const before = linesOf(profile, hours);
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
