import { z } from 'zod';
import { compareText } from '../../../common/compare_text.ts';
import type { AnomalyDocument } from '../../../common/documents/anomaly_document.ts';
import type { RequestDocument } from '../../../common/documents/request_document.ts';
import { excerptOf } from '../../../common/excerpt.ts';

/** Requests of a minute and a service that are looked at: the others went the same way. */
export const FAILED_SAMPLES = 5;

/** An anomaly as part of an incident. Times in milliseconds since the epoch, half-open. Plain JSON. */
export const Evidence = z.strictObject({
  id: z.string(),
  start: z.number(),
  end: z.number(),
  is_active: z.boolean(),
  /** People said that it was expected: it forms no incident. */
  is_expected: z.boolean(),
  /** Nothing is wrong: it forms no incident, either. */
  is_notice: z.boolean().optional(),
  is_interim: z.boolean(),
  is_late: z.boolean(),
  risk_score: z.number(),
  /** What is abnormal: its kind and keys. */
  subject: z.string(),
  service: z.string().optional(),
  template_id: z.string().optional(),
  /** Its text on one line. */
  template: z.string().optional(),
  request_id: z.string().optional(),
  /** Of values: some of the requests that have them. */
  request_ids: z.array(z.string()).readonly().optional(),
  data_streams: z.array(z.string()).readonly().optional(),
  /** The one that it was said to be of. */
  incident_id: z.string().optional(),
});
export type Evidence = Readonly<z.infer<typeof Evidence>>;

/** What is looked at of a failed request. */
export type FailedSample = Pick<
  RequestDocument,
  'request_id' | 'event' | 'services' | 'hops' | 'first_error' | 'break_point' | 'anomaly_id' | 'data_streams'
>;

/** Requests that broke at one place, by the minute in which they did. */
export interface Failures {
  /** Of the minute, milliseconds since the epoch. */
  readonly time: number;
  /** Of the first error; absent where they have none: after the last line that is as usual the cause is still to come. */
  readonly service?: string;
  readonly count: number;
  /** Some of them, always the same ones. */
  readonly samples: readonly FailedSample[];
}

export function evidenceOf({
  event,
  anomaly,
  subject,
  service,
  log_ai,
  is_interim,
  is_late = false,
  data_streams,
}: AnomalyDocument): Evidence {
  const start = Date.parse(anomaly.first_seen);
  const { request_ids } = anomaly.context;
  const template = anomaly.reason?.template ?? log_ai.template?.text;
  return {
    id: event.id,
    start,
    end: Math.max(start, Date.parse(anomaly.last_seen)),
    is_active: anomaly.found_status === 'active',
    is_expected: anomaly.status === 'expected',
    ...(isNotice(anomaly.type) && { is_notice: true }),
    is_interim,
    is_late,
    risk_score: event.risk_score,
    subject: `${subject.kind} ${subject.key}`,
    ...(service && { service: service.name }),
    ...(log_ai.template && { template_id: log_ai.template.id }),
    ...(template !== undefined && { template: excerptOf(template) }),
    ...(log_ai.request_id !== undefined && { request_id: log_ai.request_id }),
    ...(Array.isArray(request_ids) && { request_ids: request_ids.map(String) }),
    ...(data_streams && { data_streams }),
    ...(anomaly.incident_id !== undefined && { incident_id: anomaly.incident_id }),
  };
}

/** Whether it says that something is there, and forms no incident. */
export function isNotice(type: AnomalyDocument['anomaly']['type']): boolean {
  return type === 'new_source';
}

/** The order in which evidence is told: by its first minute. */
export function compareEvidence(
  a: Pick<Evidence, 'start' | 'id'>,
  b: Pick<Evidence, 'start' | 'id'>,
): number {
  return a.start - b.start || compareText(a.id, b.id);
}
