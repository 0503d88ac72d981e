import { failureOf } from '../../../common/failure_of.ts';
import type { Incident, IncidentCauses, IncidentStory } from '../../../common/api.ts';
import { causeSentence } from '../../../common/cause_text.ts';
import { countOf, formatTimeRange } from '../../../common/format_quantity.ts';

/** Requests that are shown one by one. */
const MOST_REQUESTS = 10;

/** An incident in two lines: when, its risk, status and id; its headline. */
export function incidentLine({ event, incident }: Incident): string {
  const said = incident.acknowledged ? `  (${actOf('acknowledged', incident.acknowledged)})` : '';
  const risk = event.risk_score.toFixed(0).padStart(3);
  return `${formatTimeRange(event.start, event.end)}  ${risk}  ${incident.status.padEnd(8)}  ${event.id}${said}\n    ${event.reason}`;
}

/** An incident with its evidence, line by line. */
export function describeIncident(
  { incident: told, anomalies, requests }: IncidentStory,
  { causes }: Pick<IncidentCauses, 'causes'>,
): string[] {
  const { incident } = told;
  const { first_service, services, anomaly_total, failed_requests, notes } = incident;
  return [
    incidentLine(told),
    '',
    ...(first_service === undefined
      ? []
      : [`It began in ${first_service}; services: ${services.join(', ')}`, '']),
    ...(causes.length === 0 ? [] : ['Where requests went another way than before:']),
    ...causes.flatMap(({ service, evidence }) => [
      `  ${service}`,
      ...evidence.map((parts) => `    ${causeSentence(parts)}`),
    ]),
    ...(causes.length === 0 ? [] : ['']),
    `${countOf(anomaly_total, 'anomaly', 'anomalies')}:`,
    ...anomalies.map(
      ({ event, anomaly }) =>
        `  ${anomaly.first_seen.slice(11, 16)}  ${event.risk_score.toFixed(0).padStart(3)}  ${event.reason}`,
    ),
    ...(failed_requests === 0 ? [] : ['', `${countOf(failed_requests, 'failed request')}, the first ones:`]),
    ...requests
      .slice(0, MOST_REQUESTS)
      .map(
        (request) =>
          `  ${failureOf(request)['@timestamp'].slice(11, 19)}  ${request.request_id}  first in ${failureOf(request).service}: ${request.services.join(' → ')}`,
      ),
    ...(notes.length === 0 ? [] : ['', 'Notes:']),
    ...notes.map((note) => `  ${actOf('', note)}  ${note.text}`),
  ];
}

function actOf(what: string, { by, at }: { readonly by?: string | undefined; readonly at: string }): string {
  return [what, by === undefined ? '' : what === '' ? by : `by ${by}`, at]
    .filter((part) => part !== '')
    .join(' ');
}
