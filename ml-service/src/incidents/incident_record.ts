import { compareText } from '../../../common/compare_text.ts';
import type {
  IncidentDocument,
  IncidentHeadline,
  IncidentNote,
  IncidentStatus,
} from '../../../common/documents/incident_document.ts';
import { failureOf } from '../../../common/failure_of.ts';
import { headlineSentence } from '../../../common/incident_text.ts';
import { MINUTE_MS } from '../../../common/minutes.ts';
import { scoreBandOf } from '../../../common/score_bands.ts';
import type { IncidentsConfig } from '../settings/incidents.ts';
import { canonical } from '../store/canonical.ts';
import { joinDataStreams } from '../store/origins.ts';
import { causeOf, MOST_NAMED, withService } from './cause.ts';
import type { Evidence } from './evidence.ts';
import type { EvidenceGroup } from './join_evidence.ts';
import { type GroupMatch, storedOf } from './match_incidents.ts';
import { whereItBegan } from './where_it_began.ts';

/** What an incident lists. Its totals tell of all; the rest is found by service and time. */
export const INCIDENT_BOUNDS = {
  /** More anomalies than anybody reads one by one. */
  anomalies: 200,
  services: 100,
  templates: 200,
  requests: 100,
  /** Of what people write. */
  notes: 200,
} as const;

/** What describing goes by. Moments in milliseconds since the epoch. */
export interface Describing {
  readonly settings: IncidentsConfig;
  /** The minutes before are judged. */
  readonly judged_until: number;
  /** When it is written: the caller has the clock. */
  readonly now: number;
}

/**
 * A group as it is indexed; `event.id` is its `_id`.
 *
 * @param is_partial - Only a part of its evidence is at hand: what is stored of it stays beside it.
 */
export function incidentDocumentOf(
  group: EvidenceGroup,
  match: GroupMatch,
  { settings, judged_until, now, is_partial = false }: Describing & { readonly is_partial?: boolean },
): IncidentDocument {
  const { id, stored } = match;
  const known = storedOf(match);
  const before = is_partial ? stored : undefined;
  const written = new Date(now).toISOString();
  const began = whereItBegan(group, settings);
  const cause = causeOf(known);
  const first_service = cause?.service ?? before?.incident.first_service ?? began;
  const services = firstOf(
    [...(before?.incident.services ?? []), ...withService(servicesOf(group), first_service)],
    INCIDENT_BOUNDS.services,
  );
  const anomaly_ids = [...(before?.incident.anomaly_ids ?? []), ...group.evidence.map((one) => one.id)];
  const anomaly_total = Math.max(new Set(anomaly_ids).size, before?.incident.anomaly_total ?? 0);
  const failed_requests = Math.max(
    group.failures.reduce((sum, { count }) => sum + count, 0),
    before?.incident.failed_requests ?? 0,
  );
  const start = Math.min(group.start, before ? Date.parse(before.event.start) : Infinity);
  const risk_score = Math.max(highestOf(group.evidence), before?.event.risk_score ?? 0);
  const headline = headlineOf(group, { service: first_service, services, anomaly_total, failed_requests });
  const data_streams = dataStreamsOf(group, before);
  const is_late =
    group.evidence.every((one) => one.is_late) && (before === undefined || before.is_late === true);
  return {
    '@timestamp': new Date(start).toISOString(),
    event: {
      id,
      kind: 'alert',
      start: new Date(start).toISOString(),
      end: new Date(group.end).toISOString(),
      created: stored?.event.created ?? written,
      updated: written,
      reason: headlineSentence(headline) ?? headline.code,
      risk_score,
    },
    incident: {
      status: statusOf(group, { settings, judged_until }),
      ...alertOf(group.evidence, { known, written }),
      headline,
      ...(first_service !== undefined && { first_service }),
      ...(cause && { cause }),
      services,
      anomaly_ids: firstOf(anomaly_ids, INCIDENT_BOUNDS.anomalies),
      anomaly_total,
      template_ids: firstOf(
        group.evidence.flatMap(({ template_id }) => template_id ?? []),
        INCIDENT_BOUNDS.templates,
      ),
      request_ids: firstOf(requestIdsOf(group), INCIDENT_BOUNDS.requests),
      failed_requests,
      ...saidOf(known),
    },
    is_interim: group.evidence.every((one) => one.is_interim),
    ...(is_late && { is_late }),
    ...(data_streams && { data_streams: [...data_streams] }),
  };
}

/** One that turned out to be part of another: nothing of it goes on. */
export function mergedInto(incident: IncidentDocument, id: string, now: number): IncidentDocument {
  return withStatus({ ...incident, incident: { ...incident.incident, merged_into: id } }, 'resolved', now);
}

export function withStatus(
  { event, incident, ...rest }: IncidentDocument,
  status: IncidentStatus,
  now: number,
): IncidentDocument {
  return {
    ...rest,
    event: { ...event, updated: new Date(now).toISOString() },
    incident: { ...incident, status },
  };
}

/**
 * Joins what is stored with what is found now: what people said meanwhile stays, and so does the moment of the last change where
 * nothing changed. Joining again changes nothing.
 */
export function mergeIncident(stored: IncidentDocument, found: IncidentDocument): IncidentDocument {
  const { acknowledged: _acknowledged, released: _released, notes: _notes, ...incident } = found.incident;
  const cause = causeOf([found, stored]);
  const joined: IncidentDocument = {
    ...found,
    event: { ...found.event, created: stored.event.created },
    incident: { ...incident, ...(cause && { cause }), ...saidOf([stored, found]) },
  };
  const at_that_time = { ...joined, event: { ...joined.event, updated: stored.event.updated } };
  return canonical(at_that_time) === canonical(stored) ? stored : joined;
}

function joinNotes(...notes: readonly (readonly IncidentNote[])[]): IncidentNote[] {
  const joined = new Map(notes.flat().map((note) => [JSON.stringify([note.at, note.by, note.text]), note]));
  return [...joined.values()]
    .sort(
      (a, b) => compareText(a.at, b.at) || compareText(a.by ?? '', b.by ?? '') || compareText(a.text, b.text),
    )
    .slice(-INCIDENT_BOUNDS.notes);
}

/** What was said of any of them is said of all: of who looks after it the first one tells that knows. */
function saidOf(
  known: readonly IncidentDocument[],
): Pick<IncidentDocument['incident'], 'acknowledged' | 'released' | 'notes'> {
  const all = known.map(({ incident }) => incident);
  const spoken = all.find(({ acknowledged, released }) => acknowledged ?? released);
  return {
    ...(spoken?.acknowledged && { acknowledged: spoken.acknowledged }),
    ...(spoken?.released && { released: spoken.released }),
    notes: joinNotes(...all.map(({ notes }) => notes)),
  };
}

function statusOf(
  { evidence, end }: EvidenceGroup,
  { settings, judged_until }: Pick<Describing, 'settings' | 'judged_until'>,
): IncidentStatus {
  const goes_on = evidence.some(({ is_active }) => is_active);
  return goes_on || judged_until < end + settings.gap_minutes * MINUTE_MS ? 'active' : 'resolved';
}

function highestOf(evidence: readonly Evidence[]): number {
  return evidence.reduce((most, { risk_score }) => Math.max(most, risk_score), 0);
}

/** One alert for each incident: again only where the risk rises into a higher band than any part of it had. */
function alertOf(
  evidence: readonly Evidence[],
  { known, written }: { known: readonly IncidentDocument[]; written: string },
): Pick<IncidentDocument['incident'], 'alert_score' | 'raised'> {
  const before = Math.max(0, ...known.map(({ incident }) => incident.alert_score));
  const found = highestOf(evidence.filter((one) => !one.is_interim && !one.is_late));
  const raised = known
    .flatMap((one) => one.incident.raised ?? [])
    .sort(compareText)
    .at(-1);
  const rises = found > 0 && (raised === undefined || scoreBandOf(found).from > scoreBandOf(before).from);
  const moment = rises ? written : raised;
  return { alert_score: Math.max(before, found), ...(moment !== undefined && { raised: moment }) };
}

function servicesOf({ evidence }: EvidenceGroup): readonly string[] {
  return evidence.flatMap(({ service }) => service ?? []);
}

function requestIdsOf({ failures }: EvidenceGroup): readonly string[] {
  return failures
    .flatMap(({ samples }) => samples)
    .sort(
      (a, b) =>
        compareText(failureOf(a)['@timestamp'], failureOf(b)['@timestamp']) ||
        compareText(a.request_id, b.request_id),
    )
    .map(({ request_id }) => request_id);
}

/** Undefined where of some evidence nobody knows where it comes from: then only who may read everything sees it. */
function dataStreamsOf(
  { evidence, failures }: EvidenceGroup,
  before: IncidentDocument | undefined,
): readonly string[] | undefined {
  const origins = [
    ...evidence,
    ...failures.flatMap(({ samples }) => samples),
    ...(before ? [before] : []),
  ].map(({ data_streams }) => data_streams);
  if (origins.some((names) => names === undefined)) return undefined;
  return joinDataStreams(
    [],
    origins.flatMap((names) => names ?? []),
  );
}

function headlineOf(
  { evidence }: EvidenceGroup,
  what: {
    readonly service: string | undefined;
    readonly services: readonly string[];
    readonly anomaly_total: number;
    readonly failed_requests: number;
  },
): IncidentHeadline {
  const { service, services, anomaly_total, failed_requests } = what;
  // What is abnormal of a whole service names no line: those that do say more of the cause.
  const [first, ...others] = evidence.filter(({ template }) => template !== undefined);
  const worst = others.reduce((most, one) => (one.risk_score > most!.risk_score ? one : most), first);
  return {
    code: failed_requests > 0 ? 'failed_requests' : 'anomalies',
    ...(service !== undefined && { service }),
    ...(worst?.template !== undefined && { template: worst.template }),
    services: services.slice(0, MOST_NAMED),
    numbers: { anomalies: anomaly_total, services: services.length, failed_requests },
  };
}

/** Each once, in the order in which they first come. */
function firstOf(values: readonly string[], size: number): string[] {
  return [...new Set(values)].slice(0, size);
}
