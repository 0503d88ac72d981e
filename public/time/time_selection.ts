import dateMath from '@elastic/datemath';
import { parseRison } from '../url/rison.ts';
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

/** Where neither a link nor Kibana says anything that means a time: what the frequency rule looks at. */
const LAST_HOUR: TimeSelection = { from: 'now-1h', to: 'now', refresh_ms: 0 };
/** Faster than a cycle of the service nothing changes. */
const MIN_REFRESH_MS = 1000;

/**
 * Reads the selection of a link: its own time, else that of Kibana in it.
 *
 * @param defaults - What is chosen in Kibana: it is taken where the link says nothing, or nothing that means a time.
 */
export function selectionOf({ from, to, refresh, _g }: UrlParams, defaults: TimeSelection): TimeSelection {
  const shared = { ...defaults, ...sharedSelection(_g) };
  const refresh_ms = refreshOf(refresh === undefined ? shared.refresh_ms : Number(refresh), defaults);
  const chosen = { from: from ?? shared.from, to: to ?? shared.to };
  const readable = [chosen, defaults, LAST_HOUR].find((one) => resolveRange(one, new Date()) !== undefined)!;
  return { from: readable.from, to: readable.to, refresh_ms };
}

function refreshOf(given: number, defaults: TimeSelection): number {
  if (!Number.isFinite(given)) return refreshOf(defaults.refresh_ms || 0, defaults);
  return given <= 0 ? 0 : Math.max(MIN_REFRESH_MS, given);
}

type Read = Readonly<Record<string, unknown>>;

/** The part of Kibana's shared state that is a time; what is none is left out. */
function sharedSelection(_g: string | undefined): Partial<TimeSelection> {
  const state = (_g === undefined ? undefined : parseRison(_g)) as Read | null | undefined;
  const { from, to } = (state?.['time'] ?? {}) as Read;
  const { pause, value } = (state?.['refreshInterval'] ?? {}) as Read;
  return {
    ...(typeof from === 'string' && typeof to === 'string' && { from, to }),
    ...(typeof value === 'number' && { refresh_ms: pause === true ? 0 : value }),
  };
}

export function isSameSelection(a: TimeSelection, b: TimeSelection): boolean {
  return a.from === b.from && a.to === b.to && a.refresh_ms === b.refresh_ms;
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
