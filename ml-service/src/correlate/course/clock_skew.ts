import { compareText } from '../../../../common/compare_text.ts';
import type { CourseLine } from './course_line.ts';

/** With fewer requests one that went on after it was answered decides. */
const LEAST_REQUESTS = 20;
/** Of the requests so many may be otherwise: a callee that works on after its caller has answered. */
const LEFT_OUT_SHARE = 0.05;

/** How far the clock of one service, and so of its host, is from that of another one. */
export interface ClockSkew {
  readonly caller: string;
  readonly callee: string;
  /** Milliseconds that the callee's clock is ahead at least; negative: it is behind. */
  readonly ahead_ms: number;
  readonly requests: number;
}

interface Bounds {
  /** By how much the callee has to be moved at least, so that it begins, and ends, within its caller. */
  readonly late: number[];
  readonly early: number[];
  /** By how much it takes longer than its caller: moved or not, it does not end within it. */
  readonly longer: number[];
}

/**
 * Clocks that are not set alike, by this alone: what is called happens while its caller waits. A callee all of whose calls begin
 * before the caller's first line, or end after its last one, by as much as it takes has a clock that is behind, or ahead. It is
 * a lower bound: how long a line was on its way nobody knows. A callee that takes longer than its caller works on after that has
 * answered, and says nothing of clocks; one that is quick and begins when its caller has answered looks like one.
 *
 * @param requests - Lines of each request, in any order.
 * @param calls - Who calls whom.
 */
export function clockSkews(
  requests: Iterable<readonly Pick<CourseLine, 'service' | 'time'>[]>,
  calls: readonly { readonly caller: string; readonly callee: string }[],
): readonly ClockSkew[] {
  const bounds = calls.map((): Bounds => ({ late: [], early: [], longer: [] }));
  for (const lines of requests) {
    const extents = extentsOf(lines);
    calls.forEach(({ caller, callee }, at) => {
      const [outer, inner] = [extents.get(caller), extents.get(callee)];
      if (!outer || !inner) return;
      bounds[at]!.early.push(outer.start - inner.start);
      bounds[at]!.late.push(inner.end - outer.end);
      bounds[at]!.longer.push(inner.end - inner.start - (outer.end - outer.start));
    });
  }
  return calls
    .flatMap(({ caller, callee }, at): ClockSkew[] => {
      const { early, late, longer } = bounds[at]!;
      if (early.length < LEAST_REQUESTS || mostOf(longer) > 0) return [];
      const [behind, ahead] = [leastOf(early), leastOf(late)];
      const ahead_ms = ahead > 0 && behind <= 0 ? ahead : behind > 0 && ahead <= 0 ? -behind : 0;
      return ahead_ms === 0 ? [] : [{ caller, callee, ahead_ms, requests: early.length }];
    })
    .sort((a, b) => compareText(a.caller, b.caller) || compareText(a.callee, b.callee));
}

/** What nearly all are at least. */
function leastOf(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length * LEFT_OUT_SHARE)]!;
}

/** What nearly all are at most. */
function mostOf(values: readonly number[]): number {
  return -leastOf(values.map((value) => -value));
}

function extentsOf(lines: readonly Pick<CourseLine, 'service' | 'time'>[]) {
  const extents = new Map<string, { start: number; end: number }>();
  for (const { service, time } of lines) {
    const extent = extents.get(service);
    if (!extent) extents.set(service, { start: time, end: time });
    else {
      extent.start = Math.min(extent.start, time);
      extent.end = Math.max(extent.end, time);
    }
  }
  return extents;
}
