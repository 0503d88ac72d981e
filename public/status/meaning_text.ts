import type { StatusResponse } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';

type Semantic = NonNullable<StatusResponse['semantic']>;

/**
 * What could be said of templates by their meaning, and what could not and why.
 *
 * @example
 * meaningText({ enabled: true, waiting: 12, embedded: 70 }) // 'reading templates: 70 done, 12 to go'
 */
export function meaningText({
  enabled,
  embedded,
  waiting = 0,
  recent,
  needed_templates: needed = 0,
  problem,
}: Semantic): string {
  if (!enabled)
    return translate('logAi.status.meaning.off', {
      defaultMessage: 'switched off (detect.semantic.enabled)',
    });
  if (problem) return problem.message;
  if (embedded === undefined)
    return translate('logAi.status.meaning.notYet', { defaultMessage: 'not run yet' });
  const { judged = 0, learning = 0, insufficient_history = 0, unembedded = 0 } = recent ?? {};
  const said = [
    translate('logAi.status.meaning.judged', {
      defaultMessage:
        '{count, plural, one {# new template} other {# new templates}} of the last hour analyzed',
      values: { count: judged },
    }),
    ...(waiting > 0
      ? [
          translate('logAi.status.meaning.waiting', {
            defaultMessage: '{waiting} of {all} templates still to be read',
            values: { waiting, all: embedded + waiting },
          }),
        ]
      : []),
    ...(learning > 0
      ? [
          translate('logAi.status.meaning.learning', {
            defaultMessage: '{count} not analyzed: their service is still being learned',
            values: { count: learning },
          }),
        ]
      : []),
    ...(insufficient_history > 0
      ? [
          translate('logAi.status.meaning.few', {
            defaultMessage: '{count} not analyzed: fewer than {needed} templates were known',
            values: { count: insufficient_history, needed },
          }),
        ]
      : []),
    ...(unembedded > 0
      ? [
          translate('logAi.status.meaning.unembedded', {
            defaultMessage: '{count} wait until all templates are read',
            values: { count: unembedded },
          }),
        ]
      : []),
  ];
  return said.join('; ');
}
