import type { CauseSummary } from '../../../common/analysis_report.ts';
import { causeSentence } from '../../../common/cause_text.ts';
import type { RankedCause } from '../correlate/cause/rank_causes.ts';
import { tellCauses } from '../correlate/cause/tell_causes.ts';

/** The services with clear evidence, as a report tells them. */
export function summarizeCauses(
  causes: readonly RankedCause[],
  textOf: (template_id: string | undefined) => string | undefined,
): CauseSummary[] {
  return tellCauses(causes, textOf).map(({ service, score, evidence }) => ({
    service,
    score,
    evidence: evidence.map((parts) => ({ kind: parts.kind, text: causeSentence(parts) })),
  }));
}
