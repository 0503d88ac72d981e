import {
  CALENDAR,
  PROFILE_HOURS,
  RECORD,
  type RateProfile,
  type RateProfiles,
  recordAt,
} from './rate_profile.ts';

const HOUR = 60;
const DAY_HOURS = 24;
/**
 * What is usual is read from hours that ended so long ago: the last ones are what is compared with it. So a minute that is
 * judged again is judged by the same hours.
 */
const SETTLED_MINUTES = 20 * HOUR;
/** An hour of which less is known says nothing. */
const MIN_KNOWN_MINUTES = 10;
/** Days that may stand for an hour of the week that is not known. */
const DAYS = 6;

/** Of every 20 hours the one that varied most is not asked how much counts vary: something may have happened in it. */
const TRIMMED = 0.05;
/** How much the rate varies from minute to minute where little is known: variance / mean² above that of pure chance. */
const ASSUMED_DISPERSION = { value: 0.3, minutes: 30 };

/** One minute of the hour that has so large a share of the lines is that of a job; evenly spread it is a sixtieth. */
const JOB_SHARE = 0.1;
/** Hours with lines before a job is believed. */
const JOB_HOURS = 24;

/** What is there in fewer of the hours comes and goes. */
const LASTING_SHARE = 0.75;

/** Hours that a judgement at a minute may look at are before this one. */
export function settledHour(minute: number): number {
  return Math.floor((minute - SETTLED_MINUTES) / HOUR);
}

/** How many hours are known that a judgement at a minute may look at. */
export function settledHours(profiles: RateProfiles | undefined, minute: number): number {
  const hours = profiles?.get(CALENDAR)?.hours ?? [];
  const bound = settledHour(minute);
  let known = 0;
  for (let at = 0; at < hours.length; at += RECORD) if (hours[at]! < bound) known++;
  return known;
}

/** Lines a minute that are usual: about as many, and from how few to how many are. */
export interface Usual {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** What is usual of a series, as it is known at one hour. */
export class Season {
  /** Lines a minute over all hours that are known. */
  readonly mean: number;
  /** Variance of a minute / mean², beyond that of pure chance. */
  readonly dispersion: number;
  /** Lines that came in a few minutes of an hour, in at least two hours: the second most. 0 where that is not its way. */
  readonly burst: number;
  /** Whether it is there in most of the hours that are known. */
  readonly isLasting: boolean;
  private readonly profile: RateProfile;
  private readonly calendar: RateProfile;
  private readonly bound: number;
  private readonly rates = new Map<number, Usual | undefined>();
  private readonly minute_weights: Float64Array | undefined;

  constructor(profile: RateProfile, calendar: RateProfile, bound: number) {
    this.profile = profile;
    this.calendar = calendar;
    this.bound = bound;
    const records = recordsBefore(profile, bound);
    this.isLasting = records.length >= LASTING_SHARE * recordsBefore(calendar, bound).length;
    this.burst = burstOf(records);
    this.mean = meanOf(profile, calendar, bound);
    this.minute_weights = isJob(profile, bound) ? minuteWeights(profile) : undefined;
    this.dispersion = this.minute_weights === undefined ? dispersionOf(records) : dispersionOfRuns(records);
  }

  /** Whether its lines come in a few minutes of the hour. */
  get isJob(): boolean {
    return this.minute_weights !== undefined;
  }

  /**
   * Lines that are usual in a minute: those of the same hour last week; where that is not known, of this hour on any of the
   * days before. The rate of an hour passes to that of the next one, but nobody knows when: either may be usual in between.
   */
  at(minute: number): Usual {
    const position = minute / HOUR - 0.5;
    const hour = Math.floor(position);
    const share = position - hour;
    const before = this.usual(hour) ?? this.usual(hour + 1) ?? this.anyHour;
    const after = this.usual(hour + 1) ?? before;
    const weight = this.minute_weights?.[minute % HOUR] ?? 1;
    return {
      mean: weight * (before.mean * (1 - share) + after.mean * share),
      least: weight * Math.min(before.least, after.least),
      most: weight * Math.max(before.most, after.most),
    };
  }

  private get anyHour(): Usual {
    return { mean: this.mean, least: this.mean, most: this.mean };
  }

  private usual(hour: number): Usual | undefined {
    if (!this.rates.has(hour)) this.rates.set(hour, this.usualAnew(hour));
    return this.rates.get(hour);
  }

  private usualAnew(hour: number): Usual | undefined {
    const last_week = this.rateOfHour(hour - PROFILE_HOURS);
    if (last_week !== undefined) return { mean: last_week, least: last_week, most: last_week };
    const days: number[] = [];
    for (let ago = 1; ago <= DAYS; ago++) {
      const rate = this.rateOfHour(hour - ago * DAY_HOURS);
      if (rate !== undefined) days.push(rate);
    }
    if (days.length === 0) return undefined;
    const mean = days.reduce((sum, rate) => sum + rate, 0) / days.length;
    return { mean, least: Math.min(...days), most: Math.max(...days) };
  }

  /** Undefined where too little of the hour is known. */
  private rateOfHour(hour: number): number | undefined {
    if (hour >= this.bound) return undefined;
    const at = recordAt(this.profile, hour);
    if (at !== -1) {
      const known = this.profile.hours[at + 1]!;
      return known < MIN_KNOWN_MINUTES ? undefined : this.profile.hours[at + 2]! / known;
    }
    const day = recordAt(this.calendar, hour);
    return day !== -1 && this.calendar.hours[day + 1]! >= MIN_KNOWN_MINUTES ? 0 : undefined;
  }
}

interface HourRecord {
  readonly known: number;
  readonly lines: number;
  readonly squares: number;
}

function recordsBefore({ hours }: RateProfile, bound: number): HourRecord[] {
  const records: HourRecord[] = [];
  for (let at = 0; at < hours.length && hours[at]! < bound; at += RECORD) {
    records.push({ known: hours[at + 1]!, lines: hours[at + 2]!, squares: hours[at + 3]! });
  }
  return records;
}

/** An hour is bursty where its lines lie as if they came in a quarter of it. */
const BURSTY = 4;

function burstOf(records: readonly HourRecord[]): number {
  const bursts = records
    .filter(({ known, lines, squares }) => squares * known > BURSTY * lines * lines)
    .map(({ lines }) => lines)
    .sort((a, b) => b - a);
  return bursts[1] ?? 0;
}

function meanOf(profile: RateProfile, calendar: RateProfile, bound: number): number {
  const minutes = recordsBefore(calendar, bound).reduce((sum, { known }) => sum + known, 0);
  const lines = recordsBefore(profile, bound).reduce((sum, one) => sum + one.lines, 0);
  return minutes === 0 ? 0 : lines / minutes;
}

function dispersionOf(records: readonly HourRecord[]): number {
  const parts = records
    .filter(({ known, lines }) => known > 1 && lines > 1)
    .map(({ known, lines, squares }) => {
      const mean = lines / known;
      const excess = (squares - lines * mean) / (known - 1) - mean;
      return { excess: excess * known, weight: mean * mean * known };
    })
    .sort((a, b) => a.excess / a.weight - b.excess / b.weight);
  const kept = parts.slice(0, Math.ceil(parts.length * (1 - TRIMMED)));
  // As if some minutes had been seen, at the rate of the series, that vary as is assumed.
  const lines = records.reduce((sum, one) => sum + one.lines, 0);
  const known = records.reduce((sum, one) => sum + one.known, 0);
  const prior = known === 0 ? 1 : Math.max(1, (lines / known) ** 2) * ASSUMED_DISPERSION.minutes;
  const excess = kept.reduce((sum, one) => sum + one.excess, prior * ASSUMED_DISPERSION.value);
  const weight = kept.reduce((sum, one) => sum + one.weight, prior);
  return Math.max(0, excess / weight);
}

/** How much one run of a job differs from the next: within its hours there is nothing to compare. */
function dispersionOfRuns(records: readonly HourRecord[]): number {
  const steps = records
    .slice(1)
    .map(({ lines }, at) => Math.abs(Math.log((lines + 1) / (records[at]!.lines + 1))))
    .sort((a, b) => a - b);
  const deviation = ((steps[Math.floor(steps.length / 2)] ?? 1) * NORMAL_DEVIATION) / Math.SQRT2;
  return deviation * deviation;
}

/** The standard deviation of a normal distribution, in median absolute deviations. */
const NORMAL_DEVIATION = 1.4826;

/** Whether the lines of a series come in a few minutes of the hour. Nothing is made: 100,000 series are asked each hour. */
export function isJob({ hours, minutes }: RateProfile, bound: number): boolean {
  if (!(hours[(JOB_HOURS - 1) * RECORD]! < bound)) return false;
  let total = 0;
  let most = 0;
  for (let at = 1; at < minutes.length; at += 2) {
    total += minutes[at]!;
    most = Math.max(most, minutes[at]!);
  }
  return total > 0 && most >= JOB_SHARE * total;
}

function minuteWeights({ minutes }: RateProfile): Float64Array {
  let total = 0;
  for (let at = 1; at < minutes.length; at += 2) total += minutes[at]!;
  const weights = new Float64Array(HOUR);
  for (let at = 0; at < minutes.length; at += 2) weights[minutes[at]!] = (minutes[at + 1]! / total) * HOUR;
  return weights;
}
