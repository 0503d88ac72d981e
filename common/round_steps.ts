import { DAY_MS, HOUR_MS, MINUTE_MS } from './minutes.ts';

/** Lengths that people read time in, in milliseconds; beyond a week it doubles. */
const ROUND_STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7].map((days) => days * DAY_MS),
];

/**
 * The shortest round length that fits.
 *
 * @param least_ms - The shortest that is tried.
 * @param fits - True of every length from some length on.
 * @example
 * roundStep({ fits: (step) => 1530 / step <= 6 }) // 500
 */
export function roundStep({
  least_ms = 1,
  fits,
}: {
  readonly least_ms?: number;
  readonly fits: (step_ms: number) => boolean;
}): number {
  const step = ROUND_STEPS.find((size) => size >= least_ms && fits(size));
  if (step !== undefined) return step;
  for (let size = ROUND_STEPS.at(-1)! * 2; ; size *= 2) if (fits(size)) return size;
}
