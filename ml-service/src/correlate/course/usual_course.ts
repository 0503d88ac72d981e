import { MOST_SAMPLE_STEPS } from '../../../../common/documents/request_sample_document.ts';
import { SequenceModel } from '../../detect/sequence/sequence_model.ts';
import { stepsOf } from './break_point.ts';
import { CallOrder } from './call_order.ts';
import type { CourseLine } from './course_line.ts';
import { UsualWaits } from './gaps.ts';
import { NormalEnds } from './outcome.ts';
import { UsualOrder } from './usual_order.ts';

/** A step is judged by the two before it, as in sessions. Of a longer request its beginning is: more is not known of others. */
const MODEL = { n: 3, max_events: 50_000, max_length: MOST_SAMPLE_STEPS };

/** Another request of the path, without an error. */
export interface KnownRequest {
  /** In time order. */
  readonly lines: readonly CourseLine[];
  /** `failed`: it stopped where others went on. */
  readonly outcome: 'succeeded' | 'failed';
  /** It had more lines: how it ended is not known. */
  readonly is_cut: boolean;
}

/**
 * How requests of one path go when they succeed, learned of some that did. Of none, nothing is usual.
 *
 * @example
 * explainCourse(lines, new UsualCourse(known)).break_point
 */
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

  /** @param known - Of those that stopped it is learned how requests end: so that a new way to end, once it is usual, is one. */
  constructor(known: readonly KnownRequest[]) {
    const succeeded = known.filter(({ outcome }) => outcome === 'succeeded');
    this.requests = succeeded.length;
    for (const { lines } of succeeded) this.order.add(lines);
    for (const { lines, is_cut } of known) if (!is_cut) this.ends.add({ lines: this.order.arranged(lines) });
    this.lines = succeeded.map(({ lines }) => this.order.arranged(lines));
    for (const lines of this.lines) {
      this.calls.add(lines);
      this.waits.add(lines);
      this.steps.learn(stepsOf({ lines }));
    }
  }
}
