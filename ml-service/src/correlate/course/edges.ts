import { compareText } from '../../../../common/compare_text.ts';
import type { Course } from './course.ts';
import { retriesOf } from './retries.ts';

/** Calls of one service by another one. */
export interface Edge {
  /** Absent: they came from outside, so that calls are requests. */
  readonly caller?: string;
  readonly callee: string;
  readonly calls: number;
  /** Calls in which the callee wrote an error. */
  readonly failures: number;
  /** Calls after one of the same caller and callee that failed. */
  readonly retries: number;
  /** Milliseconds from the caller's line before the call (from outside: from its first line) to the callee's last line, over all calls. */
  readonly latency_sum: number;
  readonly latency_max: number;
}

/**
 * The calls that requests show, caller → callee. A sum: requests may come in any order, and tallies of parts add up.
 *
 * @example
 * const tally = new EdgeTally();
 * for (const course of courses) tally.add(course);
 * tally.edges(); // [{ callee: 'gateway', calls: 1, … }, { caller: 'gateway', callee: 'stock', calls: 2, failures: 0, … }]
 */
export class EdgeTally {
  private readonly known = new Map<string, { -readonly [Key in keyof Edge]: Edge[Key] }>();

  /** @param range - Only calls that began in it are counted; absent: all. Half-open, milliseconds since the epoch. */
  add({ spans }: Pick<Course, 'spans'>, range = { from: -Infinity, to: Infinity }): void {
    const retries = retriesOf(spans);
    for (const [at, { service, caller, start, called = start, end, error_count }] of spans.entries()) {
      if (called < range.from || called >= range.to) continue;
      const edge = this.edgeOf(caller === undefined ? undefined : spans[caller]!.service, service);
      edge.calls += 1;
      if (retries[at] !== undefined) edge.retries += 1;
      if (error_count > 0) edge.failures += 1;
      edge.latency_sum += end - called;
      edge.latency_max = Math.max(edge.latency_max, end - called);
    }
  }

  private edgeOf(caller: string | undefined, callee: string) {
    const key = edgeKeyOf({ caller, callee });
    let edge = this.known.get(key);
    if (!edge) {
      const ends = { ...(caller !== undefined && { caller }), callee };
      edge = { ...ends, calls: 0, failures: 0, retries: 0, latency_sum: 0, latency_max: 0 };
      this.known.set(key, edge);
    }
    return edge;
  }

  /** Sorted by their names, those from outside first. */
  edges(): readonly Edge[] {
    return [...this.known.values()].sort(compareEdges);
  }
}

/** Who calls whom, as a text. */
export function edgeKeyOf({
  caller,
  callee,
}: {
  readonly caller?: string | undefined;
  readonly callee: string;
}): string {
  return JSON.stringify([caller, callee]);
}

/** By their names, those from outside first. */
export function compareEdges(a: Edge, b: Edge): number {
  return compareText(a.caller ?? '', b.caller ?? '') || compareText(a.callee, b.callee);
}
