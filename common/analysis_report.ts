import * as z from 'zod';
import { AnomalyStatus, AnomalyType } from './documents/anomaly_document.ts';
import { ParameterValue } from './documents/log_document.ts';
import { ParameterType } from './documents/template_document.ts';
import { ERROR_CODES } from './errors.ts';
import type { ErrorCode } from './errors.ts';
import { Level, SeverityLabel } from './levels.ts';
import { DecidedBy } from './severity_rule.ts';
import { SharedTraitSummary } from './shared_traits.ts';
import { UNITS } from './units.ts';

const ErrorCodeName = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);
const Count = z.int().min(0);
const Moment = z.iso.datetime();

/** Where a line stands: `file` as the user named it, `line_number` from 1. */
export const LinePosition = z.strictObject({ file: z.string(), line_number: z.int().min(1) });
export type LinePosition = z.infer<typeof LinePosition>;

/** What was read. Times are those of the lines; absent where none has one. */
const Source = z.strictObject({
  /** The file, or how many files. */
  name: z.string(),
  files: z.array(z.strictObject({ name: z.string(), bytes: Count, lines: Count })),
  /** After decompression. */
  bytes: Count,
  lines: Count,
  /** Lines with a template; continuation lines belong to the line above them. */
  events: Count,
  /** Of these, those that name a request. */
  events_of_requests: Count,
  from: Moment.optional(),
  to: Moment.optional(),
});

/** What a parameter of a template held. Values are those at the time each line was read. */
export const ParameterSummary = z.strictObject({
  name: z.string(),
  type: ParameterType,
  /** Of durations and bytes: the one in which values, `min` and `max` are. */
  unit: z.enum(UNITS).optional(),
  /** Different values; `distinct_is_bound` when there were more than are told apart. */
  distinct: Count,
  distinct_is_bound: z.boolean(),
  /** The first different values. */
  examples: z.array(ParameterValue),
  /** Of the numbers among the values. */
  min: z.number().optional(),
  max: z.number().optional(),
});
export type ParameterSummary = z.infer<typeof ParameterSummary>;

/** One template with all that its lines had in common. Most frequent first. */
export const TemplateSummary = z.strictObject({
  id: z.string(),
  text: z.string(),
  count: Count,
  /** Of the events, 0–1. */
  share: z.number(),
  levels: z.partialRecord(Level, Count),
  /** Of the level that most of its lines state, and of what it says; absent where neither is known. */
  severity: z
    .strictObject({
      label: SeverityLabel,
      confidence: z.number(),
      requires_immediate_action: z.boolean(),
      decided_by: DecidedBy,
    })
    .optional(),
  services: z.array(z.string()),
  parameters: z.array(ParameterSummary),
  first_seen: Moment.optional(),
  last_seen: Moment.optional(),
  /** The first line as it stands in the file, shortened. */
  first_line: z.string(),
  samples: z.array(LinePosition),
  /** Lines in each bucket of {@link AnalysisReport}'s `histogram`. */
  histogram: z.array(Count).optional(),
});
export type TemplateSummary = z.infer<typeof TemplateSummary>;

/** Something abnormal and why, the gravest first. */
export const AnomalySummary = z.strictObject({
  type: AnomalyType,
  status: AnomalyStatus,
  reason: z.string(),
  /** Absent where it is of no service, or of no template. */
  service: z.string().optional(),
  template_id: z.string().optional(),
  start: Moment,
  end: Moment,
  level: Level.optional(),
  /** 0–100. */
  risk_score: z.number(),
  typical: z.number(),
  actual: z.number(),
  samples: z.array(LinePosition),
});
export type AnomalySummary = z.infer<typeof AnomalySummary>;

/** A service that may be where it began, the most likely first. */
export const CauseSummary = z.strictObject({
  service: z.string(),
  /** In nats: how much better the evidence is explained by it, beyond what chance gives in as many comparisons. */
  score: z.number(),
  /** The strongest first. */
  evidence: z.array(z.strictObject({ kind: z.enum(['missing', 'error', 'slow']), text: z.string() })),
});
export type CauseSummary = z.infer<typeof CauseSummary>;

/** Anomalies and failed requests of one cause, the gravest first. */
export const IncidentSummary = z.strictObject({
  status: z.enum(['active', 'resolved']),
  reason: z.string(),
  start: Moment,
  end: Moment,
  /** 0–100. */
  risk_score: z.number(),
  /** Where it began. */
  first_service: z.string().optional(),
  /** Services by what changed in the steps of requests since its start; none where too little says so. */
  causes: z.array(CauseSummary),
  services: z.array(z.string()),
  anomaly_count: Count,
  failed_request_count: Count,
});
export type IncidentSummary = z.infer<typeof IncidentSummary>;

/**
 * How many minutes a detector answered with this verdict. `no_timestamps`: nothing can be judged by time. Of a detector that
 * judges templates, which has no minutes: it knew too few, or there are too many, or its model does not run here.
 */
export const VerdictSummary = z.strictObject({
  detector: z.string(),
  kind: z.enum([
    'judged',
    'insufficient_history',
    'no_timestamps',
    'insufficient_templates',
    'too_many_templates',
    'model_unusable',
  ]),
  minutes: Count,
  /** Of `insufficient_history`: the most that was known in one of those minutes, and what is needed. */
  known_minutes: Count.optional(),
  needed_minutes: Count.optional(),
  /** Of a detector of sessions: how many; of `insufficient_history` the most that were known of a kind, and what is needed. */
  sessions: Count.optional(),
  known_sessions: Count.optional(),
  needed_sessions: Count.optional(),
  /** Of a detector of values: of how many parameters. */
  parameters: Count.optional(),
  /** Of all sessions, those that were looked at, where there are more than are kept. */
  share: z.number().optional(),
  /** Of `insufficient_templates` and `too_many_templates`. */
  known_templates: Count.optional(),
  needed_templates: Count.optional(),
});
export type VerdictSummary = z.infer<typeof VerdictSummary>;

/** A request with a line of level ERROR or worse, the newest first. Without times of lines it has neither start nor duration. */
export const FailedRequestSummary = z.strictObject({
  request_id: z.string(),
  /** In the order in which they took part. */
  services: z.array(z.string()),
  start: Moment.optional(),
  duration_ms: z.number().optional(),
  line_count: Count,
  error_count: Count,
  first_error: z.strictObject({
    service: z.string(),
    template_id: z.string().optional(),
    text: z.string(),
    position: LinePosition.optional(),
  }),
});
export type FailedRequestSummary = z.infer<typeof FailedRequestSummary>;

/** Failed requests that broke first at the same place, the largest group first. */
export const FailureGroupSummary = z.strictObject({
  service: z.string(),
  template_id: z.string().optional(),
  text: z.string(),
  request_count: Count,
  /** The other services of these requests. */
  services: z.array(z.string()),
  request_ids: z.array(z.string()),
});
export type FailureGroupSummary = z.infer<typeof FailureGroupSummary>;

/** A layout of headers: what was read by it of how many events. */
export const LayoutSummary = z.strictObject({
  /** `time`, `level`, `service`, `request`: those that were found. */
  fields: z.array(z.string()),
  count: Count,
  /** The first line that was read so, shortened. */
  example: z.string(),
  /** Of lines whose time was not read: a format for `--format` to begin with. */
  proposal: z.string().optional(),
});
export type LayoutSummary = z.infer<typeof LayoutSummary>;

/** What `log-ai analyze --json` prints. It holds log lines: it goes to whoever may read the file, and nowhere else. */
export const AnalysisReport = z.strictObject({
  version: z.literal(1),
  source: Source,
  templates: z.array(TemplateSummary),
  incidents: z.array(IncidentSummary),
  anomalies: z.array(AnomalySummary),
  verdicts: z.array(VerdictSummary),
  /** The newest ones; `failed_request_count` says how many there are. */
  failed_requests: z.array(FailedRequestSummary),
  failed_request_count: Count,
  failure_groups: z.array(FailureGroupSummary),
  /** Where failed requests began to go another way than the others. */
  failure_causes: z.array(CauseSummary),
  /** The least likely by chance first. */
  shared_by_failed: z.array(SharedTraitSummary),
  /** How headers were read, the most frequent first. */
  layouts: z.array(LayoutSummary),
  /** Names of zones that were met and have more than one meaning: how each was read, and what else it may mean. */
  ambiguous_zones: z.array(z.strictObject({ name: z.string(), offset: z.string(), others: z.string() })),
  /** Lines that are in no template, by reason. */
  skipped: z.record(z.string(), Count),
  /** Lines that were read, but not as they are, by reason. */
  altered: z.record(z.string(), Count),
  /** Buckets of equal length over the time of the lines. */
  histogram: z
    .strictObject({ start: Moment, bucket_minutes: z.int().min(1), counts: z.array(Count) })
    .optional(),
  timing: z.strictObject({ seconds: z.number(), mb_per_s: z.number() }),
  /** Why the result is not of the whole input. */
  problems: z.array(z.strictObject({ code: ErrorCodeName, message: z.string() })),
});
export type AnalysisReport = z.infer<typeof AnalysisReport>;
