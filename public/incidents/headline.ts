import type { Incident } from '../../common/api.ts';
import { HEADLINE_CODES } from '../../common/choices.ts';
import { translate } from '../kibana/i18n.ts';

/** What an incident is called, as lists and titles say it. */
export interface HeadlineText {
  /** Where it began, if that is known. */
  readonly service?: string;
  /** The template of its most severe anomaly; else all that its document says. */
  readonly what: string;
  /** How much belongs to it. Absent where `what` says it. */
  readonly amount?: string;
}

/**
 * The headline of an incident in the user's language. One of a code that is not known here has its English sentence.
 *
 * @example
 * // { service: 'inventory', what: 'Failed to connect to <host>', amount: '8 anomalies in 3 services · 214 failed requests' }
 */
export function headlineOf({
  event,
  incident,
}: {
  readonly event: Pick<Incident['event'], 'reason'>;
  readonly incident: Pick<Incident['incident'], 'headline'>;
}): HeadlineText {
  const { code, service, template, numbers } = incident.headline;
  const place = service === undefined ? {} : { service };
  if (!HEADLINE_CODES.some((known) => known === code)) return { ...place, what: event.reason };
  const amount = [
    translate('logAi.incidents.headline.anomalies', {
      defaultMessage:
        '{anomalies, plural, one {# anomaly} other {# anomalies}} in {services, plural, one {# service} other {# services}}',
      values: { anomalies: numbers['anomalies'] ?? 0, services: numbers['services'] ?? 0 },
    }),
    ...(code === 'failed_requests'
      ? [
          translate('logAi.incidents.headline.requests', {
            defaultMessage: '{count, plural, one {# failed request} other {# failed requests}}',
            values: { count: numbers['failed_requests'] ?? 0 },
          }),
        ]
      : []),
  ].join(' · ');
  return template === undefined ? { ...place, what: amount } : { ...place, what: template, amount };
}

/** What its page is called. */
export function titleOf({ incident }: Pick<Incident, 'incident'>): string {
  const { first_service } = incident;
  return first_service === undefined
    ? translate('logAi.incidents.title', { defaultMessage: 'Incident' })
    : translate('logAi.incidents.titleIn', {
        defaultMessage: 'Incident in {service}',
        values: { service: first_service },
      });
}
