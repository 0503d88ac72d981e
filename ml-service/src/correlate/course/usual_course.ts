import { SequenceModel } from '../../detect/sequence/sequence_model.ts';
import { stepsOf } from './break_point.ts';
import { CallOrder } from './call_order.ts';
import type { CourseLine } from './course_line.ts';
import { UsualWaits } from './gaps.ts';
import { NormalEnds } from './outcome.ts';
import { UsualOrder } from './usual_order.ts';

/** Steps of a request that are compared; of a longer one its beginning. */
export const COMPARED_STEPS = 200;

/** What is judged by the two steps before it, as sessions are; the rest bounds the memory of some hundred requests. */
const MODEL = { n: 3, max_events: 50_000, max_length: COMPARED_STEPS };

/** How requests of one path go when they succeed, learned of some that did. Of none, nothing is usual. */
export class UsualCourse {
  /** Of so many requests it was learned. */
  readonly requests: number;
  /** Their lines, those of one moment as they are usually written. */
  readonly lines: readonly (readonly CourseLine[])[];
  readonly order = new UsualOrder();
  readonly calls = new CallOrder();
  readonly ends = new NormalEnds();
  readonly waits = new UsualWaits();
  readonly steps = new SequenceModel(MODEL);

  /** @param succeeded - The lines of each, in time order. */
  constructor(succeeded: readonly (readonly CourseLine[])[]) {
    this.requests = succeeded.length;
    for (const lines of succeeded) this.order.add(lines);
    this.lines = succeeded.map((lines) => this.order.arranged(lines));
    for (const lines of this.lines) {
      this.calls.add(lines);
      this.ends.add({ lines });
      this.waits.add(lines);
      this.steps.learn(stepsOf({ lines }));
    }
  }
}
