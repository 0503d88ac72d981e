import * as z from 'zod';
import { INCIDENT_STATUSES } from '../choices.ts';
import { Act, AlertEvent } from './alert_event.ts';
import { boolean, date, float, integer, keyword, keywordOf, opaque } from './field.ts';

export const IncidentStatus = z.enum(INCIDENT_STATUSES);
export type IncidentStatus = z.infer<typeof IncidentStatus>;

/**
 * What an incident is, in parts: the app says it in its user's language; the document has the sentence in English beside it.
 * A code that a reader does not know has its sentence. Codes: `HEADLINE_CODES`.
 */
export const IncidentHeadline = z.strictObject({
  code: z.string(),
  /** Where it began. */
  service: z.string().optional(),
  /** The text of the template of its most severe anomaly, on one line and cut at a length. */
  template: z.string().optional(),
  /** In the order of their first abnormal minute; the first ones. */
  services: z.array(z.string()),
  /** `anomalies`, `services` and `failed_requests`: how many there are. */
  numbers: z.record(z.string(), z.number()),
});
export type IncidentHeadline = z.infer<typeof IncidentHeadline>;

/** What people wrote about an incident. */
export const IncidentNote = z.strictObject({
  /** Absent where nobody was named. */
  by: z.string().optional(),
  at: z.iso.datetime(),
  text: z.string(),
});
export type IncidentNote = z.infer<typeof IncidentNote>;

/**
 * `log-ai-incidents`: anomalies of one cause. `event.id` is minted of the first anomaly when it is found first, and stays.
 * Alert rules use `incident.raised` as their time field: it moves when `incident.alert_score` rises into a higher band.
 */
export const IncidentDocument = z.strictObject({
  '@timestamp': date(),
  /** `risk_score`: the highest of its evidence. */
  event: AlertEvent(),
  incident: z.strictObject({
    /** `active` while something of it goes on, or ended only just now. */
    status: keywordOf(INCIDENT_STATUSES),
    /** The highest risk so far of what may alert somebody: evidence that is neither interim nor late. 0: none may. */
    alert_score: float(),
    /** When `alert_score` last rose into a higher band (25, 50, 75). Absent where there is nothing to alert about. */
    raised: date().optional(),
    headline: opaque(IncidentHeadline),
    /**
     * Where it began: the service that requests show to be the cause, where that is clear; else where most of its failed requests failed
     * first, else the service of its most severe early anomaly.
     */
    first_service: keyword().optional(),
    /** What requests until then show: the service that is clearly the cause, where there is one. Absent where nobody asked. */
    cause: z.strictObject({ service: keyword().optional(), until: date() }).optional(),
    /** In the order of their first abnormal minute. */
    services: z.array(keyword()),
    /** The evidence in order; the first ones of `anomaly_total`. */
    anomaly_ids: z.array(keyword()),
    anomaly_total: integer(),
    template_ids: z.array(keyword()),
    /** Some of the requests that failed for it, in order; there were `failed_requests`. */
    request_ids: z.array(keyword()),
    failed_requests: integer(),
    /** It turned out to be part of that one. */
    merged_into: keyword().optional(),
    /** Who looks after it, and who last took that back. */
    acknowledged: Act().optional(),
    released: Act().optional(),
    notes: opaque(z.array(IncidentNote)),
  }),
  /** Nothing of its evidence is past the watermark yet. */
  is_interim: boolean(),
  /** All of its evidence was found too late to alert anybody. */
  is_late: boolean().optional(),
  /** What it speaks of lies in these, sorted: who may not read all of them does not see it. */
  data_streams: z.array(keyword()).optional(),
});
export type IncidentDocument = z.infer<typeof IncidentDocument>;
