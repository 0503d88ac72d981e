import type { IdRefusalReason, RefusalReason } from '../../../common/api/requests.ts';
import type { RequestsConfig } from '../settings/requests.ts';

/** What is read of requests. Above it an id is that of something else: a constant, a user, a host, a session. */
export const REQUEST_BOUNDS = {
  /** Lines of one request. The busiest of a shop of forty services writes some hundred. */
  max_lines: 10_000,
  /** From its first line to its last, and how far around an error its lines are looked for. */
  max_span_ms: 3_600_000,
  /** Lines that are put together at once: some 20 MB. */
  max_lines_at_once: 100_000,
} as const;

/** How much is read of requests, as it is configured: tasks know no settings but by the stages. */
export type RequestSettings = RequestsConfig;

/** How much a request id joins. */
export interface RequestExtent {
  readonly id: string;
  readonly lines: number;
  /** Of the first and the last line, milliseconds since the epoch. */
  readonly first: number;
  readonly last: number;
  /** Ids that its lines name, too, and that join nothing. */
  readonly refused_beside?: readonly RefusedId[];
}

/** An id that joins too much, and why it was refused. */
export interface RefusedId {
  readonly id: string;
  readonly reason: IdRefusalReason;
  readonly lines: number;
}

/** Requests to be read together, and what is refused. */
export interface BoundedRequests {
  readonly groups: readonly (readonly RequestExtent[])[];
  readonly refused: readonly RefusedId[];
}

/** Parts ids into those of requests, in groups that can be read at once, and those that join too much. */
export function boundRequests(
  extents: Iterable<RequestExtent>,
  bounds: typeof REQUEST_BOUNDS = REQUEST_BOUNDS,
): BoundedRequests {
  const groups: RequestExtent[][] = [];
  const refused: RefusedId[] = [];
  let lines = Infinity;
  for (const extent of extents) {
    refused.push(...(extent.refused_beside ?? []));
    const reason = refusalOf(extent, bounds);
    if (reason) {
      refused.push({ id: extent.id, reason, lines: extent.lines });
      continue;
    }
    if (lines + extent.lines > bounds.max_lines_at_once) {
      groups.push([]);
      lines = 0;
    }
    groups.at(-1)!.push(extent);
    lines += extent.lines;
  }
  return { groups, refused };
}

/** Why an id that joins so much is not that of a request; undefined where it may be one. */
export function refusalOf(
  { lines, first, last }: RequestExtent,
  bounds: typeof REQUEST_BOUNDS = REQUEST_BOUNDS,
): RefusalReason | undefined {
  if (lines > bounds.max_lines) return 'too_many_lines';
  return last - first > bounds.max_span_ms ? 'too_long' : undefined;
}
