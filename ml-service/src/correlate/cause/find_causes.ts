import { CallOrder } from '../course/call_order.ts';
import { type Course, courseOf } from '../course/course.ts';
import { compareLines, type CourseLine, inTimeOrder } from '../course/course_line.ts';
import { UsualOrder } from '../course/usual_order.ts';
import { type RankedCause, rankCauses } from './rank_causes.ts';
import { stepClues } from './step_clues.ts';
import { StepTally } from './step_tally.ts';

type Requests = Iterable<readonly CourseLine[]>;

const ALWAYS = { from: -Infinity, to: Infinity };

/**
 * Where it began: services ranked by how likely they are the cause of what is wrong since a moment, compared with what was
 * before it, by what requests show.
 *
 * @param requests - Lines of each request, in any order; those of the time before, and of the time since.
 * @param from - When it began, and `to` when it ended, milliseconds since the epoch.
 * @example
 * findCauses({ requests, from: incident.start, to: incident.end })[0]
 * // { service: 'stock', score: 43.8, evidence: [{ kind: 'missing', … }] }
 */
export function findCauses({
  requests,
  from,
  to,
}: {
  readonly requests: Requests;
  readonly from: number;
  readonly to: number;
}): readonly RankedCause[] {
  const [before, during] = [new StepTally(), new StepTally()];
  for (const course of coursesOf(requests, ({ time }) => time < from)) {
    before.add(course, { from: -Infinity, to: from });
    during.add(course, { from, to });
  }
  return rankCauses(stepClues({ before, during }));
}

/** The same for requests that failed, compared with those that did not, whenever they were. */
export function findCausesOfFailures(
  requests: Requests,
  isFailed: (course: Course) => boolean,
): readonly RankedCause[] {
  const [others, failed] = [new StepTally(), new StepTally()];
  for (const course of coursesOf(requests, () => true))
    (isFailed(course) ? failed : others).add(course, ALWAYS);
  return rankCauses(stepClues({ before: others, during: failed }));
}

/**
 * Requests as they went, in one order, whatever the one in which they come: sums of fractions differ by it.
 *
 * @param isUsual - Lines of which is learned in which order services usually write, and who answers to whom.
 */
function coursesOf(requests: Requests, isUsual: (line: CourseLine) => boolean): readonly Course[] {
  const ordered = Array.from(requests, inTimeOrder)
    .filter((lines) => lines.length > 0)
    .sort((a, b) => compareLines(a[0]!, b[0]!));
  const [usual, calls] = [new UsualOrder(), new CallOrder()];
  for (const lines of ordered) usual.add(lines.filter(isUsual));
  const arranged = ordered.map((lines) => usual.arranged(lines));
  for (const lines of arranged) calls.add(lines.filter(isUsual));
  return arranged.map((lines) => courseOf(lines, calls));
}
