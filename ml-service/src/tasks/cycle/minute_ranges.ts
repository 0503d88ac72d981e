import { z } from 'zod';

/** Half-open: first ≤ minute < end, minutes since the epoch. */
export const MinuteSpan = z.tuple([z.int(), z.int()]);
export type MinuteSpan = z.infer<typeof MinuteSpan>;

/**
 * Joins spans that touch; ascending.
 *
 * @example
 * joinSpans([[5, 9], [1, 3], [3, 5]]) // [[1, 9]]
 */
export function joinSpans(spans: readonly MinuteSpan[]): MinuteSpan[] {
  const joined: MinuteSpan[] = [];
  for (const [first, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (first >= end) continue;
    const last = joined.at(-1);
    if (last && first <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([first, end]);
  }
  return joined;
}
