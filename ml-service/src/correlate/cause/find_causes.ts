import { CallOrder } from '../course/call_order.ts';
import { type Course, courseOf } from '../course/course.ts';
import { compareLines, type CourseLine, inTimeOrder } from '../course/course_line.ts';
import { UsualOrder } from '../course/usual_order.ts';
import { type RankedCause, rankCauses } from './rank_causes.ts';
import { stepClues } from './step_clues.ts';
import { StepTally } from './step_tally.ts';

type Requests = Iterable<readonly CourseLine[]>;

/** From its first moment until before its last; milliseconds since the epoch. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Where it began: services ranked by how likely they are the cause of what is wrong since a moment, compared with what was
 * before it, by what requests show.
 *
 * @param requests - Lines of each request, in any order; those of the time before, and of the time since.
 * @param during - When something is wrong.
 * @param except - When something else was: no past to compare with.
 * @example
 * findCauses({ requests, during: { from: incident.start, to: incident.end } })[0]
 * // { service: 'stock', score: 43.8, evidence: [{ kind: 'missing', … }] }
 */
export function findCauses({
  requests,
  during,
  except = [],
}: {
  readonly requests: Requests;
  readonly during: Stretch;
  readonly except?: readonly Stretch[];
}): readonly RankedCause[] {
  const isPast = (time: number) => time < during.from && !except.some((stretch) => isIn(stretch, time));
  const [past, since] = [new StepTally(), new StepTally()];
  for (const course of coursesOf(requests, isPast)) {
    past.add(course, isPast);
    since.add(course, (time) => isIn(during, time));
  }
  return rankCauses(stepClues({ before: past, during: since }));
}

function isIn({ from, to }: Stretch, time: number): boolean {
  return time >= from && time < to;
}

/** The same for requests that failed, compared with those that did not, whenever they were. */
export function findCausesOfFailures(
  requests: Requests,
  isFailed: (course: Course) => boolean,
): readonly RankedCause[] {
  const [others, failed] = [new StepTally(), new StepTally()];
  for (const course of coursesOf(requests, () => true)) (isFailed(course) ? failed : others).add(course);
  return rankCauses(stepClues({ before: others, during: failed }));
}

/**
 * Requests as they went, in one order, whatever the one in which they come: sums of fractions differ by it.
 *
 * @param isUsual - Of what time is learned in which order services usually write, and who answers to whom.
 */
function coursesOf(requests: Requests, isUsual: (time: number) => boolean): readonly Course[] {
  const ordered = Array.from(requests, inTimeOrder)
    .filter((lines) => lines.length > 0)
    .sort((a, b) => compareLines(a[0]!, b[0]!));
  const usualOf = (lines: readonly CourseLine[]) => lines.filter(({ time }) => isUsual(time));
  const [usual, calls] = [new UsualOrder(), new CallOrder()];
  for (const lines of ordered) usual.add(usualOf(lines));
  const arranged = ordered.map((lines) => usual.arranged(lines));
  for (const lines of arranged) calls.add(usualOf(lines));
  return arranged.map((lines) => courseOf(lines, calls));
}
