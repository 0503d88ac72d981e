import type { QuantileSketch } from './quantile_sketch.ts';

/** What lies above this share of the values is the tail. */
const TAIL_FROM = 0.95;
/** Even where all values were the same, the next may be a tenth more. */
const LEAST_SPREAD = 0.1;

/** A value far above all that were seen. */
export interface Outlier {
  readonly value: number;
  /** What 99 of 100 values do not exceed. */
  readonly typical: number;
  /** −ln of the chance that one of these values is as large. */
  readonly surprise: number;
}

/**
 * The largest of some values, where it is more than `ratio` times the largest that was ever seen. How surprising that is says the
 * tail of what was seen: above a high quantile values of many kinds fall off as a power (peaks over a threshold; Pickands,
 * "Statistical inference using extreme order statistics", 1975), and its exponent is Hill's estimate.
 *
 * @returns Undefined where none is.
 * @example
 * outlierOf([90_000], sketchOfTimes, { ratio: 3 }) // { value: 90000, typical: 61, surprise: 24.1 }
 */
export function outlierOf(
  values: readonly number[],
  sketch: QuantileSketch,
  { ratio }: { readonly ratio: number },
): Outlier | undefined {
  const value = values.reduce((most, one) => Math.max(most, one), 0);
  if (sketch.count === 0 || value <= ratio * sketch.max || sketch.max === 0) return undefined;
  const { threshold, share, spread } = sketch.tailAbove(TAIL_FROM) ?? {
    threshold: sketch.max,
    share: 1 / sketch.count,
    spread: 0,
  };
  const decay = Math.log(value / threshold) / Math.max(LEAST_SPREAD, spread);
  const surprise = Math.max(0, decay - Math.log(share * values.length));
  return { value, typical: sketch.quantile(0.99)!, surprise };
}
