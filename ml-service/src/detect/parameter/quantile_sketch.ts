import { z } from 'zod';

/** Values are known to within 2 %. */
const ACCURACY = 0.02;
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const LOG_GAMMA = Math.log(GAMMA);
/** Bins that are kept: from 1 ns to 10 years in ms there are 700. Of more the lowest become one. */
const MAX_BINS = 512;

/** A sketch as it is stored: bins ascending, each with its index and its count. */
export const StoredSketch = z.strictObject({
  /** Values that are not above zero, of which only the number is known. */
  rest: z.number().min(0),
  bins: z.array(z.number()),
});
export type StoredSketch = z.infer<typeof StoredSketch>;

/** What lies above a quantile. */
export interface Tail {
  /** The quantile. */
  readonly threshold: number;
  /** The share of all values above it. */
  readonly share: number;
  /** The mean of ln(value / threshold) of these: the Hill estimator of 1 / the tail's exponent. */
  readonly spread: number;
}

/**
 * How values are distributed, in little room: DDSketch, whose quantiles are right to within 2 % of the value (Masson, Rim, Lee,
 * "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019). Sketches can be merged,
 * and what is old can be made to count half.
 *
 * @example
 * const sketch = new QuantileSketch();
 * for (const ms of [30, 35, 41]) sketch.add(ms);
 * sketch.quantile(0.5) // 35, give or take 0.7
 */
export class QuantileSketch {
  readonly #bins = new Map<number, number>();
  #rest = 0;
  #positive = 0;

  /** @param stored - What {@link stored} gave. */
  constructor({ rest, bins }: StoredSketch = { rest: 0, bins: [] }) {
    this.#rest = rest;
    for (let at = 0; at < bins.length; at += 2) this.#enter(bins[at]!, bins[at + 1]!);
  }

  /** How many values there are. */
  get count(): number {
    return this.#rest + this.#positive;
  }

  /** The largest value, 0 where none is above zero. */
  get max(): number {
    return this.#positive === 0 ? 0 : valueOf(Math.max(...this.#bins.keys()));
  }

  add(value: number, count = 1): void {
    if (value > 0 && Number.isFinite(value)) this.#enter(binOf(value), count);
    else this.#rest += count;
    this.#bound();
  }

  merge(other: QuantileSketch): void {
    this.#rest += other.#rest;
    for (const [bin, count] of other.#bins) this.#enter(bin, count);
    this.#bound();
  }

  /**
   * The value that a share of all values does not exceed; those that are not above zero count as 0.
   *
   * @param share - From 0 to 1.
   * @returns Undefined without values.
   */
  quantile(share: number): number | undefined {
    if (this.count === 0) return undefined;
    let left = share * (this.count - 1) - this.#rest;
    if (left < 0) return 0;
    const bins = this.#ascending();
    for (const [bin, count] of bins) {
      left -= count;
      if (left < 0) return valueOf(bin);
    }
    return valueOf(bins.at(-1)![0]);
  }

  /** Undefined where nothing lies above the quantile. */
  tailAbove(share: number): Tail | undefined {
    const threshold = this.quantile(share);
    if (threshold === undefined || threshold <= 0) return undefined;
    const from = binOf(threshold);
    let above = 0;
    let excess = 0;
    for (const [bin, count] of this.#bins) {
      if (bin <= from) continue;
      above += count;
      excess += count * (bin - from) * LOG_GAMMA;
    }
    return above === 0 ? undefined : { threshold, share: above / this.count, spread: excess / above };
  }

  /** Everything that was seen counts half from now on; of what came once every second value stays. */
  halve(): void {
    this.#rest = Math.floor(this.#rest / 2);
    let odd = 0;
    for (const [bin, count] of this.#ascending()) {
      const half = Math.floor((count + (count % 2 === 1 ? odd++ % 2 : 0)) / 2);
      this.#positive += half - count;
      if (half > 0) this.#bins.set(bin, half);
      else this.#bins.delete(bin);
    }
  }

  get stored(): StoredSketch {
    return { rest: this.#rest, bins: this.#ascending().flat() };
  }

  #enter(bin: number, count: number): void {
    this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + count);
    this.#positive += count;
  }

  #bound(): void {
    if (this.#bins.size <= MAX_BINS) return;
    const [[lowest, count], [next, more]] = this.#ascending() as [[number, number], [number, number]];
    this.#bins.delete(lowest);
    this.#bins.set(next, more + count);
  }

  #ascending(): [bin: number, count: number][] {
    return [...this.#bins].sort(([a], [b]) => a - b);
  }
}

function binOf(value: number): number {
  return Math.ceil(Math.log(value) / LOG_GAMMA);
}

/** The value in the middle of a bin, as far as its relative error goes. */
function valueOf(bin: number): number {
  return (2 * GAMMA ** bin) / (GAMMA + 1);
}
