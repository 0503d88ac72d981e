import * as z from 'zod';
import { date, keyword, long } from './field.ts';

/**
 * `log-ai-template-counts-*`: how many lines of a template a service wrote in a minute, by level.
 * `source` says who counted (`cluster` or a stream partition): a document is counted by exactly one.
 */
export const TemplateCountDocument = z.strictObject({
  '@timestamp': date(),
  log_ai: z.strictObject({ template: z.strictObject({ id: keyword() }) }),
  service: z.strictObject({ name: keyword() }),
  log: z.strictObject({ level: keyword() }),
  /** Whoever may read it may see the count. */
  data_stream: keyword().optional(),
  count: long(),
  source: keyword(),
});
export type TemplateCountDocument = z.infer<typeof TemplateCountDocument>;
