import type { IncidentDocument } from '../../../common/documents/incident_document.ts';
import { headlineSentence } from '../../../common/incident_text.ts';
import { MINUTE_MS } from '../../../common/minutes.ts';
import { LEAST_SCORE } from '../correlate/cause/tell_causes.ts';
import type { Stretch } from '../correlate/cause/find_causes.ts';
import type { RankedCause } from '../correlate/cause/rank_causes.ts';

/** Of a long incident its beginning says where it began: what broke first is not what is broken later. */
const LONGEST_MS = 30 * MINUTE_MS;

type Cause = NonNullable<IncidentDocument['incident']['cause']>;

/** Of which time the requests are looked at. */
export function beginningOf({ event }: Pick<IncidentDocument, 'event'>): Stretch {
  const from = Date.parse(event.start);
  return { from, to: Math.min(Date.parse(event.end), from + LONGEST_MS) };
}

/**
 * The service that is ranked first, where that is clear: its evidence is as far ahead of the next one's as evidence has to be to be told at
 * all, which is to be twenty times as likely.
 */
export function clearCause(causes: readonly Pick<RankedCause, 'service' | 'score'>[]): string | undefined {
  const [first, next] = causes;
  return first && first.score - (next?.score ?? 0) >= LEAST_SCORE ? first.service : undefined;
}

/**
 * Whether it is time to ask where it began: when it is twice as long as when that was asked last, and once more when it is over. Of what
 * is in one service only nobody needs to ask.
 */
export function asksForCause({ event, incident }: Pick<IncidentDocument, 'event' | 'incident'>): boolean {
  const { status, services, failed_requests, cause } = incident;
  if (incident.merged_into !== undefined || (services.length < 2 && failed_requests === 0)) return false;
  const { from, to } = beginningOf({ event });
  const asked = cause ? Date.parse(cause.until) : from;
  return to > asked && (to - from >= 2 * (asked - from) || status === 'resolved');
}

/**
 * With the service that requests show to be the cause in its headline. One that was named stays until another one is clear: headlines do
 * not come and go.
 */
export function withCause(
  { event, incident, ...rest }: IncidentDocument,
  {
    service = incident.cause?.service,
    until,
    now,
  }: { service?: string | undefined; until: number; now: number },
): IncidentDocument {
  const cause: Cause = { ...(service !== undefined && { service }), until: new Date(until).toISOString() };
  if (service === undefined || service === incident.first_service)
    return { ...rest, event, incident: { ...incident, cause } };
  const services = withService(incident.services, service);
  const { numbers, ...said } = incident.headline;
  const headline = {
    ...said,
    service,
    services: services.slice(0, MOST_NAMED),
    numbers: { ...numbers, services: services.length },
  };
  return {
    ...rest,
    event: {
      ...event,
      reason: headlineSentence(headline) ?? headline.code,
      updated: new Date(now).toISOString(),
    },
    incident: { ...incident, cause, first_service: service, services, headline },
  };
}

/** What is known of where any of them began: what was asked last, and the service that was named last. */
export function causeOf(known: readonly IncidentDocument[]): Cause | undefined {
  const [last, ...before] = known
    .flatMap(({ incident }) => incident.cause ?? [])
    .sort((a, b) => Date.parse(b.until) - Date.parse(a.until));
  const named = last?.service ?? before.find(({ service }) => service !== undefined)?.service;
  return last && { ...(named !== undefined && { service: named }), until: last.until };
}

/** Services that a headline holds; the sentence names fewer. */
export const MOST_NAMED = 10;

/** It may be that nothing is abnormal in its own lines. */
export function withService(services: readonly string[], service: string | undefined): string[] {
  return service === undefined || services.includes(service) ? [...services] : [service, ...services];
}
