import { compareText } from '../../../../common/compare_text.ts';
import type { Course } from './course.ts';

/** Calls of one service by another one. */
export interface Edge {
  readonly caller: string;
  readonly callee: string;
  readonly calls: number;
  /** Calls in which the callee wrote an error. */
  readonly failures: number;
  /** Calls after one of the same caller and callee that failed in the same span. */
  readonly retries: number;
  /** Milliseconds from the caller's line before the call to the callee's last line, over all calls. */
  readonly latency_sum: number;
  readonly latency_max: number;
}

/**
 * The calls that requests show, caller → callee. A sum: requests may come in any order, and tallies of parts add up.
 *
 * @example
 * const tally = new EdgeTally();
 * for (const course of courses) tally.add(course);
 * tally.edges(); // [{ caller: 'gateway', callee: 'stock', calls: 2, failures: 0, … }]
 */
export class EdgeTally {
  private readonly known = new Map<string, { -readonly [Key in keyof Edge]: Edge[Key] }>();

  add({ spans }: Pick<Course, 'spans'>): void {
    const failed = new Set<string>();
    for (const { service, caller, called, end, error_count } of spans) {
      if (caller === undefined || called === undefined) continue;
      const edge = this.edgeOf(spans[caller]!.service, service);
      const call = `${caller} ${service}`;
      edge.calls += 1;
      if (failed.has(call)) edge.retries += 1;
      if (error_count > 0) {
        edge.failures += 1;
        failed.add(call);
      }
      edge.latency_sum += end - called;
      edge.latency_max = Math.max(edge.latency_max, end - called);
    }
  }

  private edgeOf(caller: string, callee: string) {
    const key = JSON.stringify([caller, callee]);
    let edge = this.known.get(key);
    if (!edge) {
      edge = { caller, callee, calls: 0, failures: 0, retries: 0, latency_sum: 0, latency_max: 0 };
      this.known.set(key, edge);
    }
    return edge;
  }

  /** Sorted by their names. */
  edges(): readonly Edge[] {
    return [...this.known.values()].sort(
      (a, b) => compareText(a.caller, b.caller) || compareText(a.callee, b.callee),
    );
  }
}
