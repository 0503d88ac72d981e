import type { CauseParts } from '../../../../common/cause_text.ts';
import type { RankedCause } from './rank_causes.ts';
import type { Step } from './step_tally.ts';

/** Less is told by chance too often: e to that power is twenty. */
export const LEAST_SCORE = 3;
/** Services that are told, and evidence of each. */
const MOST_CAUSES = 3;
const MOST_EVIDENCE = 3;

/** A service with clear evidence, as it is told. */
export interface ToldCause {
  readonly service: string;
  /** In nats. */
  readonly score: number;
  /** The strongest first. */
  readonly evidence: readonly CauseParts[];
}

/**
 * The services with clear evidence, the most likely first.
 *
 * @param textOf - The text of a template; undefined where nobody knows it: then its id stands for it.
 */
export function tellCauses(
  causes: readonly RankedCause[],
  textOf: (template_id: string | undefined) => string | undefined,
): readonly ToldCause[] {
  const stepOf = ({ service, template_id }: Step) => ({
    service,
    text: textOf(template_id) ?? template_id ?? '',
  });
  return causes
    .filter(({ score }) => score >= LEAST_SCORE)
    .slice(0, MOST_CAUSES)
    .map(({ service, score, evidence }) => ({
      service,
      score,
      evidence: evidence
        .slice(0, MOST_EVIDENCE)
        .map(({ weight: _weight, ...one }) => ({ ...one, step: stepOf(one.step), after: stepOf(one.after) })),
    }));
}
