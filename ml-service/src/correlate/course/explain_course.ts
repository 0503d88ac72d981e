import { isFailure } from '../../../../common/levels.ts';
import type { BreakPoint } from './break_point.ts';
import { type ClockSkew, clockSkews } from './clock_skew.ts';
import type { Course } from './course.ts';
import type { CourseLine } from './course_line.ts';
import { type Gap, gapsOf, UsualWaits } from './gaps.ts';
import { KnownCourses } from './known_courses.ts';
import type { Outcome } from './outcome.ts';
import type { PastRequest } from './past_request.ts';
import { retriesOf } from './retries.ts';

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
 * Reads all that can be said of one request beside others of its path.
 *
 * @param lines - At least one, in any order; one that came twice counts once.
 * @param succeeded - The others.
 * @example
 * explainCourse(lines, []).outcome // 'failed'
 */
export function explainCourse(
  lines: Iterable<CourseLine>,
  succeeded: readonly PastRequest[],
): ExplainedCourse {
  const known = new KnownCourses();
  for (const other of succeeded) known.learn(other, { is_settled: true });
  const usual = new UsualWaits();
  const whole: (readonly CourseLine[])[] = [];
  for (const { lines: of_other, last_word } of succeeded) {
    const other = known.read(of_other).lines;
    usual.add(other);
    // Of others it is not known which service ends last.
    if (last_word && of_other.includes(last_word)) whole.push(other);
  }
  const course = known.read(lines);
  const first_error = firstErrorOf(course);
  const break_point = known.leftAt(course);
  return {
    ...course,
    outcome: known.outcomeOf(course),
    ...(first_error !== undefined && { first_error }),
    retries: retriesOf(course.spans),
    gaps: gapsOf(course.lines, usual),
    ...(break_point && { break_point }),
    clock_skews: clockSkews([...whole, course.lines], callsOf(course)),
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
