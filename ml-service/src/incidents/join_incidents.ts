import type { IncidentDocument } from '../../../common/documents/incident_document.ts';
import { DisjointSets } from './disjoint_sets.ts';
import type { Evidence, Failures } from './evidence.ts';
import {
  type Describing,
  incidentDocumentOf,
  mergedInto,
  mergeIncident,
  withStatus,
} from './incident_record.ts';
import { type EvidenceGroup, joinEvidence, reachOf } from './join_evidence.ts';
import { matchIncidents, type SharedEvidence, sharedEvidence, storedOf } from './match_incidents.ts';

/** Half-open, milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is to be told anew. */
export interface JoinedIncidents {
  /** All evidence has to be at hand in here, for what is said to be that of all evidence. */
  readonly needed: Span;
  /** What changed: the ones that live first, then those that became part of them. */
  readonly incidents: readonly IncidentDocument[];
  /** The incidents of anomalies that name another one, or none, by the id of the anomaly. */
  readonly incident_ids: ReadonlyMap<string, string>;
}

/**
 * Tells the incidents anew of which something lies in a span. What is told is what all evidence together says, whatever came
 * first: the evidence around is looked at, as far as it is of the same incidents.
 *
 * @param evidence - All that touches `range`, that which people expected included.
 * @param stored - The incidents that touch it, and those that the evidence names.
 * @param span - Where something changed.
 * @param range - Where all evidence is at hand.
 */
export function joinIncidents({
  evidence,
  failures,
  stored,
  span,
  range,
  ...describing
}: Describing & {
  readonly evidence: readonly Evidence[];
  readonly failures: readonly Failures[];
  readonly stored: readonly IncidentDocument[];
  readonly span: Span;
  readonly range: Span;
}): JoinedIncidents {
  const { settings, now } = describing;
  const all = joinEvidence({ evidence, failures, settings });
  const shared = sharedEvidence(all, stored);
  const touched = touchedBy(all, { shared, span, evidence });
  const { groups } = touched;
  const reach = reachOf(settings);
  const needed = hullOf([...groups, ...touched.incidents.map(endsOf)], { span, reach });
  const matches = matchIncidents(groups, { stored, shared: sharedEvidence(groups, touched.incidents) });
  const incidents: IncidentDocument[] = [];
  const merged: IncidentDocument[] = [];
  const incident_ids = new Map<string, string>();
  const claimed = new Set<IncidentDocument>();
  for (const [number, group] of groups.entries()) {
    const match = matches[number]!;
    const is_partial = !isWithin(group, { range, reach });
    incidents.push(incidentDocumentOf(group, match, { ...describing, is_partial }));
    for (const { id, incident_id } of group.evidence)
      if (incident_id !== match.id) incident_ids.set(id, match.id);
    for (const one of match.others) merged.push(mergedInto(one, match.id, now));
    for (const one of storedOf(match)) claimed.add(one);
  }
  const expected = new Set(evidence.filter((one) => one.is_expected).map(({ id }) => id));
  for (const one of touched.incidents) {
    if (claimed.has(one) || !isWithin(endsOf(one), { range, reach: 0 })) continue;
    // Nothing is left of it: people expected all, or late lines showed that there was nothing.
    const was_expected = one.incident.anomaly_ids.some((id) => expected.has(id));
    merged.push(withStatus(one, was_expected ? 'expected' : 'resolved', now));
  }
  const known = new Map(stored.map((one) => [one.event.id, one]));
  const changed = [...incidents, ...merged].filter((one) => {
    const before = known.get(one.event.id);
    return before === undefined || mergeIncident(before, one) !== before;
  });
  return { needed, incidents: changed, incident_ids };
}

/** The groups and the incidents of which something lies in the span, and all that share evidence with these. */
function touchedBy(
  groups: readonly EvidenceGroup[],
  { shared, span, evidence }: { shared: SharedEvidence; span: Span; evidence: readonly Evidence[] },
): { groups: readonly EvidenceGroup[]; incidents: readonly IncidentDocument[] } {
  const incidents = [...shared.keys()];
  // The groups, then the incidents.
  const sets = new DisjointSets(groups.length + incidents.length);
  for (const [at, one] of incidents.entries()) {
    for (const number of shared.get(one)!.keys()) sets.join(number, groups.length + at);
  }
  const named = new Set(evidence.filter((one) => touches(one, span)).map((one) => one.incident_id));
  const roots = new Set<number>();
  for (const [number, group] of groups.entries())
    if (group.evidence.some((one) => touches(one, span))) roots.add(sets.rootOf(number));
  for (const [at, one] of incidents.entries())
    if (touches(endsOf(one), span) || named.has(one.event.id)) roots.add(sets.rootOf(groups.length + at));
  return {
    groups: groups.filter((_, number) => roots.has(sets.rootOf(number))),
    incidents: incidents.filter((_, at) => roots.has(sets.rootOf(groups.length + at))),
  };
}

/** Of a moment, too, that lies at an end. */
function touches(one: { readonly start: number; readonly end: number }, { from, to }: Span): boolean {
  return one.start <= to && one.end >= from;
}

function endsOf({ event }: IncidentDocument): { start: number; end: number } {
  return { start: Date.parse(event.start), end: Date.parse(event.end) };
}

function hullOf(
  spans: readonly { readonly start: number; readonly end: number }[],
  { span, reach }: { span: Span; reach: number },
): Span {
  const from = spans.reduce((least, { start }) => Math.min(least, start), span.from);
  const to = spans.reduce((most, { end }) => Math.max(most, end), span.to);
  return { from: from - reach, to: to + reach };
}

function isWithin(
  one: { readonly start: number; readonly end: number },
  { range, reach }: { range: Span; reach: number },
): boolean {
  return one.start - reach >= range.from && one.end + reach <= range.to;
}
