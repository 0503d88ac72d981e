import type { CountReader } from '../counts/count_reader.ts';
import type { Steps } from '../../parse/in_slices.ts';
import type { SeasonalConfig } from '../../settings/detectors.ts';

/** How many minutes are looked at together: the shortest that is no hiccup, and longer ones for what is less clear. */
const WINDOWS = [5, 10, 20] as const;
/** The longest of them. */
export const LONGEST_WINDOW = 20;
/** Of a window at least so much must be known. */
const KNOWN_SHARE = 0.6;

/** Some minutes with the lines of all series in them, and how many of them have lines. */
export interface Span {
  readonly minutes: readonly number[];
  readonly sums: Float64Array;
  readonly filled: Uint16Array;
}

/** The windows that end with a minute, and the time before the longest of them, in parts. */
export interface Spans {
  readonly windows: readonly Span[];
  readonly level: readonly Span[];
  readonly level_minutes: readonly number[];
}

/** Where there is so much more than what is told at all, so many of the minutes are enough. */
export const LEAST_SHARE = 0.4;

/** So that one stretch of something abnormal is not all that is known of the time before. */
const LEVEL_PARTS = 3;

export function* spansOf(minute: number, counts: CountReader, config: SeasonalConfig): Steps<Spans> {
  const spanOf = function* (from: number, to: number): Steps<Span> {
    yield;
    const minutes = counts.knownMinutes({ from, to });
    return { minutes, sums: counts.sumsOf(minutes), filled: counts.filledOf(minutes) };
  };
  const level_to = minute - LONGEST_WINDOW + 1;
  const level_from = level_to - config.level_minutes;
  const part = Math.ceil(config.level_minutes / LEVEL_PARTS);
  const parts = Array.from({ length: LEVEL_PARTS }, (_, at) => level_from + at * part);
  const windows: Span[] = [];
  for (const length of WINDOWS) {
    const span = yield* spanOf(minute - length + 1, minute + 1);
    if (span.minutes.length >= length * KNOWN_SHARE) windows.push(span);
  }
  const level: Span[] = [];
  for (const from of parts) {
    const span = yield* spanOf(from, Math.min(level_to, from + part));
    if (span.minutes.length > 0) level.push(span);
  }
  return { windows, level, level_minutes: counts.knownMinutes({ from: level_from, to: level_to }) };
}

/** A minute so much above or below what is expected is counted as one in which it happened. */
const CLEARLY_MORE = 2;
const CLEARLY_LESS = 0.5;

/**
 * The series that may be abnormal, by their numbers: those whose mean of a window is clearly another than that of a part of
 * the time before, and that either have lines in enough of its minutes or had enough before. Of what comes now and then in
 * one minute nothing is told, unless it is a job. All others are not looked at more closely: of 100,000 series they are
 * nearly all.
 */
export function candidatesOf(
  { windows, level, level_minutes }: Spans,
  { min_lines }: SeasonalConfig,
  isJob: (number: number) => boolean,
): number[] {
  const candidates: number[] = [];
  const longest_window = windows.at(-1);
  if (longest_window === undefined) return candidates;
  const longest = longest_window.minutes.length;
  for (let number = 0; number < longest_window.sums.length; number++) {
    // Most have few lines, in each window as before it.
    if (longest_window.sums[number]! < min_lines && !hadEnough(level, number, min_lines / longest)) continue;
    let least = Infinity;
    let most = 0;
    let level_filled = 0;
    for (const { minutes, sums, filled } of level) {
      const rate = sums[number]! / minutes.length;
      least = Math.min(least, rate);
      most = Math.max(most, rate);
      level_filled += filled[number]!;
    }
    let isOther = false;
    let isPersistent = false;
    for (const { minutes, sums, filled } of windows) {
      const lines = sums[number]!;
      const before = most * minutes.length;
      isOther ||=
        (lines >= min_lines && lines > CLEARLY_MORE * least * minutes.length) ||
        (before >= min_lines && lines < CLEARLY_LESS * before);
      isPersistent ||= filled[number]! >= LEAST_SHARE * minutes.length;
    }
    if (!isOther) continue;
    const wasEnough = Math.min(most, mostOfLevel(level_filled / level_minutes.length)) * longest >= min_lines;
    if (isPersistent || wasEnough || isJob(number)) candidates.push(number);
  }
  return candidates;
}

function hadEnough(level: readonly Span[], number: number, least_rate: number): boolean {
  for (const { sums, minutes } of level) if (sums[number]! >= least_rate * minutes.length) return true;
  return false;
}

/** A minute of the level so far from the median is left out of it. */
const FAR = 3;
/** Lines a minute below which no minute is too few. */
const FEW_A_MINUTE = 5;

/** Lines a minute that the level has at most, by the share of its minutes that have lines: of half of them the median is 0. */
function mostOfLevel(filled_share: number): number {
  return filled_share < 0.5 ? FAR * filled_share : Infinity;
}

/**
 * The minutes of the level that say how much there is of a series now: those near their median. So what was abnormal does not
 * become normal, until it takes up half of them.
 */
export function levelOf(minutes: readonly number[], linesIn: (minute: number) => number): readonly number[] {
  const lines = minutes.map(linesIn);
  const median = lines.toSorted((a, b) => a - b)[Math.floor(lines.length / 2)]!;
  const most = FAR * Math.max(1, median);
  const least = median < FEW_A_MINUTE ? 0 : median / FAR;
  return minutes.filter((_, at) => lines[at]! >= least && lines[at]! <= most);
}
