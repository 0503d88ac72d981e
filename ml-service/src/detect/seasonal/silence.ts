import type { SeasonalConfig } from '../../settings/detectors.ts';
import type { Departure } from '../spells/spell.ts';
import { surpriseOf } from '../spells/surprise.ts';
import { FORECAST_ERROR } from './judgement.ts';

/** Of the minutes before a silence so many have lines, or nobody can say that it is one. */
const STEADY_SHARE = 0.9;
/** A silence is that many times as long as those that there were before. */
const LONGER = 3;
/** Of the minutes before so large a share may be one other silence: that was abnormal, too, and is left out. */
const FORGIVEN_SHARE = 0.25;
/** The third of the minutes that had fewest lines says how many there are at least. */
const PARTS = 3;

/**
 * The silence with which some minutes end, of a service that wrote steadily before: minute for minute, without pauses like it.
 * It takes no more history than that. Of one that writes in bursts, or that there was not before, nothing is told.
 *
 * @param options.minutes - The known ones of the longest window that ends with a minute without lines, ascending.
 * @param options.level_minutes - Those before it, that say how much there was.
 */
export function silenceOf(options: {
  readonly minutes: readonly number[];
  readonly level_minutes: readonly number[];
  readonly linesIn: (minute: number) => number;
  readonly least_surprise: number;
  readonly config: SeasonalConfig;
}): Departure | undefined {
  const { minutes, level_minutes, linesIn, least_surprise, config } = options;
  const length = minutes.length - 1 - minutes.findLastIndex((minute) => linesIn(minute) > 0);
  if (length < config.silence_minutes || length === minutes.length) return undefined;
  const start = minutes[minutes.length - length]!;
  const steady = withoutLongestPause(level_minutes, linesIn);
  if (steady.length < config.min_level_minutes) return undefined;
  const pauses = pausesIn(steady, linesIn);
  const empty = pauses.reduce((sum, pause) => sum + pause, 0);
  if (empty > (1 - STEADY_SHARE) * steady.length || length <= LONGER * Math.max(0, ...pauses)) {
    return undefined;
  }
  const lines = steady.map(linesIn);
  const rate = leastOfParts(lines);
  const expected = rate * length;
  if (expected < config.min_lines) return undefined;
  const dispersion = dispersionOf(lines) / length + FORECAST_ERROR;
  const surprise = surpriseOf({ lines: 0, expected, dispersion });
  if (surprise < least_surprise) return undefined;
  return {
    type: 'drop',
    surprise,
    typical: meanOf(lines),
    actual: 0,
    window_minutes: length,
    start,
    last: minutes.at(-1)!,
  };
}

/** Whether a minute goes on with a silence: until silence is what most minutes before had. */
export function isSilent(options: {
  readonly minute: number;
  readonly level_minutes: readonly number[];
  readonly linesIn: (minute: number) => number;
}): boolean {
  const { minute, level_minutes, linesIn } = options;
  const written = level_minutes.filter((one) => linesIn(one) > 0).length;
  return linesIn(minute) === 0 && written > level_minutes.length / 2;
}

/** The longest pause is left out. */
function withoutLongestPause(
  minutes: readonly number[],
  linesIn: (minute: number) => number,
): readonly number[] {
  let [longest, end, length] = [0, 0, 0];
  // Minutes without lines with which they begin are no pause: it was not there yet.
  for (
    let at = Math.max(
      0,
      minutes.findIndex((minute) => linesIn(minute) > 0),
    );
    at < minutes.length;
    at++
  ) {
    length = linesIn(minutes[at]!) === 0 ? length + 1 : 0;
    if (length > longest) [longest, end] = [length, at + 1];
  }
  if (longest > FORGIVEN_SHARE * minutes.length) return minutes;
  return [...minutes.slice(0, end - longest), ...minutes.slice(end)];
}

/** How many minutes each of the pauses in some minutes is long. */
function pausesIn(minutes: readonly number[], linesIn: (minute: number) => number): readonly number[] {
  const pauses: number[] = [];
  let length = 0;
  for (const minute of minutes) {
    if (linesIn(minute) === 0) length++;
    else {
      if (length > 0) pauses.push(length);
      length = 0;
    }
  }
  return length > 0 ? [...pauses, length] : pauses;
}

function leastOfParts(lines: readonly number[]): number {
  const size = Math.ceil(lines.length / PARTS);
  return Math.min(...[0, size, lines.length - size].map((from) => meanOf(lines.slice(from, from + size))));
}

/** How much lines vary from minute to minute beyond pure chance: variance / mean². */
function dispersionOf(lines: readonly number[]): number {
  const mean = meanOf(lines);
  const variance = lines.reduce((sum, count) => sum + (count - mean) ** 2, 0) / Math.max(1, lines.length - 1);
  return Math.max(0, (variance - mean) / (mean * mean));
}

function meanOf(lines: readonly number[]): number {
  return lines.reduce((sum, count) => sum + count, 0) / lines.length;
}
