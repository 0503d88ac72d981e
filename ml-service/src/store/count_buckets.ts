import { type TimeBuckets, timeBuckets } from '../../../common/time_buckets.ts';

/** Buckets that begin at a multiple of their interval, so that the same lines always fall into the same one. */
export type CountBuckets = TimeBuckets;

/**
 * Divides a range into at most `most` buckets of the shortest round length. Nothing was counted before 1970.
 *
 * @param input.from - Milliseconds since the epoch, as `to`; half-open.
 * @example
 * countBuckets({ from: Date.parse('2026-01-15T14:03Z'), to: Date.parse('2026-01-15T15:03Z'), most: 60 })
 * // from 14:02 on, 31 buckets of two minutes: of one minute each they would be 61
 */
export function countBuckets(input: { from: number; to: number; most: number }): CountBuckets {
  const from = Math.max(0, input.from);
  const to = Math.max(from + 1, input.to);
  return timeBuckets({ from, to, most: input.most, utc_offset_ms: 0 });
}
