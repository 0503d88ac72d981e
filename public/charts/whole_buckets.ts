import type { CountsResponse } from '../../common/api.ts';

/**
 * Counts without a last bucket that is not over: it holds a part of its lines, and every trend would seem to end in a fall. It
 * is as if nothing were known of it.
 *
 * @param to - Where the time that is looked at ends, ISO 8601.
 */
export function wholeBuckets<T extends Pick<CountsResponse, 'start' | 'interval_ms' | 'known'>>(
  counts: T,
  to: string,
): T {
  const { start, interval_ms, known } = counts;
  // A single bucket is all there is.
  if (known.length < 2 || Date.parse(start) + known.length * interval_ms <= Date.parse(to)) return counts;
  return { ...counts, known: known.map((is_known, index) => is_known && index < known.length - 1) };
}
