import type * as z from 'zod';
import { readerOf } from '../../common/api/reader_of.ts';
import { IncidentDocument } from '../../common/documents/incident_document.ts';
import { INDICES } from '../../common/indices.ts';
import type { IncidentRuleParams } from '../../common/rules/rule_params.ts';
import type { AlertContext } from '../../common/rules/rule_variables.ts';
import { lowestScoreOf, scoreBandOf } from '../../common/score_bands.ts';
import type { RulePlace } from './alert.ts';
import { pageUrl } from './alert_links.ts';
import { newsOf, type ScoredRecord, type ScoredSource } from './scored_record.ts';

const { incident } = IncidentDocument.shape;

/** What alerts say of an incident. */
const AlertedIncident = IncidentDocument.pick({ event: true }).extend({
  incident: incident.pick({
    status: true,
    alert_score: true,
    raised: true,
    first_service: true,
    services: true,
    anomaly_total: true,
    failed_requests: true,
    merged_into: true,
  }),
});
type AlertedIncident = z.infer<typeof AlertedIncident>;

/** The service may be newer than this plugin. */
const Reader = readerOf(AlertedIncident, { unknown_keys: 'strip' });

/**
 * Incidents by what may alert somebody: `incident.alert_score` knows nothing of evidence that is interim or was found late, or
 * that people expect. One that became part of another is told no longer: the other one is.
 */
export function incidentsOf({ min_band, services }: IncidentRuleParams): ScoredSource {
  const isMeant = ({ incident: { services: own, merged_into } }: AlertedIncident) =>
    merged_into === undefined && (services.length === 0 || own.some((name) => services.includes(name)));
  return {
    index: INDICES.incidents.name,
    fields: { score: 'incident.alert_score', raised: 'incident.raised', status: 'incident.status' },
    parts: ['event', ...Object.keys(AlertedIncident.shape.incident.shape).map((name) => `incident.${name}`)],
    min_score: lowestScoreOf(min_band),
    filter: [
      { exists: { field: 'incident.raised' } },
      ...(services.length === 0 ? [] : [{ terms: { 'incident.services': [...services] } }]),
    ],
    must_not: [{ exists: { field: 'incident.merged_into' } }],
    groupOf: (band) => band,
    read: (documents) =>
      documents
        .flatMap((document) => Reader.safeParse(document).data ?? [])
        .map((found): ScoredRecord => ({
          id: found.event.id,
          score: found.incident.alert_score,
          is_active: found.incident.status === 'active',
          is_meant: isMeant(found),
          news: newsOf(found.event.created, found.incident.raised),
          contextIn: (place) => contextOf(found, place),
        })),
  };
}

function contextOf({ event, incident }: AlertedIncident, place: RulePlace): AlertContext {
  const { status, alert_score, first_service, services, anomaly_total, failed_requests } = incident;
  return {
    reason: event.reason,
    status,
    score: Math.round(alert_score),
    severity: scoreBandOf(alert_score).name,
    ...(first_service !== undefined && { service: first_service }),
    services: services.join(', '),
    anomalies: anomaly_total,
    count: failed_requests,
    start: event.start,
    detected: event.created,
    event_id: event.id,
    url: pageUrl({ place, view: 'incidents', open: { incident: event.id }, range: event }),
  };
}
