import type { DecidedBy } from '../../common/severity_rule.ts';
import { translate } from '../kibana/i18n.ts';
import { formatShare } from '../quantities/format_quantity.ts';

/**
 * Who decided a severity, and how sure it is.
 *
 * @example
 * decidedByText({ decided_by: 'model', confidence: 0.914 }) // 'by its meaning, 91% sure'
 */
export function decidedByText({
  decided_by,
  confidence = 1,
}: {
  /** Absent in what older versions wrote. */
  readonly decided_by?: DecidedBy | undefined;
  readonly confidence?: number | undefined;
}): string {
  switch (decided_by) {
    case undefined:
    case 'level':
      return translate('logAi.severityLabel.byLevel', { defaultMessage: 'by the level of its lines' });
    case 'model':
      return translate('logAi.severityLabel.byModel', {
        defaultMessage: 'by its meaning, {share} sure',
        values: { share: formatShare(confidence) },
      });
    case 'feedback':
      return translate('logAi.severityLabel.byPeople', { defaultMessage: 'set by a user' });
  }
}
