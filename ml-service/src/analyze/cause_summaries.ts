import type { CauseSummary } from '../../../common/analysis_report.ts';
import { causeSentence, type CauseStep } from '../../../common/cause_text.ts';
import type { RankedCause } from '../correlate/cause/rank_causes.ts';
import type { Step } from '../correlate/cause/step_tally.ts';

/** Less is told by chance too often: e to that power is twenty. */
const LEAST_SCORE = 3;
/** Services that are told, and evidence of each. */
const MOST_CAUSES = 3;
const MOST_EVIDENCE = 3;

/** The services with clear evidence, as a report tells them. */
export function summarizeCauses(
  causes: readonly RankedCause[],
  textOf: (template_id: string | undefined) => string | undefined,
): CauseSummary[] {
  const stepOf = ({ service, template_id }: Step): CauseStep => ({
    service,
    text: textOf(template_id) ?? template_id ?? '',
  });
  return causes
    .filter(({ score }) => score >= LEAST_SCORE)
    .slice(0, MOST_CAUSES)
    .map(({ service, score, evidence }) => ({
      service,
      score,
      evidence: evidence.slice(0, MOST_EVIDENCE).map((one) => ({
        kind: one.kind,
        text: causeSentence({ ...one, step: stepOf(one.step), after: stepOf(one.after) }),
      })),
    }));
}
