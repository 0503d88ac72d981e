import { MINUTE_MS } from './minutes.ts';
import { roundStep } from './round_steps.ts';

/** Stretches of time of equal length: bucket i begins at `start` + i × `interval_ms`. */
export interface TimeBuckets {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly interval_ms: number;
  readonly size: number;
}

/** The range that is divided, milliseconds since the epoch, half-open. */
interface Division {
  readonly from: number;
  readonly to: number;
  readonly most: number;
  /** Of the zone in which hours and days are to be whole. */
  readonly utc_offset_ms: number;
}

function bucketsOf({ from, to, utc_offset_ms }: Division, interval_ms: number): TimeBuckets {
  const start = Math.floor((from + utc_offset_ms) / interval_ms) * interval_ms - utc_offset_ms;
  return { start, interval_ms, size: Math.max(1, Math.ceil((to - start) / interval_ms)) };
}

/**
 * Divides a range into at most `most` buckets of the shortest round length.
 *
 * @example
 * timeBuckets({ from: at('14:03'), to: at('15:03'), most: 60, utc_offset_ms: 0 })
 * // from 14:03 on, 60 buckets of one minute
 */
export function timeBuckets(division: Division): TimeBuckets {
  const fits = (step: number) => bucketsOf(division, step).size <= division.most;
  return bucketsOf(division, roundStep({ least_ms: MINUTE_MS, fits }));
}
