import { isFailure } from '../../../../common/levels.ts';
import { type BreakPoint, breakPointOf } from './break_point.ts';
import { type ClockSkew, clockSkews } from './clock_skew.ts';
import { type Course, courseOf } from './course.ts';
import { type CourseLine, inTimeOrder } from './course_line.ts';
import { type Gap, gapsOf } from './gaps.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { retriesOf } from './retries.ts';
import type { UsualCourse } from './usual_course.ts';

/** What a request's lines say of it, beside those of its path that succeeded. */
export interface ExplainedCourse extends Course {
  readonly outcome: Outcome;
  /** Index of the line with which it failed first. */
  readonly first_error?: number;
  /** Which try again each span is. */
  readonly retries: readonly (number | undefined)[];
  readonly gaps: readonly Gap[];
  /** Where it left the way of the others; absent where it did not, and where there are none. */
  readonly break_point?: BreakPoint;
  readonly clock_skews: readonly ClockSkew[];
}

/**
 * Reads all that can be said of one request.
 *
 * @param lines - At least one, in any order; one that came twice counts once.
 * @param usual - Of other requests of its path.
 * @example
 * explainCourse(lines, new UsualCourse([])).outcome // 'failed'
 */
export function explainCourse(lines: Iterable<CourseLine>, usual: UsualCourse): ExplainedCourse {
  const course = courseOf(usual.order.arranged(inTimeOrder(lines)), usual.calls);
  const first_error = firstErrorOf(course);
  const break_point = breakPointOf(course, usual.steps);
  return {
    ...course,
    outcome: outcomeOf(course, usual.ends),
    ...(first_error !== undefined && { first_error }),
    retries: retriesOf(course.spans),
    gaps: gapsOf(course.lines, usual.waits),
    ...(break_point && { break_point }),
    clock_skews: clockSkews([...usual.lines, course.lines], callsOf(course)),
  };
}

/** Of errors of one moment the one farthest down: who called waits, and tells it later. */
function firstErrorOf({ lines, span_of }: Course): number | undefined {
  let first: number | undefined;
  for (const [at, { level, time }] of lines.entries()) {
    if (first !== undefined && time > lines[first]!.time) break;
    if (isFailure(level) && (first === undefined || span_of[at]! > span_of[first]!)) first = at;
  }
  return first;
}

/** Who calls whom, each pair once. */
function callsOf({ spans }: Course): readonly { readonly caller: string; readonly callee: string }[] {
  const calls = new Map<string, { caller: string; callee: string }>();
  for (const { service, caller } of spans) {
    if (caller === undefined) continue;
    const call = { caller: spans[caller]!.service, callee: service };
    calls.set(JSON.stringify(call), call);
  }
  return [...calls.values()];
}
