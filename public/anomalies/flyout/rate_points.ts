import type { CountsResponse } from '../../../common/api.ts';
import { MINUTE_MS } from '../../../common/minutes.ts';

/** The detectors compare with the hour before their window of ten minutes; five more show where it comes from. */
const BEFORE_MS = 75 * MINUTE_MS;
/** Whether it ended. */
const AFTER_MS = 15 * MINUTE_MS;

/** Lines a minute in a bucket; null where nothing is known. */
export interface RatePoint {
  /** When the bucket begins, milliseconds since the epoch. */
  readonly time: number;
  readonly rate: number | null;
}

/**
 * The time to be shown around an anomaly, whole minutes. It does not reach into the future, nor into the minute that is
 * still being counted.
 *
 * @example
 * rangeAround({ start: at('14:06'), end: at('14:10'), now: at('16:00') }) // 12:51 to 14:25
 */
export function rangeAround({
  start,
  end,
  now,
}: {
  readonly start: string;
  readonly end: string;
  readonly now: number;
}): { readonly from: string; readonly to: string } {
  const last = Math.max(Date.parse(end), Date.parse(start) + MINUTE_MS);
  const to = Math.max(last, Math.min(last + AFTER_MS, Math.floor(now / MINUTE_MS) * MINUTE_MS));
  return { from: new Date(Date.parse(start) - BEFORE_MS).toISOString(), to: new Date(to).toISOString() };
}

/**
 * Counts as lines a minute, all series together. Steps are drawn from point to point: where the next bucket has none to
 * draw to, a bucket has its end as a second point, else the newest minute would not be seen.
 *
 * @param input.to - Where the range that was asked for ends: the last bucket may be cut short by it.
 */
export function ratePoints({
  counts,
  to,
}: {
  readonly counts: CountsResponse;
  readonly to: string;
}): RatePoint[] {
  const start = Date.parse(counts.start);
  return counts.known.flatMap((known, bucket): RatePoint[] => {
    const time = start + bucket * counts.interval_ms;
    const end = Math.min(time + counts.interval_ms, Date.parse(to));
    const lines = counts.series.reduce((sum, series) => sum + (series.counts[bucket] ?? 0), 0);
    if (!known) return [{ time, rate: null }];
    const rate = lines / Math.max(1, (end - time) / MINUTE_MS);
    return counts.known[bucket + 1]
      ? [{ time, rate }]
      : [
          { time, rate },
          { time: end - 1, rate },
        ];
  });
}
