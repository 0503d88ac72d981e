import { HEADLINE_CODES } from './choices.ts';
import type { IncidentHeadline } from './documents/incident_document.ts';
import { countOf } from './format_quantity.ts';

/** Names that a line holds. */
const MOST_NAMED = 3;

/**
 * A headline as one English sentence, as documents have it for rules and mails; undefined where its code is not known here.
 *
 * @example
 * // 'inventory: 8 anomalies in 3 services (inventory, checkout, gateway), 214 failed requests: "Failed to connect to <host>".'
 */
export function headlineSentence({
  code,
  service,
  template,
  services,
  numbers,
}: IncidentHeadline): string | undefined {
  if (!HEADLINE_CODES.some((known) => known === code)) return undefined;
  const number = (name: string) => numbers[name] ?? 0;
  const count = number('services');
  const where = count > 1 ? ` in ${countOf(count, 'service')} (${listed(services, count)})` : '';
  return [
    service === undefined ? '' : `${service}: `,
    countOf(number('anomalies'), 'anomaly', 'anomalies'),
    where,
    code === 'failed_requests' ? `, ${countOf(number('failed_requests'), 'failed request')}` : '',
    template === undefined ? '' : `: "${template}"`,
    '.',
  ].join('');
}

function listed(services: readonly string[], count: number): string {
  const named = services.slice(0, MOST_NAMED);
  const more = count - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
