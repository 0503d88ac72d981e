import type { BreakPoint, RequestPath } from '../../../../common/documents/request_document.ts';
import { SequenceModel } from '../../detect/sequence/sequence_model.ts';
import { type BreakPoint as CourseBreak, breakPointOf, stepsOf } from './break_point.ts';
import { CallOrder } from './call_order.ts';
import { type Course, courseOf } from './course.ts';
import { type CourseLine, inTimeOrder } from './course_line.ts';
import { NormalEnds, type Outcome, outcomeOf, pathKeyOf, pathOf } from './outcome.ts';
import { UsualOrder } from './usual_order.ts';

/** Of the requests of one path so many steps are remembered, of a request no more than a sample has. */
const WAYS = { n: 3, max_events: 20_000, max_length: 200 };

/** How a request went, what it asked for, and where it left the usual way. */
export interface CourseVerdict {
  readonly outcome: Outcome;
  readonly path: RequestPath;
  readonly break_point?: BreakPoint;
}

/**
 * What is known of how requests go, learned of those without an error: who answers to whom, in which order lines are written, and
 * the ways and ends of each path. The order in which requests come says nothing.
 *
 * @example
 * const known = new KnownCourses();
 * for (const lines of requests) known.learn(lines, { teaches_ends: true });
 * known.judge(known.read(lines)) // { outcome: 'failed', path: { service: 'gateway', … }, break_point: { service: 'stock', … } }
 */
export class KnownCourses {
  private readonly calls = new CallOrder();
  private readonly order = new UsualOrder();
  private readonly ends = new NormalEnds();
  private readonly ways = new Map<string, SequenceModel>();

  /**
   * @param lines - Of a request without an error, in time order.
   * @param options.teaches_ends - All its lines are there, and it is so old that how it ended is usual, if many ended so.
   */
  learn(lines: readonly CourseLine[], { teaches_ends }: { readonly teaches_ends: boolean }): void {
    this.calls.add(lines);
    this.order.add(lines);
    if (!teaches_ends || lines.length === 0) return;
    this.ends.add({ lines });
    const key = pathKeyOf(lines);
    let way = this.ways.get(key);
    if (!way) this.ways.set(key, (way = new SequenceModel(WAYS)));
    way.learn(stepsOf({ lines }));
  }

  /** @param lines - Of one request, in any order. */
  read(lines: Iterable<CourseLine>): Course {
    return courseOf(this.order.arranged(inTimeOrder(lines)), this.calls);
  }

  /**
   * Where a request left the usual way of its path; undefined where it did not, and where none is known.
   *
   * @param course - Of at least one line.
   */
  leftAt({ lines }: Pick<Course, 'lines'>): CourseBreak | undefined {
    const way = this.ways.get(pathKeyOf(lines));
    return way && breakPointOf({ lines }, way);
  }

  /** @param course - Of at least one line. */
  outcomeOf({ lines }: Pick<Course, 'lines'>): Outcome {
    return outcomeOf({ lines }, this.ends);
  }

  /** @param course - Of at least one line. */
  judge({ lines }: Pick<Course, 'lines'>): CourseVerdict {
    const outcome = this.outcomeOf({ lines });
    const broke = outcome === 'failed' ? this.leftAt({ lines }) : undefined;
    const path = pathOf(lines);
    if (!broke) return { outcome, path };
    const { last_good = path, missing } = broke;
    return { outcome, path, break_point: { ...pathOf([last_good]), ...(missing && { missing }) } };
  }
}
