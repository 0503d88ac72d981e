import { compareText } from '../../../../common/compare_text.ts';

/** That lines of the request `request_id` name another id, too; `lines` of them. */
export interface IdBeside {
  readonly request_id: string;
  readonly id: string;
  readonly lines: number;
}

/** Ids that one request goes by, and those that go by none. */
export interface TogetherIds {
  /** Each id that others stand beside, with all of its request, the one that users read first. */
  readonly togetherOf: ReadonlyMap<string, readonly string[]>;
  /** Ids beside more others than a request has, with how many lines. */
  readonly refused: ReadonlyMap<string, number>;
}

/** Each of 40 services may give a request an id of its own; what stands beside more is a user, a host, a constant. */
export const MOST_BESIDE = 50;

/**
 * Ids that belong together because lines name both: a gateway logs its own id and that of the trace, all others the trace alone. Who
 * reads a request by any of them gets all. The first is the one that most lines name, so the trace; of equals one that is not
 * the first of its lines.
 *
 * @example
 * togetherIds([{ request_id: 'r-7', id: 'trace-a', lines: 3 }]).togetherOf.get('r-7') // ['trace-a', 'r-7']
 */
export function togetherIds(pairs: readonly IdBeside[], most_beside = MOST_BESIDE): TogetherIds {
  const beside = new Map<string, Set<string>>();
  const lines = new Map<string, number>();
  const own = new Set<string>();
  for (const { request_id, id, lines: count } of pairs) {
    own.add(request_id);
    lines.set(id, (lines.get(id) ?? 0) + count);
    if (request_id === id) continue;
    for (const [one, other] of [
      [request_id, id],
      [id, request_id],
    ] as const) {
      const others = beside.get(one);
      if (others) others.add(other);
      else beside.set(one, new Set([other]));
    }
  }
  const refused = new Map<string, number>();
  for (const [id, others] of beside) if (others.size > most_beside) refused.set(id, lines.get(id) ?? 0);
  const rank = (a: string, b: string) =>
    (lines.get(b) ?? 0) - (lines.get(a) ?? 0) || Number(own.has(a)) - Number(own.has(b)) || compareText(a, b);
  const togetherOf = new Map<string, readonly string[]>();
  for (const begin of beside.keys()) {
    if (togetherOf.has(begin) || refused.has(begin)) continue;
    const met = new Set([begin]);
    for (const id of met) for (const other of beside.get(id) ?? []) if (!refused.has(other)) met.add(other);
    if (met.size === 1) continue;
    const ids = [...met].sort(rank);
    for (const id of ids) togetherOf.set(id, ids);
  }
  return { togetherOf, refused };
}
