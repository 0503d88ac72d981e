import type { CauseEvidence } from '../../common/api.ts';
import { excerptOf } from '../../common/excerpt.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatDuration } from '../quantities/format_quantity.ts';

/** Characters of a line that are shown. */
const SHOWN = 80;

const KINDS: ReadonlySet<string> = new Set<CauseEvidence['kind']>(['missing', 'error', 'slow']);

/** Whether the app knows how to say it: a newer service may have other kinds. */
export function canBeSaid({ kind }: CauseEvidence): boolean {
  return KINDS.has(kind);
}

/** Evidence of a cause in a sentence, as `common/cause_text.ts` has it in English. */
export function causeText(evidence: CauseEvidence): string {
  const { step, after } = evidence;
  if (evidence.kind === 'slow') {
    return translate('logAi.incidents.causes.slow', {
      defaultMessage:
        '{service} "{line}" came {actual} after {afterService} "{afterLine}"; typical is {typical}',
      values: {
        service: step.service,
        line: excerptOf(step.text, SHOWN),
        afterService: after.service,
        afterLine: excerptOf(after.text, SHOWN),
        actual: formatDuration(evidence.actual_ms),
        typical: formatDuration(evidence.typical_ms),
      },
    });
  }
  const { before, during } = evidence;
  return translate('logAi.incidents.causes.share', {
    defaultMessage:
      '{service} "{line}" came after {afterService} "{afterLine}" in {count} of {of} requests, before that in {typicalCount} of {typicalOf}',
    values: {
      service: step.service,
      line: excerptOf(step.text, SHOWN),
      afterService: after.service,
      afterLine: excerptOf(after.text, SHOWN),
      count: formatCount(during.count),
      of: formatCount(during.of),
      typicalCount: formatCount(before.count),
      typicalOf: formatCount(before.of),
    },
  });
}
