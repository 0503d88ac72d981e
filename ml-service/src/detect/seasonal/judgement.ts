import type { CountReader } from '../counts/count_reader.ts';
import type { Season } from '../profiles/season.ts';
import type { SeasonalConfig } from '../../settings/detectors.ts';
import type { Departure, Spell } from '../spells/spell.ts';
import { surpriseOf } from '../spells/surprise.ts';
import { LEAST_SHARE, type Span } from './windows.ts';

/** How far a forecast is off even where everything is known: variance / mean². */
export const FORECAST_ERROR = 0.01;
/** Of the minutes of a window so many must show it by themselves: one that is very loud is no change. */
const PERSISTENT_SHARE = 0.75;
/** Where there is so much more than what is told at all, some of them are enough. */
const OVERWHELMING = 3;
/** It is the second most of a week, so that most others are less: it varies little. */
const BURST_DISPERSION = 0.1;
/** Lines of the level below which a series is one that comes now and then. */
const FEW_LINES = 5;
const CLEARLY_MORE = 1.8;
const CLEARLY_LESS = 0.5;

/** What would make a number of lines ordinary: so many, and variance / mean² of it beyond that of pure chance. */
interface Explanation {
  readonly lines: number;
  readonly dispersion: number;
}

/** What is expected of a series. */
export class Expectation {
  private readonly season: Season;
  private readonly level_lines: number;
  private readonly level_minutes: number;
  /** Lines a minute of the third of the level that had fewest. */
  private readonly least_level: number;
  /** Lines that were usual in the minutes of the level. */
  private readonly usual_lines: number;

  constructor({
    season,
    minutes,
    linesIn,
  }: {
    readonly season: Season;
    /** Those that say how much there is of it now. */
    readonly minutes: readonly number[];
    readonly linesIn: (minute: number) => number;
  }) {
    const lines = minutes.map(linesIn);
    const third = Math.ceil(lines.length / 3);
    this.season = season;
    this.level_lines = sumOf(lines);
    this.level_minutes = minutes.length;
    this.least_level = Math.min(
      ...[0, third, lines.length - third].map((from) => sumOf(lines.slice(from, from + third)) / third),
    );
    this.usual_lines = sumOf(minutes.map((minute) => season.at(minute).mean));
  }

  get isJob(): boolean {
    return this.season.isJob;
  }

  /** What makes many lines ordinary in these minutes. */
  ofMany(minutes: readonly number[]): readonly Explanation[] {
    const { season, level_lines, level_minutes } = this;
    const usual = sumOf(minutes.map((minute) => season.at(minute).most));
    const seasonal = { lines: usual * Math.max(1, this.scale), dispersion: this.dispersionOf(minutes) };
    if (season.isJob) return [seasonal];
    const flat = {
      lines: (minutes.length * (level_lines + 1)) / level_minutes,
      dispersion: season.dispersion / minutes.length + FORECAST_ERROR + 1 / (1 + level_lines),
    };
    // Of what comes now and then, nothing a while ago says little: it is compared with the times that it came.
    const isRare = level_lines < FEW_LINES && season.burst > 0;
    return isRare
      ? [seasonal, flat, { lines: season.burst, dispersion: BURST_DISPERSION }]
      : [seasonal, flat];
  }

  /** What makes few lines ordinary in these minutes. Nobody can say of what comes in few minutes of an hour. */
  ofFew(minutes: readonly number[]): readonly Explanation[] {
    const { season, least_level } = this;
    if (season.isJob) return [{ lines: 0, dispersion: 0 }];
    const usual = sumOf(minutes.map((minute) => season.at(minute).least));
    const dispersion = this.dispersionOf(minutes);
    return [
      { lines: usual * Math.min(1, this.scale), dispersion },
      { lines: minutes.length * least_level, dispersion },
    ];
  }

  /** How many times as much there is of it now as is usual. */
  private get scale(): number {
    return (this.level_lines + 1) / (this.usual_lines + 1);
  }

  private dispersionOf(minutes: readonly number[]): number {
    const usual = minutes.map((minute) => this.season.at(minute).mean);
    const sum = sumOf(usual);
    const share = sum === 0 ? 1 / minutes.length : sumOf(usual.map((rate) => rate * rate)) / (sum * sum);
    const unsure = 1 / (1 + this.level_lines) + 1 / (1 + this.usual_lines);
    return this.season.dispersion * share + FORECAST_ERROR + unsure;
  }
}

/** The most surprising of the windows in which there is clearly too much or too little, if any. */
export function departureOf(options: {
  readonly windows: readonly Span[];
  readonly number: number;
  readonly linesIn: (minute: number) => number;
  readonly expectation: Expectation;
  readonly least_surprise: number;
  readonly config: SeasonalConfig;
}): Departure | undefined {
  const { windows, number, linesIn, expectation, least_surprise, config } = options;
  let farthest: Departure | undefined;
  for (const { minutes, sums } of windows) {
    const lines = sums[number] ?? 0;
    const many = expectation.ofMany(minutes);
    const few = expectation.ofFew(minutes);
    const most = Math.max(...many.map((one) => one.lines));
    const least = Math.min(...few.map((one) => one.lines));
    const isMore = lines >= config.min_lines && lines > config.ratio * most;
    const isLess = least >= config.min_lines && lines < config.drop_ratio * least;
    if (!isMore && !isLess) continue;
    const expected = isMore ? most : least;
    // No explanation makes it ordinary: the best of them counts.
    const surprise = Math.min(
      ...(isMore ? many : few).map((one) =>
        surpriseOf({ lines, expected: one.lines, dispersion: one.dispersion }),
      ),
    );
    if (surprise < least_surprise || surprise <= (farthest?.surprise ?? 0)) continue;
    const type = isMore ? 'frequency' : 'drop';
    const shown = minutes.filter((minute) => showsIt(type, linesIn(minute), expectation, minute));
    const isOverwhelming = lines > OVERWHELMING * config.ratio * most;
    const share = isOverwhelming ? LEAST_SHARE : PERSISTENT_SHARE;
    if (shown.length < (expectation.isJob ? 1 : share * minutes.length)) continue;
    farthest = {
      type,
      surprise,
      typical: expected / minutes.length,
      actual: lines / minutes.length,
      window_minutes: minutes.length,
      start: shown[0]!,
      last: shown.at(-1)!,
    };
  }
  return farthest;
}

/** Whether a minute by itself is clearly above, or below, what is expected of it. */
export function showsIt(
  type: Spell['type'],
  lines: number,
  expectation: Expectation,
  minute: number,
): boolean {
  return type === 'frequency'
    ? expectation.ofMany([minute]).every((one) => lines > CLEARLY_MORE * one.lines)
    : expectation.ofFew([minute]).every((one) => lines < CLEARLY_LESS * one.lines);
}

/** A minute of few lines says nothing by itself: it goes on where the last five do. */
const GOING_ON_MINUTES = 5;
const GOING_ON_LINES = 1;

/** Whether what was abnormal still is: the minute shows it, and so do the last five together. */
export function goesOn(options: {
  readonly type: Spell['type'];
  readonly counts: Pick<CountReader, 'knownMinutes'>;
  readonly linesIn: (minute: number) => number;
  readonly expectation: Expectation;
  readonly minute: number;
}): boolean {
  const { type, counts, linesIn, expectation, minute } = options;
  if (!showsIt(type, linesIn(minute), expectation, minute)) return false;
  const minutes = counts.knownMinutes({ from: minute - GOING_ON_MINUTES + 1, to: minute + 1 });
  const lines = sumOf(minutes.map(linesIn));
  if (type === 'frequency') {
    return expectation
      .ofMany(minutes)
      .every((one) => lines > CLEARLY_MORE * Math.max(GOING_ON_LINES, one.lines));
  }
  return expectation
    .ofFew(minutes)
    .every((one) => one.lines >= GOING_ON_LINES && lines < CLEARLY_LESS * one.lines);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
