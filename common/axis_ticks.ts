import { DAY_MS } from './minutes.ts';
import { roundStep } from './round_steps.ts';
import { type TimeBuckets, timeBuckets } from './time_buckets.ts';

/** A moment that an axis names. */
export interface MomentTick {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Where it stands on the axis, 0 to 1. */
  readonly position: number;
  /** Whether a day begins here. */
  readonly is_day: boolean;
}

/** Round moments within the buckets, about `most` of them; none so near to the end that its text would be cut. */
export function momentTicks({
  buckets,
  most,
  utc_offset_ms,
}: {
  readonly buckets: TimeBuckets;
  readonly most: number;
  readonly utc_offset_ms: number;
}): MomentTick[] {
  const { start, interval_ms, size } = buckets;
  const span = size * interval_ms;
  const ticks = timeBuckets({ from: start, to: start + span, most, utc_offset_ms });
  return Array.from({ length: ticks.size }, (_, index) => ticks.start + index * ticks.interval_ms)
    .map((time) => ({
      time,
      position: (time - start) / span,
      is_day: (time + utc_offset_ms) % DAY_MS === 0,
    }))
    .filter(({ position }) => position >= 0 && position <= 0.98);
}

/** A time since the start that an axis names. */
export interface OffsetTick {
  readonly offset_ms: number;
  /** Where it stands on the axis, 0 to 1. */
  readonly position: number;
}

/**
 * Ticks at round offsets from the start of a span, which they cut into at most so many parts.
 *
 * @param span_ms - More than 0.
 * @example
 * offsetTicks({ span_ms: 250, parts: 5 }).map(({ offset_ms }) => offset_ms) // [0, 50, 100, 150, 200, 250]
 */
export function offsetTicks({
  span_ms,
  parts,
}: {
  readonly span_ms: number;
  readonly parts: number;
}): OffsetTick[] {
  const step = roundStep({ fits: (size) => span_ms / size <= parts });
  return Array.from({ length: Math.floor(span_ms / step) + 1 }, (_, index) => ({
    offset_ms: index * step,
    position: (index * step) / span_ms,
  }));
}
