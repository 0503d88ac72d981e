import type { SeverityLabel } from '../../common/levels.ts';
import { translate } from '../kibana/i18n.ts';

const SOUNDS: Readonly<Record<SeverityLabel, () => string>> = {
  informational: () => translate('logAi.reasons.soundsHarmless', { defaultMessage: 'harmless by its words' }),
  warning: () => translate('logAi.reasons.soundsWarning', { defaultMessage: 'a warning by its words' }),
  error: () => translate('logAi.reasons.soundsError', { defaultMessage: 'an error by its words' }),
  critical: () => translate('logAi.reasons.soundsCritical', { defaultMessage: 'critical by its words' }),
};

/**
 * How severe the words of a template are, within a sentence.
 *
 * @example
 * soundsText('error') // 'an error by its words'
 */
export function soundsText(severity: SeverityLabel): string {
  return SOUNDS[severity]();
}
