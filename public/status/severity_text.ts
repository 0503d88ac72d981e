import type { StatusResponse } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';

/**
 * How far the model has read the templates, or why it does not.
 *
 * @example
 * severityText({ enabled: true, classified: 70, waiting: 12 }) // '12 of 82 templates still to be read'
 */
export function severityText({
  enabled,
  classified,
  waiting = 0,
  problem,
}: NonNullable<StatusResponse['severity']>): string {
  if (!enabled)
    return translate('logAi.status.severity.off', { defaultMessage: 'by level only (severity.enabled)' });
  if (problem) return problem.message;
  if (classified === undefined)
    return translate('logAi.status.meaning.notYet', { defaultMessage: 'not run yet' });
  return waiting > 0
    ? translate('logAi.status.meaning.waiting', {
        defaultMessage: '{waiting} of {all} templates still to be read',
        values: { waiting: formatCount(waiting), all: formatCount(classified + waiting) },
      })
    : translate('logAi.status.severity.read', {
        defaultMessage: 'by level and meaning; {count, plural, one {# template} other {# templates}} read',
        values: { count: classified },
      });
}
