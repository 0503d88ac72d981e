/** What comes every few minutes is as much in each of so many minutes together. */
const WIDTH = 5;

/**
 * The mean of each value and those around it, five of them where there are as many.
 *
 * @example
 * smoothed([0, 0, 10, 0, 0, 0]) // [10 / 3, 2.5, 2, 2, 2.5, 0]
 */
export function smoothed(values: readonly number[]): readonly number[] {
  const reach = (WIDTH - 1) / 2;
  return values.map((_, at) => {
    const from = Math.max(0, at - reach);
    const to = Math.min(values.length, at + reach + 1);
    let sum = 0;
    for (let other = from; other < to; other++) sum += values[other]!;
    return sum / (to - from);
  });
}
