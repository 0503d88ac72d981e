import type { SeverityLabel } from '../../common/levels.ts';
import { translate } from '../kibana/i18n.ts';

/** Least to most severe. */
export const SEVERITIES = ['informational', 'warning', 'error', 'critical'] as const;

const NAMES: Readonly<Record<SeverityLabel, () => string>> = {
  informational: () => translate('logAi.severityLabel.informational', { defaultMessage: 'Informational' }),
  warning: () => translate('logAi.severityLabel.warning', { defaultMessage: 'Warning' }),
  error: () => translate('logAi.severityLabel.error', { defaultMessage: 'Error' }),
  critical: () => translate('logAi.severityLabel.critical', { defaultMessage: 'Critical' }),
};

/** What a severity is called. */
export function severityName(severity: SeverityLabel): string {
  return NAMES[severity]();
}
