import type { Incident } from '../../../common/api.ts';
import { type Caller, maySee, OPERATOR } from '../../../common/api/caller.ts';
import { readFilter } from '../../../common/api/filter.ts';
import { INCIDENT_BOUNDS } from '../incidents/incident_record.ts';
import type { HttpServices } from '../ports/api.ts';
import { incidentCauses } from './incident_causes.ts';
import { askedRange } from './query_filters.ts';
import { found, type Said, saidBy } from './said.ts';
import type { ServiceParts } from './service_parts.ts';

/** Incidents become part of one another a few times at most; a ring of them would be a fault. */
const MOST_MERGES = 20;

/** Reading incidents, and what people say of them. */
export function incidentServices(
  parts: Pick<ServiceParts, 'incidents' | 'logs' | 'templates' | 'now'>,
): Pick<
  HttpServices,
  'incidents' | 'incident' | 'incident_causes' | 'acknowledge_incident' | 'note_incident'
> {
  const { incidents, now } = parts;
  const liveOf = async (id: string, caller: Caller): Promise<Incident> => {
    let incident = await incidents.readIncident(id);
    for (let merges = 0; merges < MOST_MERGES; merges += 1) {
      const into = incident?.incident.merged_into;
      if (into === undefined) break;
      incident = await incidents.readIncident(into);
    }
    // That there is one is nobody's business either.
    return found('incident', id, incident && maySee(caller, incident.data_streams) ? incident : undefined);
  };
  const change = async (
    { id, caller }: { id: string; caller: Caller },
    how: (incident: Incident['incident'], said: Said) => Incident['incident'],
  ): Promise<Incident> => {
    const { event } = await liveOf(id, caller);
    const said = saidBy(caller, now());
    const changed = await incidents.updateIncident(event.id, (stored) => {
      const incident = how(stored.incident, said);
      if (incident === stored.incident) return stored;
      return { ...stored, event: { ...stored.event, updated: said.at }, incident };
    });
    return found('incident', id, changed);
  };
  return {
    async incidents({ query: { from, to, filter, ...query } }, { data_streams } = OPERATOR) {
      const { total, records } = await incidents.readIncidents({
        ...query,
        range: askedRange({ from, to }, now()),
        filter: readFilter(filter),
        data_streams,
      });
      return { total, incidents: [...records] };
    },
    async incident({ id }, caller = OPERATOR) {
      const incident = await liveOf(id, caller);
      const { anomaly_ids, request_ids } = incident.incident;
      const [evidence, requests] = await Promise.all([
        incidents.readEvidence(anomaly_ids),
        incidents.readFailedRequests(request_ids),
      ]);
      const order = new Map(anomaly_ids.map((one, at) => [one, at]));
      return {
        incident,
        anomalies: evidence
          .filter(({ data_streams }) => maySee(caller, data_streams))
          .sort((a, b) => order.get(a.event.id)! - order.get(b.event.id)!),
        requests: requests.filter(({ data_streams }) => maySee(caller, data_streams)),
      };
    },
    incident_causes: async ({ id }, caller = OPERATOR, signal) =>
      incidentCauses(await liveOf(id, caller), { parts, caller, signal }),
    acknowledge_incident: ({ id, body: { acknowledged } }, caller = OPERATOR) =>
      change({ id, caller }, (incident, said) => {
        if ((incident.acknowledged !== undefined) === acknowledged) return incident;
        const { acknowledged: _acknowledged, released: _released, ...rest } = incident;
        return { ...rest, ...(acknowledged ? { acknowledged: said } : { released: said }) };
      }),
    note_incident: ({ id, body: { text } }, caller = OPERATOR) =>
      change({ id, caller }, (incident, said) => ({
        ...incident,
        notes: [...incident.notes, { ...said, text }].slice(-INCIDENT_BOUNDS.notes),
      })),
  };
}
