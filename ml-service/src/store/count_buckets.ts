const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths that people read time in; beyond a week it doubles. */
const ROUND_INTERVALS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7].map((days) => days * DAY),
];

/** Points in time of equal distance: bucket i covers `interval_ms` from `start` + i × `interval_ms` on. */
export interface CountBuckets {
  /** Milliseconds since the epoch, a multiple of the interval. */
  readonly start: number;
  readonly interval_ms: number;
  readonly size: number;
}

function bucketsOf(range: { from: number; to: number; interval_ms: number }): CountBuckets {
  const { from, to, interval_ms } = range;
  const start = Math.floor(from / interval_ms) * interval_ms;
  return { start, interval_ms, size: Math.ceil((to - start) / interval_ms) };
}

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
  for (let at = 0; ; at += 1) {
    const doublings = Math.max(0, at - ROUND_INTERVALS.length + 1);
    const interval_ms = ROUND_INTERVALS[Math.min(at, ROUND_INTERVALS.length - 1)]! * 2 ** doublings;
    const buckets = bucketsOf({ from, to, interval_ms });
    if (buckets.size <= input.most) return buckets;
  }
}
