import type { TimeRange } from '../ports/ports.ts';

/** Without a range the last hour is meant. */
const DEFAULT_MS = 3_600_000;

/** The range that a query means. */
export function askedRange(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  now: number,
): TimeRange {
  const end = to === undefined ? now : Date.parse(to);
  return { from: from === undefined ? end - DEFAULT_MS : Date.parse(from), to: end };
}
