import { compareText } from '../../../common/compare_text.ts';
import type { IncidentDocument } from '../../../common/documents/incident_document.ts';
import { murmur3 } from '../../../common/murmur3.ts';
import type { EvidenceGroup } from './join_evidence.ts';

/** Which stored incident a group is, and those that turn out to be part of it. */
export interface GroupMatch {
  readonly id: string;
  /** What is stored of it. */
  readonly stored?: IncidentDocument;
  readonly others: readonly IncidentDocument[];
}

/** All that is stored of a group. */
export const storedOf = ({ stored, others }: GroupMatch): readonly IncidentDocument[] => [
  ...(stored ? [stored] : []),
  ...others,
];

const ID_DIGITS = 16;

/**
 * The id of an incident that is found for the first time: of its first anomaly.
 *
 * @param taken - How many ids of this anomaly are those of incidents that it is no part of any more.
 */
export function incidentIdOf(anomaly_id: string, taken = 0): string {
  return `incident_${murmur3(JSON.stringify(taken === 0 ? [anomaly_id] : [anomaly_id, taken])).slice(0, ID_DIGITS)}`;
}

/** By stored incident, then by number of the group: how much evidence they share. */
export type SharedEvidence = ReadonlyMap<IncidentDocument, ReadonlyMap<number, number>>;

/** Who shares evidence with whom: what an incident lists, and what points to it. Those that are part of others share none. */
export function sharedEvidence(
  groups: readonly EvidenceGroup[],
  stored: readonly IncidentDocument[],
): SharedEvidence {
  const live = new Map(
    stored.filter(({ incident }) => incident.merged_into === undefined).map((one) => [one.event.id, one]),
  );
  const incidents_of = new Map<string, IncidentDocument[]>();
  for (const one of live.values()) {
    for (const id of one.incident.anomaly_ids) {
      const known = incidents_of.get(id);
      if (known) known.push(one);
      else incidents_of.set(id, [one]);
    }
  }
  const shared = new Map([...live.values()].map((one) => [one, new Map<number, number>()]));
  for (const [number, { evidence }] of groups.entries()) {
    for (const { id, incident_id } of evidence) {
      const named = incident_id === undefined ? undefined : live.get(incident_id);
      for (const one of new Set([...(incidents_of.get(id) ?? []), ...(named ? [named] : [])])) {
        const counts = shared.get(one)!;
        counts.set(number, (counts.get(number) ?? 0) + 1);
      }
    }
  }
  return shared;
}

/**
 * Finds for each group the stored incident that it is, or mints an id. An incident stays with the evidence that it was minted
 * of, else with the group with which it shares most. Of several that are one group the one that began first lives on.
 */
export function matchIncidents(
  groups: readonly EvidenceGroup[],
  { stored, shared }: { readonly stored: readonly IncidentDocument[]; readonly shared: SharedEvidence },
): readonly GroupMatch[] {
  const minted = groups.map(({ evidence }) => new Set(evidence.map(({ id }) => incidentIdOf(id))));
  const claims = new Map<number, IncidentDocument[]>();
  for (const [incident, counts] of shared) {
    const [best] = [...counts].sort(
      ([one, a], [other, b]) =>
        Number(minted[other]!.has(incident.event.id)) - Number(minted[one]!.has(incident.event.id)) ||
        b - a ||
        one - other,
    );
    if (best) claims.set(best[0], [...(claims.get(best[0]) ?? []), incident]);
  }
  const known = new Map(stored.map((one) => [one.event.id, one]));
  return groups.map(({ evidence: [first] }, number) => {
    const [winner, ...others] = (claims.get(number) ?? []).sort(compareAge);
    if (winner) return { id: winner.event.id, stored: winner, others };
    for (let taken = 0; ; taken++) {
      const id = incidentIdOf(first.id, taken);
      const before = known.get(id);
      // One that was part of another, and is not any more, lives again.
      if (before === undefined) return { id, others: [] };
      if (before.incident.merged_into !== undefined) return { id, stored: before, others: [] };
    }
  });
}

function compareAge(a: IncidentDocument, b: IncidentDocument): number {
  return (
    Date.parse(a.event.start) - Date.parse(b.event.start) ||
    compareText(a.incident.anomaly_ids[0] ?? '', b.incident.anomaly_ids[0] ?? '') ||
    compareText(a.event.id, b.event.id)
  );
}
