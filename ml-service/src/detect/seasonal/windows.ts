import type { CountReader } from '../counts/count_reader.ts';
import type { SeasonalConfig } from '../../settings/detectors.ts';

/** How many minutes are looked at together: the shortest that is no hiccup, and longer ones for what is less clear. */
const WINDOWS = [5, 10, 20] as const;
/** The longest of them. */
export const LONGEST_WINDOW = 20;
/** Of a window at least so much must be known. */
const KNOWN_SHARE = 0.6;

/** Some minutes with the lines of all series in them. */
export interface Span {
  readonly minutes: readonly number[];
  readonly sums: Float64Array;
}

/** The windows that end with a minute, and the time before the longest of them. */
export interface Spans {
  readonly windows: readonly Span[];
  readonly level: Span;
}

export function spansOf(minute: number, counts: CountReader, config: SeasonalConfig): Spans {
  const spanOf = (from: number, to: number) => {
    const minutes = counts.knownMinutes({ from, to });
    return { minutes, sums: counts.sumsOf(minutes) };
  };
  const level_to = minute - LONGEST_WINDOW + 1;
  return {
    windows: WINDOWS.map((length) => ({ length, ...spanOf(minute - length + 1, minute + 1) })).filter(
      ({ length, minutes }) => minutes.length >= length * KNOWN_SHARE,
    ),
    level: spanOf(level_to - config.level_minutes, level_to),
  };
}

/** A minute so much above or below what is expected is counted as one in which it happened. */
const CLEARLY_MORE = 2;
const CLEARLY_LESS = 0.5;

/**
 * The series that may be abnormal, by their numbers: those whose mean of a window is clearly another than that of the time
 * before. All others are not looked at more closely: of 100,000 series they are nearly all.
 */
export function candidatesOf({ windows, level }: Spans, config: SeasonalConfig): number[] {
  const candidates: number[] = [];
  const length = level.sums.length;
  for (let number = 0; number < length; number++) {
    const before = level.sums[number]! / Math.max(1, level.minutes.length);
    const stands_out = windows.some(({ minutes, sums }) => {
      const lines = sums[number]!;
      const usual = before * minutes.length;
      return (
        (lines >= config.min_lines && lines > CLEARLY_MORE * usual) ||
        (usual >= config.min_lines && lines < CLEARLY_LESS * usual)
      );
    });
    if (stands_out) candidates.push(number);
  }
  return candidates;
}
