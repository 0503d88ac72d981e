import { HOUR_MS } from '../../../../common/minutes.ts';
import type { IncidentDocument } from '../../../../common/documents/incident_document.ts';
import { evidenceOf } from '../../incidents/evidence.ts';
import { type JoinedIncidents, joinIncidents } from '../../incidents/join_incidents.ts';
import { type IncidentSettings, reachOf } from '../../incidents/join_evidence.ts';
import type { IncidentStore } from '../../ports/incidents.ts';
import type { TimeRange } from '../../ports/time.ts';

/** How far around a change evidence is looked at: what goes on for longer is told of what is at hand, beside what is stored. */
const FARTHEST_MS = 6 * HOUR_MS;

export interface TellIncidentsOptions {
  readonly incidents: Pick<
    IncidentStore,
    'readAnomaliesIn' | 'readFailures' | 'readIncidentsAround' | 'writeIncidents' | 'writeIncidentIds'
  >;
  readonly settings: IncidentSettings;
  /** The minutes before are judged, milliseconds since the epoch. */
  readonly judged_until: number;
  readonly now: number;
}

/**
 * Tells the incidents anew of which something lies in a span, and writes what changed. It gives the same whoever tells it and
 * however often: incidents are written before their evidence names them, and one that lives before those that became part of
 * it, so that who is killed in between leaves what the next one finds again.
 */
export async function tellIncidents(
  span: TimeRange,
  { incidents, ...describing }: TellIncidentsOptions,
): Promise<readonly IncidentDocument[]> {
  const joined = await joinAround(span, { incidents, ...describing });
  await incidents.writeIncidents(joined.incidents);
  await incidents.writeIncidentIds(joined.incident_ids);
  return joined.incidents;
}

/** Reads farther and farther, until all that is of the same incidents is at hand. */
async function joinAround(
  span: TimeRange,
  { incidents, ...describing }: TellIncidentsOptions,
): Promise<JoinedIncidents> {
  const reach = reachOf(describing.settings);
  const bounds = { from: span.from - FARTHEST_MS, to: span.to + FARTHEST_MS };
  let range = { from: span.from - 2 * reach, to: span.to + 2 * reach };
  for (;;) {
    const [anomalies, failures] = await Promise.all([
      incidents.readAnomaliesIn(range),
      incidents.readFailures(range),
    ]);
    const evidence = anomalies.map(evidenceOf);
    const named = new Set(evidence.flatMap(({ incident_id }) => incident_id ?? []));
    const stored = await incidents.readIncidentsAround(range, [...named]);
    const joined = joinIncidents({ ...describing, evidence, failures, stored, span, range });
    const next = {
      from: Math.max(bounds.from, Math.min(range.from, joined.needed.from)),
      to: Math.min(bounds.to, Math.max(range.to, joined.needed.to)),
    };
    if (next.from >= range.from && next.to <= range.to) return joined;
    range = next;
  }
}
