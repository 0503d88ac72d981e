import * as z from 'zod';
import { date, keyword, long } from './field.ts';
import { TemplateReference } from './template_label.ts';

/**
 * `log-ai-template-counts-*`: how many lines of a template a service wrote in a minute, by level and by where they lie. Lines
 * without a template are counted, too, by their status: all of a minute together are its documents.
 * `source` says who counted (`cluster` or a stream partition): a document is counted by exactly one.
 */
export const TemplateCountDocument = z.strictObject({
  '@timestamp': date(),
  log_ai: z.strictObject({ template: TemplateReference.optional() }),
  /** What became of the lines: `parsed`, `unknown`, `skipped:<reason>`, or `unlabelled` for those that no pipeline saw. */
  status: keyword(),
  service: z.strictObject({ name: keyword() }),
  log: z.strictObject({ level: keyword() }),
  /** Whoever may read it may see the count. */
  data_stream: keyword(),
  /** A minute is counted anew index by index: what lies in one that cannot be read stays as it was counted. */
  index: keyword(),
  count: long(),
  source: keyword(),
});
export type TemplateCountDocument = z.infer<typeof TemplateCountDocument>;
