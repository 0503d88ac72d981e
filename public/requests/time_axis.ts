/** A point of time that an axis names. */
export interface AxisTick {
  readonly offset_ms: number;
  /** Where it stands on the axis, 0 to 1. */
  readonly position: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps that people count in, up to the day; from there on days in ones, twos and fives. */
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 12].map((hours) => hours * HOUR),
];

/**
 * The smallest round step that cuts a span into at most so many parts.
 *
 * @example
 * roundStep({ span_ms: 1530, parts: 6 }) // 500
 */
export function roundStep({ span_ms, parts }: { readonly span_ms: number; readonly parts: number }): number {
  const step = STEPS.find((size) => span_ms / size <= parts);
  if (step !== undefined) return step;
  for (let unit = DAY; ; unit *= 10) {
    const days = [1, 2, 5].find((count) => span_ms / (count * unit) <= parts);
    if (days !== undefined) return days * unit;
  }
}

/**
 * Ticks at round offsets from the start of a span.
 *
 * @param span_ms - More than 0.
 * @example
 * axisTicks({ span_ms: 250, parts: 5 }).map(({ offset_ms }) => offset_ms) // [0, 50, 100, 150, 200, 250]
 */
export function axisTicks({
  span_ms,
  parts,
}: {
  readonly span_ms: number;
  readonly parts: number;
}): AxisTick[] {
  const step = roundStep({ span_ms, parts });
  return Array.from({ length: Math.floor(span_ms / step) + 1 }, (_, index) => ({
    offset_ms: index * step,
    position: (index * step) / span_ms,
  }));
}

/**
 * How long after the start, exact to the millisecond where that can be read.
 *
 * @example
 * formatOffset(12) // '+12 ms'
 * formatOffset(1534) // '+1.534 s'
 * formatOffset(123_400) // '+2 min 3 s'
 */
export function formatOffset(ms: number): string {
  if (ms < SECOND) return `+${ms} ms`;
  if (ms < MINUTE) return `+${(ms / SECOND).toFixed(3)} s`;
  const [unit, name, part, part_name] =
    ms < HOUR ? [MINUTE, 'min', SECOND, 's'] : ms < DAY ? [HOUR, 'h', MINUTE, 'min'] : [DAY, 'd', HOUR, 'h'];
  return `+${Math.floor(ms / unit)} ${name} ${Math.floor((ms % unit) / part)} ${part_name}`;
}
