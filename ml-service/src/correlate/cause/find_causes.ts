import { CallOrder } from '../course/call_order.ts';
import { courseOf } from '../course/course.ts';
import { compareLines, type CourseLine, inTimeOrder } from '../course/course_line.ts';
import { UsualOrder } from '../course/usual_order.ts';
import { type RankedCause, rankCauses } from './rank_causes.ts';
import { stepClues } from './step_clues.ts';
import { StepTally } from './step_tally.ts';

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
  readonly requests: Iterable<readonly CourseLine[]>;
  readonly from: number;
  readonly to: number;
}): readonly RankedCause[] {
  // In one order, whatever the one in which they come: sums of fractions differ by it.
  const ordered = Array.from(requests, inTimeOrder)
    .filter((lines) => lines.length > 0)
    .sort((a, b) => compareLines(a[0]!, b[0]!));
  const [usual, calls] = [new UsualOrder(), new CallOrder()];
  const isBefore = ({ time }: CourseLine) => time < from;
  for (const lines of ordered) usual.add(lines.filter(isBefore));
  const arranged = ordered.map((lines) => usual.arranged(lines));
  for (const lines of arranged) calls.add(lines.filter(isBefore));
  const [before, during] = [new StepTally(), new StepTally()];
  for (const lines of arranged) {
    const course = courseOf(lines, calls);
    before.add(course, { from: -Infinity, to: from });
    during.add(course, { from, to });
  }
  return rankCauses(stepClues({ before, during }));
}
