import * as z from 'zod';
import { SeverityLabel } from '../levels.ts';
import { DecidedBy } from '../severity_rule.ts';
import { boolean, date, flattened, float, integer, keyword, keywordOf, unindexedKeyword } from './field.ts';

/** Why a line was not mined. It is counted, never lost: the document itself is indexed all the same. */
export const SkipReason = z.enum([
  'no_message',
  'empty',
  'too_long',
  'continuation',
  'pipeline_failed',
  'parse_failed',
]);
export type SkipReason = z.infer<typeof SkipReason>;

/** `parsed`: labelled with a template. `unknown`: no template yet, the learning task will label it. `skipped:<reason>`. */
export const ParseStatus = z.union([
  z.enum(['parsed', 'unknown']),
  z.templateLiteral(['skipped:', SkipReason]),
]);
export type ParseStatus = z.infer<typeof ParseStatus>;

/**
 * A typed value of a line. `String` of it is the text of the line: `1.50`, `007` and other texts that no number is printed
 * as stay strings, whatever the type of the parameter: see `numberOf`.
 */
export const ParameterValue = z.union([z.string(), z.number(), z.boolean()]);
export type ParameterValue = z.infer<typeof ParameterValue>;

/** Values by name, e.g. `{target: "DB", timeout_ms: 30000}`. */
export const Parameters = z.record(z.string(), ParameterValue);
export type Parameters = z.infer<typeof Parameters>;

/** Who counts what our pipeline has indexed; a stream counts its own as `stream:<topic>-<partition>`. */
export const COUNTED_BY_CLUSTER = 'cluster';

/** What Log AI adds to a log document, all of it under `log_ai`: a field that the user sent is never overwritten. */
export const LogAiFields = z.strictObject({
  /**
   * When the document was indexed, or was last given a label: by our own clock, whatever its sender says. Every task that
   * reads documents goes by it.
   */
  ingested: date().optional(),
  /** Who counts the document: never two. */
  counted_by: keyword().optional(),
  request_id: keyword().optional(),
  /** All ids by which the line names its request, where they are several. */
  request_ids: z.array(keyword()).optional(),
  template: z
    .strictObject({
      id: keyword(),
      version: integer(),
      text: unindexedKeyword(),
    })
    .optional(),
  generation: integer().optional(),
  params: flattened(Parameters).optional(),
  severity: z
    .strictObject({
      label: keywordOf(SeverityLabel.options),
      confidence: float(),
      requires_immediate_action: boolean(),
      /** See `severity_rule.ts`. */
      decided_by: keywordOf(DecidedBy.options),
      is_failure: boolean(),
    })
    .optional(),
  semantic_score: float().optional(),
  parse: z.strictObject({ status: keyword().refine((status) => ParseStatus.safeParse(status).success) }),
  model_version: keyword().optional(),
});
export type LogAiFields = z.infer<typeof LogAiFields>;

/** The fields of a log document that Log AI reads or fills in when the shipper did not send them. */
export const LogDocument = z.looseObject({
  '@timestamp': date().optional(),
  message: z.unknown().optional(),
  log: z.looseObject({ level: keyword().optional(), logger: keyword().optional() }).optional(),
  service: z.looseObject({ name: keyword().optional() }).optional(),
  trace: z.looseObject({ id: keyword().optional() }).optional(),
  span: z.looseObject({ id: keyword().optional() }).optional(),
  log_ai: LogAiFields.optional(),
});
export type LogDocument = z.infer<typeof LogDocument>;
