import * as z from 'zod';
import { ANOMALY_TYPES, EXPECTATION_KINDS, SENSITIVITIES } from '../choices.ts';
import { date, keyword, keywordOf, text } from './field.ts';

export const ExpectationKind = z.enum(EXPECTATION_KINDS);
export type ExpectationKind = z.infer<typeof ExpectationKind>;

export const Sensitivity = z.enum(SENSITIVITIES);
export type Sensitivity = z.infer<typeof Sensitivity>;

/**
 * `log-ai-expectations`: what people say in advance of what will be abnormal. Anomalies that begin and end while it is in force
 * follow it; an anomaly that it suppressed names it (`anomaly.expectation.id`), so that nothing has to be counted here.
 */
export const ExpectationDocument = z.strictObject({
  id: keyword(),
  /** `sensitivity` changes how severe the anomalies of a service are; the others make them `expected`. */
  kind: keywordOf(ExpectationKind.options),
  /** All that is named must hold of an anomaly; nothing named, as maintenance of everything may: any. */
  about: z.strictObject({
    template_id: keyword().optional(),
    /** One of them. */
    services: z.array(keyword()).optional(),
    type: keywordOf(ANOMALY_TYPES).optional(),
    /** Nearly all of its lines have this value, as text. Only beside a template: names are its own. */
    parameter: z.strictObject({ name: keyword(), value: keyword() }).optional(),
  }),
  sensitivity: keywordOf(Sensitivity.options).optional(),
  /** In force from ≤ t < until; absent: for ever. */
  from: date(),
  until: date().optional(),
  note: text().optional(),
  /** Absent where nobody was named. */
  by: keyword().optional(),
  created: date(),
  /** When it was taken back: it ended then, and what went on was active again. */
  undone: date().optional(),
  undone_by: keyword().optional(),
  /** What its author could read, sorted: it holds of what comes from there. Absent: of everything. */
  data_streams: z.array(keyword()).optional(),
});
export type ExpectationDocument = z.infer<typeof ExpectationDocument>;
