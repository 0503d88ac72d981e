import * as z from 'zod';
import {
  boolean,
  date,
  float,
  integer,
  keyword,
  keywordOf,
  long,
  opaque,
  text,
  unindexedKeyword,
} from './field.ts';
import { Level, SeverityLabel } from '../levels.ts';
import { DecidedBy } from '../severity_rule.ts';
import { UNITS } from '../units.ts';

/**
 * The type of the values that a parameter took so far, told by the form of their texts and by a unit behind them: `1.50` and
 * `3` are floats together, behind both stands `ms` where they are a duration.
 */
export const ParameterType = z.enum([
  'integer',
  'float',
  'duration',
  'bytes',
  'boolean',
  'ip',
  'uuid',
  'path',
  'url',
  'time',
  'string',
]);
export type ParameterType = z.infer<typeof ParameterType>;

/**
 * A named, typed gap of a template. A duration and a number of bytes have a unit, and nothing else has: the one in which the
 * lines state it, see `inBaseUnit`.
 */
export const TemplateParameter = z.strictObject({
  name: keyword(),
  type: keywordOf(ParameterType.options),
  unit: keywordOf(UNITS).optional(),
});
export type TemplateParameter = z.infer<typeof TemplateParameter>;

/**
 * One blank-delimited column of a template: either text that is the same in every line (with a control character
 * U+0001 in place of each masked value), or a prefix and a suffix around a value that varies. `many`: the value is one
 * column or several, whole; prefix and suffix are empty.
 */
export const TemplateColumn = z.union([
  z.string(),
  z.strictObject({ prefix: z.string(), suffix: z.string(), many: z.literal(true).optional() }),
]);
export type TemplateColumn = z.infer<typeof TemplateColumn>;

/** What a template looked like before a mask changed it. */
export const UnmaskedTemplate = z.strictObject({
  version: z.int(),
  text: z.string(),
  columns: z.array(TemplateColumn),
  parameters: z.array(TemplateParameter),
});
export type UnmaskedTemplate = z.infer<typeof UnmaskedTemplate>;

/** A mask of a user under which a template's columns are; `before`: as they were, where it changed them. */
export const AppliedMask = z.strictObject({ edit_id: z.string(), before: UnmaskedTemplate.optional() });
export type AppliedMask = z.infer<typeof AppliedMask>;

/** What a model said of the text of a template, in the version that it had. */
export const Classified = z.strictObject({
  model: z.string(),
  version: z.int(),
  label: SeverityLabel,
  confidence: z.number(),
  probabilities: z.strictObject({
    informational: z.number(),
    warning: z.number(),
    error: z.number(),
    critical: z.number(),
  }),
});
export type Classified = z.infer<typeof Classified>;

/** `log-ai-templates`: what the miner learned. The documents are its state: after a restart it learns on from them. */
export const TemplateDocument = z.strictObject({
  id: keyword(),
  version: integer(),
  text: text(),
  name: unindexedKeyword().optional(),
  columns: opaque(z.array(TemplateColumn)),
  parameters: z.array(TemplateParameter),
  /** Of the line that it began with. */
  level: keywordOf(Level.options).optional(),
  /** What people say of the severity of its lines, else what a model does: see `severity_rule.ts`. */
  severity: z
    .strictObject({
      label: keywordOf(SeverityLabel.options),
      confidence: float(),
      decided_by: keywordOf(DecidedBy.exclude(['level']).options),
    })
    .optional(),
  /** Which of its parameters were found to hold ids of requests, and when that was decided last: none where it was taken back. */
  request_parameters: z.strictObject({ names: z.array(keyword()), decided: date() }).optional(),
  /** Kept beside what people say. */
  classified: opaque(Classified).optional(),
  /** All that its lines had, the least severe first. Absent in what older versions wrote. */
  levels: z.array(keywordOf(Level.options)).optional(),
  services: z.array(keyword()),
  /** Where its lines lie, sorted: who may not read all of these does not see it. Absent where there are none, as for files. */
  data_streams: z.array(keyword()).optional(),
  line_count: long(),
  first_seen: date(),
  last_seen: date(),
  updated: date(),
  /** How unusual its meaning was among what was known when it came, 0–100. Absent where that was not judged. */
  semantic_score: float().optional(),
  merged_into: keyword().optional(),
  /** An edit can be undone; what learning merged stays merged. */
  merged_by: keywordOf(['learning', 'edit']).optional(),
  expected: boolean().optional(),
  /** Of a template that a user split off: its lines are those of another with this value. */
  split_from: z
    .strictObject({ template_id: keyword(), parameter: keyword(), value: unindexedKeyword() })
    .optional(),
  /** The revision of the edits that `name`, `expected` and a merge by an edit are of. */
  edited: integer().optional(),
  /** The revision of the edits since which its lines are counted anew. */
  recounted: integer().optional(),
  /** How often masks were added or taken back when its columns were read. */
  masked: integer().optional(),
  masks: opaque(z.array(AppliedMask)).optional(),
});
export type TemplateDocument = z.infer<typeof TemplateDocument>;
