import type { DetectVerdict } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';

const DETECTORS: Readonly<Partial<Record<string, () => string>>> = {
  frequency: () => translate('logAi.status.detector.frequency', { defaultMessage: 'frequency' }),
  error_share: () => translate('logAi.status.detector.errorShare', { defaultMessage: 'error share' }),
  warning_share: () => translate('logAi.status.detector.warningShare', { defaultMessage: 'warning share' }),
  seasonal: () => translate('logAi.status.detector.seasonal', { defaultMessage: 'seasonal' }),
  new_template: () => translate('logAi.status.detector.newTemplate', { defaultMessage: 'new template' }),
  semantic: () => translate('logAi.status.detector.semantic', { defaultMessage: 'meaning' }),
};

/** The name of a detector in a sentence, e.g. `new template`. */
export function detectorName({ detector }: Pick<DetectVerdict, 'detector'>): string {
  return DETECTORS[detector]?.() ?? detector.replaceAll('_', ' ');
}

/**
 * What a detector could say of the last minutes, as a sentence's end.
 *
 * @example
 * verdictText({ detector: 'frequency', verdict: 'judged', minutes: 1 }) // 'judged 1 minute'
 */
export function verdictText({ verdict, minutes, known_minutes, needed_minutes }: DetectVerdict): string {
  const count = minutes;
  switch (verdict) {
    case 'judged':
      return translate('logAi.status.verdict.judged', {
        defaultMessage: 'analyzed {count, plural, one {# minute} other {# minutes}}',
        values: { count },
      });
    case 'insufficient_history':
      return translate('logAi.status.verdict.insufficientHistory', {
        defaultMessage:
          'not enough data yet: {known} of {count, plural, one {# minute} other {# minutes}} of history',
        values: { known: known_minutes ?? 0, count: needed_minutes ?? 0 },
      });
    case 'unknown_templates':
      return translate('logAi.status.verdict.unknownTemplates', {
        defaultMessage:
          'skipped {count, plural, one {# minute} other {# minutes}}: too many lines without a template',
        values: { count },
      });
    case 'unknown_minute':
      return translate('logAi.status.verdict.unknownMinute', {
        defaultMessage: 'skipped {count, plural, one {# minute} other {# minutes}} without lines',
        values: { count },
      });
    case 'state_discarded':
      return translate('logAi.status.verdict.stateDiscarded', {
        defaultMessage: 'restarted because its state was from another version',
      });
    default:
      // A newer service may say something else.
      return translate('logAi.status.verdict.other', {
        defaultMessage: '{verdict} ({count, plural, one {# minute} other {# minutes}})',
        values: { verdict: String(verdict).replaceAll('_', ' '), count },
      });
  }
}
