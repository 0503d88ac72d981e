import { isoOfMinute, minuteOf } from '../../../common/minutes.ts';
import type { TemplateTally } from './template_tally.ts';

/** Bars that a small picture has room for. */
export const MAX_BUCKETS = 60;

/** Counts lines by time, in buckets of equal length. */
export class Histogram {
  readonly #start: number;
  readonly #bucket_minutes: number;
  readonly #buckets: number;

  /** @param range - Milliseconds since the epoch of the first and the last line. */
  constructor({ from, to }: { readonly from: number; readonly to: number }) {
    const minutes = minuteOf(to) - minuteOf(from) + 1;
    this.#start = minuteOf(from);
    this.#bucket_minutes = Math.ceil(minutes / MAX_BUCKETS);
    this.#buckets = Math.ceil(minutes / this.#bucket_minutes);
  }

  /** Lines of these templates in each bucket. */
  countsOf(tallies: readonly TemplateTally[]): number[] {
    const counts = new Array<number>(this.#buckets).fill(0);
    for (const { series } of tallies) {
      for (const rows of [...series.values()].flat()) {
        for (let row = 0; row < (rows?.length ?? 0); row++) {
          const bucket = Math.floor((rows!.minuteAt(row) - this.#start) / this.#bucket_minutes);
          counts[bucket]! += rows!.countAt(row);
        }
      }
    }
    return counts;
  }

  /** The histogram of a whole input. */
  of(tallies: readonly TemplateTally[]) {
    return {
      start: isoOfMinute(this.#start),
      bucket_minutes: this.#bucket_minutes,
      counts: this.countsOf(tallies),
    };
  }
}
