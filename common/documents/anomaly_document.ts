import * as z from 'zod';
import { ANOMALY_STATUSES, ANOMALY_TYPES } from '../choices.ts';
import { SeverityLabel } from '../levels.ts';
import { boolean, date, double, float, keyword, keywordOf, opaque, text } from './field.ts';
import { Reference } from './reference.ts';

export const AnomalyType = z.enum(ANOMALY_TYPES);
export type AnomalyType = z.infer<typeof AnomalyType>;

export const AnomalyStatus = z.enum(ANOMALY_STATUSES);
export type AnomalyStatus = z.infer<typeof AnomalyStatus>;

/** Numbers and names that say what drove an anomaly, e.g. `{window_minutes: 10, baseline_minutes: 60}`. Never lines. */
export const AnomalyContext = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(z.number())]),
);

/**
 * `log-ai-anomalies-*`: something abnormal and why. `event.id` is derived from what and when, so that finding it again
 * updates it. `@timestamp` is its start; alert rules use `event.created`, the moment of detection, as their time field.
 */
export const AnomalyDocument = z.strictObject({
  '@timestamp': date(),
  event: z.strictObject({
    id: keyword(),
    kind: keywordOf(['alert']),
    start: date(),
    end: date(),
    created: date(),
    reason: text(),
    /** 0–100, in Elastic's bands of 25, 50 and 75. */
    risk_score: float(),
  }),
  /** 0–100: how abnormal, regardless of how severe. */
  record_score: float(),
  anomaly: z.strictObject({
    type: keywordOf(AnomalyType.options),
    status: keywordOf(AnomalyStatus.options),
    first_seen: date(),
    last_seen: date(),
    samples: opaque(z.array(Reference)),
    context: opaque(AnomalyContext),
    incident_id: keyword().optional(),
    /** Who said that it was expected, and when. `by` is absent where nobody was named. */
    expectation: z.strictObject({ by: keyword().optional(), at: date() }).optional(),
  }),
  typical: double().optional(),
  actual: double().optional(),
  probability: double().optional(),
  service: z.strictObject({ name: keyword() }),
  log_ai: z.strictObject({
    template: z.strictObject({ id: keyword() }),
    severity: z.strictObject({ label: keywordOf(SeverityLabel.options) }).optional(),
  }),
  trace: z.strictObject({ id: keyword() }).optional(),
  is_interim: boolean(),
  /** It had ended long before it was found, after a pause or by a backfill: it is recorded, and alerts nobody. */
  is_late: boolean().optional(),
  /** What it speaks of lies in these, sorted: who may not read all of them does not see it. */
  data_streams: z.array(keyword()).optional(),
});
export type AnomalyDocument = z.infer<typeof AnomalyDocument>;
