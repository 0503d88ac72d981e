import * as z from 'zod';
import { ANOMALY_STATUSES, ANOMALY_TYPES, FOUND_STATUSES, SUBJECT_KEYS } from '../choices.ts';
import { SeverityLabel } from '../levels.ts';
import { DecidedBy } from '../severity_rule.ts';
import { Act, AlertEvent } from './alert_event.ts';
import { AnomalyReason } from './anomaly_reason.ts';
import { boolean, date, double, float, keyword, keywordOf, opaque } from './field.ts';
import { TemplateReference } from './template_label.ts';
import { Reference } from './reference.ts';

export const AnomalyType = z.enum(ANOMALY_TYPES);
export type AnomalyType = z.infer<typeof AnomalyType>;

export const AnomalyStatus = z.enum(ANOMALY_STATUSES);
export type AnomalyStatus = z.infer<typeof AnomalyStatus>;

/** What is abnormal: two anomalies of one type and subject that touch in time are one. */
export type SubjectKind = keyof typeof SUBJECT_KEYS;
export const SubjectKind = z.enum(Object.keys(SUBJECT_KEYS) as [SubjectKind, ...SubjectKind[]]);

/** Numbers and names that say what drove an anomaly, e.g. `{window_minutes: 10, baseline_minutes: 60}`. Never lines. */
export const AnomalyContext = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(z.number())]),
);

/**
 * `log-ai-anomalies-*`: something abnormal and why. `event.id` is minted of type, subject and start when it is found first,
 * and stays: so does `event.start`, which says in which index it lies. Alert rules use `event.created`, the moment of
 * detection, as their time field, and `anomaly.raised` to see one grow.
 */
export const AnomalyDocument = z.strictObject({
  '@timestamp': date(),
  event: AlertEvent(),
  /** The same as `event.risk_score`, under the name that Elastic's own anomalies have: users see one score. */
  record_score: float(),
  /** Flat, so that it can be filtered and grouped by; `key` joins the keys of its kind, see `subjectKeyOf`. */
  subject: z.strictObject({ kind: keywordOf(SubjectKind.options), key: keyword() }),
  anomaly: z.strictObject({
    type: keywordOf(AnomalyType.options),
    /** What people say, else what its detector says. */
    status: keywordOf(AnomalyStatus.options),
    /** What its detector says, whatever people say. */
    found_status: keywordOf(FOUND_STATUSES),
    /** Its minutes as they are known now: late documents may move the first one to before `event.start`. */
    first_seen: date(),
    last_seen: date(),
    /** The minutes before were judged when this was written: what was judged less far never overwrites it. */
    judged_until: date(),
    /** When its `event.risk_score` last rose into a higher band (25, 50, 75). */
    raised: date(),
    /** What `event.reason` says, in parts. Absent in what older versions wrote. */
    reason: opaque(AnomalyReason).optional(),
    samples: opaque(z.array(Reference)),
    context: opaque(AnomalyContext),
    incident_id: keyword().optional(),
    /** Who said that it was expected, and when; `id`: in advance, with that expectation. */
    expectation: Act().extend({ id: keyword().optional() }).optional(),
  }),
  typical: double().optional(),
  actual: double().optional(),
  probability: double().optional(),
  service: z.strictObject({ name: keyword() }).optional(),
  log_ai: z.strictObject({
    template: TemplateReference.optional(),
    request_id: keyword().optional(),
    parameter: z.strictObject({ name: keyword() }).optional(),
    /** Of its lines; who decided it is absent in what older versions wrote. */
    severity: z
      .strictObject({
        label: keywordOf(SeverityLabel.options),
        confidence: float().optional(),
        decided_by: keywordOf(DecidedBy.options).optional(),
      })
      .optional(),
    /** How unusual the meaning of its template was when it came, 0–100. */
    semantic_score: float().optional(),
  }),
  trace: z.strictObject({ id: keyword() }).optional(),
  /** Its last minute is not past the watermark: more lines of it may still be counted. */
  is_interim: boolean(),
  /** It had ended long before it was found, after a pause or by a backfill: it is recorded, and alerts nobody. */
  is_late: boolean().optional(),
  /** What it speaks of lies in these, sorted: who may not read all of them does not see it. */
  data_streams: z.array(keyword()).optional(),
});
export type AnomalyDocument = z.infer<typeof AnomalyDocument>;
