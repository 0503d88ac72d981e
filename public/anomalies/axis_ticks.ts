import { type TimeBuckets, timeBuckets } from '../../common/time_buckets.ts';

const DAY = 86_400_000;

/** A point on an axis of time. */
export interface AxisTick {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Where on the axis, 0–1. */
  readonly at: number;
  /** Whether a day begins here. */
  readonly is_day: boolean;
}

/** Round moments within the buckets, about `most` of them; none so near to the end that its text would be cut. */
export function axisTicks({
  buckets,
  most,
  utc_offset_ms,
}: {
  readonly buckets: TimeBuckets;
  readonly most: number;
  readonly utc_offset_ms: number;
}): AxisTick[] {
  const { start, interval_ms, size } = buckets;
  const span = size * interval_ms;
  const ticks = timeBuckets({ from: start, to: start + span, most, utc_offset_ms });
  return Array.from({ length: ticks.size }, (_, index) => ticks.start + index * ticks.interval_ms)
    .map((time) => ({ time, at: (time - start) / span, is_day: (time + utc_offset_ms) % DAY === 0 }))
    .filter(({ at }) => at >= 0 && at <= 0.98);
}
