import { type IndexDefinition, type IndexKind, INDICES } from '../../../common/indices.ts';
import { DAY_MS } from '../../../common/minutes.ts';

/** The days that a dated index covers: from ≤ t < to, milliseconds since the epoch. */
interface IndexPeriod {
  readonly from: number;
  readonly to: number;
}

function datedPeriodOf(kind: IndexKind, index: string): IndexPeriod | undefined {
  const { name, cut }: IndexDefinition = INDICES[kind];
  if (cut === 'single' || !index.startsWith(`${name}-`)) return undefined;
  const suffix = index.slice(name.length + 1);
  const match = (cut === 'day' ? /^(\d{4})\.(\d{2})\.(\d{2})$/ : /^(\d{4})\.(\d{2})$/).exec(suffix);
  if (!match) return undefined;
  const [year, month, day = 1] = match.slice(1).map(Number) as [number, number, number?];
  const from = Date.UTC(year, month - 1, day);
  // 2026.02.31 is no date: what looks like one of our names by accident is left alone.
  if (new Date(from).toISOString().slice(0, suffix.length).replaceAll('-', '.') !== suffix) return undefined;
  return { from, to: cut === 'day' ? from + DAY_MS : Date.UTC(year, month, 1) };
}

/**
 * Whether an index is one of Log AI's, by its exact name.
 *
 * @example
 * isOwnIndex('log-ai-anomalies-2026.11') // true
 * isOwnIndex('log-ai-anomalies-copy') // false
 */
export function isOwnIndex(index: string): boolean {
  const kinds = Object.keys(INDICES) as IndexKind[];
  return kinds.some(
    (kind) => (INDICES[kind].cut === 'single' && INDICES[kind].name === index) || datedPeriodOf(kind, index),
  );
}

/**
 * Of these indices the dated ones of a kind whose whole period is longer ago than `days`.
 *
 * @param input.now - Milliseconds since the epoch.
 * @example
 * expiredIndices({ kind: 'requests', names: ['log-ai-requests-2026.01.01'], days: 30, now: Date.UTC(2026, 11, 1) })
 */
export function expiredIndices(input: {
  kind: IndexKind;
  names: readonly string[];
  days: number;
  now: number;
}): string[] {
  const { kind, names, days, now } = input;
  return names.filter((name) => {
    const period = datedPeriodOf(kind, name);
    return period !== undefined && period.to <= now - days * DAY_MS;
  });
}
