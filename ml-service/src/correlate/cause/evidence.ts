import type { Share } from './likelihood.ts';
import type { Step } from './step_tally.ts';

/** Why a service may be the cause. `weight` is in nats: how much better it explains what was seen than that nothing changed. */
export type CauseEvidence =
  /** A step of the service that usually comes after another one, and comes less often; or an error that comes more often. */
  | {
      readonly kind: 'missing' | 'error';
      readonly weight: number;
      readonly step: Step;
      readonly after: Step;
      /** Requests in which it came, of those that came by: before, and since. */
      readonly before: Share;
      readonly during: Share;
    }
  /** What takes longer, of which the service is a part. Typical milliseconds before, and since. */
  | {
      readonly kind: 'slow';
      readonly weight: number;
      readonly step: Step;
      readonly after: Step;
      readonly typical_ms: number;
      readonly actual_ms: number;
      readonly count: number;
    };

/** Evidence, and of which service. */
export interface Clue {
  readonly service: string;
  readonly evidence: CauseEvidence;
}
