import dateMath from '@elastic/datemath';
import type { UrlParams } from '../url/url_params.ts';

/** What the time picker says. */
export interface TimeSelection {
  /** Date math (`now-1h`) or ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** Milliseconds between refreshes, 0 while paused. */
  readonly refresh_ms: number;
}

/** Half-open: from ≤ t < to, ISO 8601. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

/** The frequency rule looks at an hour; ten seconds are what a person waits for news. */
export const DEFAULT_SELECTION: TimeSelection = { from: 'now-1h', to: 'now', refresh_ms: 10_000 };
/** Faster than a cycle of the service nothing changes. */
const MIN_REFRESH_MS = 1000;

/** Reads the selection of a link; what is no time or no number is left to the defaults. */
export function selectionOf({ from, to, refresh }: UrlParams): TimeSelection {
  const refresh_ms = Number(refresh ?? NaN);
  const chosen = {
    from: from ?? DEFAULT_SELECTION.from,
    to: to ?? DEFAULT_SELECTION.to,
    refresh_ms: Number.isFinite(refresh_ms)
      ? refresh_ms <= 0
        ? 0
        : Math.max(MIN_REFRESH_MS, refresh_ms)
      : DEFAULT_SELECTION.refresh_ms,
  };
  const isReadable = resolveRange(chosen, new Date()) !== undefined;
  return isReadable ? chosen : { ...DEFAULT_SELECTION, refresh_ms: chosen.refresh_ms };
}

/** Date math would hand what is neither to the browser's own reading of dates, which is anybody's guess. */
const isTime = (text: string) => /^(now|\d{4}-\d{2}-\d{2})/.test(text);

/**
 * The range that a selection means at a moment; undefined where it means none.
 *
 * @example
 * resolveRange({ from: 'now-1h', to: 'now' }, new Date('2026-01-15T15:00:00Z'))
 * // { from: '2026-01-15T14:00:00.000Z', to: '2026-01-15T15:00:00.000Z' }
 */
export function resolveRange(
  { from, to }: Pick<TimeSelection, 'from' | 'to'>,
  now: Date,
): TimeRange | undefined {
  if (!isTime(from) || !isTime(to)) return undefined;
  const start = dateMath.parse(from, { forceNow: now });
  const end = dateMath.parse(to, { forceNow: now, roundUp: true });
  if (!start?.isValid() || !end?.isValid() || !start.isBefore(end)) return undefined;
  return { from: start.toISOString(), to: end.toISOString() };
}
