import * as z from 'zod';
import { INCIDENT_SORTS } from '../choices.ts';
import { IncidentDocument, IncidentStatus } from '../documents/incident_document.ts';
import { Anomaly } from './anomalies.ts';
import { FORWARD, Id, isForwardWhereGiven, optionalRange, Size } from './basics.ts';
import { FilterText } from './filter.ts';
import { API_LIMITS } from './limits.ts';
import { FailedRequest } from './requests.ts';

export const IncidentSort = z.enum(INCIDENT_SORTS);
export type IncidentSort = z.infer<typeof IncidentSort>;

/**
 * Incidents that touch the range; without one those of the last hour. `min_score`: the lowest `event.risk_score`; `service`:
 * one of its services. `sort`: the newest first, of one moment the worst first, or the other way round.
 */
export const IncidentsQuery = z
  .strictObject({
    ...optionalRange,
    offset: z.coerce.number().int().min(0).max(API_LIMITS.offset).default(0),
    size: Size.default(100),
    sort: IncidentSort.default('newest'),
    status: IncidentStatus.optional(),
    service: Id.optional(),
    min_score: z.coerce.number().min(0).max(100).default(0),
    filter: FilterText.optional(),
  })
  .refine(isForwardWhereGiven, FORWARD);
export type IncidentsQuery = z.infer<typeof IncidentsQuery>;

/** Anomalies of one cause, as they are indexed. */
export const Incident = IncidentDocument.meta({ id: 'Incident' });
export type Incident = z.infer<typeof Incident>;

/** `total`: how many there are, `incidents`: a page of them. */
export const IncidentsResponse = z
  .strictObject({ total: z.int(), incidents: z.array(Incident) })
  .meta({ id: 'IncidentsResponse' });
export type IncidentsResponse = z.infer<typeof IncidentsResponse>;

/** An incident with its evidence: what of it is listed, in order. Its totals say how much there is. */
export const IncidentStory = z
  .strictObject({
    incident: Incident,
    anomalies: z.array(Anomaly),
    /** Those that failed first come first. */
    requests: z.array(FailedRequest),
  })
  .meta({ id: 'IncidentStory' });
export type IncidentStory = z.infer<typeof IncidentStory>;

/** A line of a service, by the text of its template. */
const CauseStep = z.strictObject({ service: z.string(), text: z.string() });
/** In how many requests, of how many that came by. */
const CauseShare = z.strictObject({ count: z.int(), of: z.int() });
const steps = { step: CauseStep, after: CauseStep };

/**
 * Why it may have begun in a service. `missing`: a step that usually comes after another one came less often; `error`: one that
 * came more often; `slow`: it took longer.
 */
export const CauseEvidence = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal(['missing', 'error']),
    ...steps,
    before: CauseShare,
    during: CauseShare,
  }),
  z.strictObject({
    kind: z.literal('slow'),
    ...steps,
    typical_ms: z.number(),
    actual_ms: z.number(),
    count: z.int(),
  }),
]);
export type CauseEvidence = z.infer<typeof CauseEvidence>;

/** Where an incident began by what its requests show: services with clear evidence, the most likely first. */
export const IncidentCauses = z
  .strictObject({
    causes: z.array(
      z.strictObject({
        service: z.string(),
        /** In nats: how much better it explains what was seen than that nothing changed, beyond chance. */
        score: z.number(),
        /** The strongest first. */
        evidence: z.array(CauseEvidence),
      }),
    ),
    /** Requests that were compared: before it began, and since. */
    requests: z.int(),
    /** Of all requests of that time, those that were; below 1 there were too many. */
    share: z.number(),
  })
  .meta({ id: 'IncidentCauses' });
export type IncidentCauses = z.infer<typeof IncidentCauses>;

/** Whether somebody looks after an incident. `false` takes it back. */
export const AcknowledgeRequest = z
  .strictObject({ acknowledged: z.boolean() })
  .meta({ id: 'AcknowledgeRequest' });
export type AcknowledgeRequest = z.infer<typeof AcknowledgeRequest>;

/** What somebody writes about an incident. */
export const NoteRequest = z
  .strictObject({ text: z.string().trim().min(1).max(API_LIMITS.note) })
  .meta({ id: 'NoteRequest' });
export type NoteRequest = z.infer<typeof NoteRequest>;
