import type { BreakPoint, RequestPath } from '../../../../common/documents/request_document.ts';
import { SequenceModel } from '../../detect/sequence/sequence_model.ts';
import { type BreakPoint as CourseBreak, breakPointOf, stepsOf } from './break_point.ts';
import { CallOrder } from './call_order.ts';
import { type Course, courseOf } from './course.ts';
import { MOST_SAMPLE_STEPS } from '../../../../common/documents/request_sample_document.ts';
import { type CourseLine, inTimeOrder } from './course_line.ts';
import { isUndecided, mayGoOn, NormalEnds, type Outcome, outcomeOf, pathKeyOf, pathOf } from './outcome.ts';
import type { PastRequest } from './past_request.ts';
import { UsualOrder } from './usual_order.ts';

/** Of the requests of one path so many steps are remembered, of a request no more than a sample has. */
const WAYS = { n: 3, max_events: 20_000, max_length: MOST_SAMPLE_STEPS };

/** How a request went, what it asked for, and where it left the usual way. */
export interface CourseVerdict {
  readonly outcome: Outcome;
  /** It would perhaps be another one if more were known of its path. */
  readonly is_interim?: true;
  readonly path: RequestPath;
  readonly break_point?: BreakPoint;
}

/**
 * What is known of how requests go, learned of those without an error: who answers to whom, in which order lines are written, and
 * the ways and ends of each path. The order in which requests come says nothing.
 *
 * @example
 * const known = new KnownCourses();
 * for (const lines of requests) known.learn(wholeRequest(lines), { is_settled: true });
 * known.judge(known.read(lines)) // { outcome: 'failed', path: { service: 'gateway', … }, break_point: { service: 'stock', … } }
 */
export class KnownCourses {
  private readonly calls = new CallOrder();
  private readonly order = new UsualOrder();
  private readonly ends = { settled: new NormalEnds(), recent: new NormalEnds() };
  private readonly ways = new Map<string, SequenceModel>();

  /**
   * @param options.is_settled - It is so old that how it ended is usual, if many ended so.
   */
  learn(request: PastRequest, { is_settled }: { readonly is_settled: boolean }): void {
    const { lines } = request;
    this.calls.add(lines);
    this.order.add(lines);
    this.ends[is_settled ? 'settled' : 'recent'].add(request);
    if (!is_settled || lines.length === 0) return;
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

  /**
   * @param course - Of at least one line.
   * @param options.is_abnormal - It is known that its steps are: it failed, however it ended.
   * @param options.going_on_since - What failed since, and may just not have ended, is degraded for the time being.
   */
  judge(
    { lines }: Pick<Course, 'lines'>,
    {
      is_abnormal = false,
      going_on_since = Infinity,
    }: { readonly is_abnormal?: boolean; readonly going_on_since?: number } = {},
  ): CourseVerdict {
    const outcome = is_abnormal ? 'failed' : this.outcomeOf({ lines });
    if (outcome === 'failed' && !is_abnormal && mayGoOn({ lines }, going_on_since))
      return { outcome: 'degraded', is_interim: true, path: pathOf(lines) };
    const broke = outcome === 'failed' ? this.leftAt({ lines }) : undefined;
    const path = pathOf(lines);
    const is_interim = isUndecided({ lines }, this.ends);
    const verdict = { outcome, ...(is_interim && { is_interim }), path };
    if (!broke) return verdict;
    const { last_good = path, missing } = broke;
    return { ...verdict, break_point: { ...pathOf([last_good]), ...(missing && { missing }) } };
  }
}
