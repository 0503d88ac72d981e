import * as z from 'zod';
import { Level, SeverityLabel } from '../levels.ts';

/**
 * Why something is abnormal: a code, and what is to be said of it. The app says it in its user's zone and words; the document
 * has the sentence in English and UTC beside it, for rules and mails. A code that a reader does not know has its sentence.
 */
export const AnomalyReason = z.strictObject({
  code: z.string(),
  service: z.string().optional(),
  /** Of lines that name no service. */
  data_stream: z.string().optional(),
  /** The text of the template, on one line and cut at a length. */
  template: z.string().optional(),
  level: Level.optional(),
  /** Of a sequence: texts of the step before, and of the one that usually comes; '' stands for start and end. */
  steps: z.strictObject({ before: z.string().optional(), expected: z.string().optional() }).optional(),
  /** How severe it sounds. */
  severity: SeverityLabel.optional(),
  /** The name of what is unusual in a line, and what its unit measures: then numbers are in milliseconds or bytes. */
  parameter: z.string().optional(),
  measure: z.enum(['duration', 'bytes']).optional(),
  numbers: z.record(z.string(), z.number()),
  /** ISO 8601. */
  times: z.strictObject({
    from: z.string().optional(),
    to: z.string().optional(),
    since: z.string().optional(),
  }),
});
export type AnomalyReason = z.infer<typeof AnomalyReason>;
