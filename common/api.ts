import { z } from 'zod';
import { AnomalyDocument } from './documents/anomaly_document.ts';
import { Parameters, ParseStatus } from './documents/log_document.ts';
import { Reference } from './documents/reference.ts';
import { Hop, RequestDocument } from './documents/request_document.ts';
import { TemplateDocument } from './documents/template_document.ts';
import { ERROR_CODES } from './errors.ts';
import type { ErrorCode } from './errors.ts';
import { Level } from './levels.ts';

/** All routes of the service but those of operation (health, metrics, the OpenAPI document) lie below it. */
export const API_BASE = '/api/v1';

/** Limits of the API, each with its reason. */
export const API_LIMITS = {
  /** What fits into the default body limit at 800 bytes a line. */
  lines: 10_000,
  /** A table that nobody scrolls through to its end. */
  page: 1000,
  /** Elasticsearch reads pages up to here (`index.max_result_window`); beyond, a narrower query is the answer. */
  offset: 9000,
  /** Longer than any id of a framework, shorter than a line of an attacker. */
  id: 512,
} as const;

/** ISO 8601 with a zone. */
const Moment = z.iso.datetime({ offset: true });
const Id = z.string().min(1).max(API_LIMITS.id);
const Size = z.coerce.number().int().min(1).max(API_LIMITS.page);

/** Half-open: from ≤ t < to. */
const range = { from: Moment, to: Moment };
const isForward = (value: { from: string; to: string }) => Date.parse(value.from) < Date.parse(value.to);
const FORWARD = { error: 'from must be before to', path: ['to'] };

const ErrorCodeSchema = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);

/** What every refusal looks like. */
export const ErrorBody = z
  .strictObject({
    error: z.strictObject({
      code: ErrorCodeSchema,
      message: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  })
  .meta({ id: 'Error' });
export type ErrorBody = z.infer<typeof ErrorBody>;

/** Lines as a shipper would send them; other fields than these are allowed and may hold level, service and request id. */
export const ParseRequest = z
  .strictObject({
    lines: z
      .array(
        z.looseObject({ message: z.string(), '@timestamp': z.union([z.string(), z.number()]).optional() }),
      )
      .min(1)
      .max(API_LIMITS.lines),
  })
  .meta({ id: 'ParseRequest' });
export type ParseRequest = z.infer<typeof ParseRequest>;

/** A line of the caller, read. `event_template` and `template_id` are absent for lines that were skipped. */
export const ParsedRecord = z
  .strictObject({
    timestamp: z.iso.datetime().optional(),
    level: Level.optional(),
    service: z.string().optional(),
    request_id: z.string().optional(),
    event_template: z.string().optional(),
    template_id: z.string().optional(),
    parameters: Parameters.optional(),
    status: ParseStatus,
  })
  .meta({ id: 'ParsedRecord' });
export type ParsedRecord = z.infer<typeof ParsedRecord>;

/** One record for each line, in order. */
export const ParseResponse = z.strictObject({ records: z.array(ParsedRecord) }).meta({ id: 'ParseResponse' });
export type ParseResponse = z.infer<typeof ParseResponse>;

/** `query`: words of the text, or an id. `from`: how many to leave out. */
export const TemplatesQuery = z.strictObject({
  query: z.string().min(1).max(API_LIMITS.id).optional(),
  service: Id.optional(),
  size: Size.default(50),
  from: z.coerce.number().int().min(0).max(API_LIMITS.offset).default(0),
});
export type TemplatesQuery = z.infer<typeof TemplatesQuery>;

/** A template as users see it: how the miner matches it stays inside. */
export const Template = TemplateDocument.omit({ columns: true }).meta({ id: 'Template' });
export type Template = z.infer<typeof Template>;

export const TemplatesResponse = z
  .strictObject({ total: z.int(), templates: z.array(Template) })
  .meta({ id: 'TemplatesResponse' });
export type TemplatesResponse = z.infer<typeof TemplatesResponse>;

/** A range that is not given is the last hour. */
const optionalRange = { from: Moment.optional(), to: Moment.optional() };
const isForwardWhereGiven = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  from === undefined || to === undefined || isForward({ from, to });

/** `min_score`: the lowest `record_score`, 0–100. Newest first. */
export const AnomaliesQuery = z
  .strictObject({
    ...optionalRange,
    size: Size.default(100),
    min_score: z.coerce.number().min(0).max(100).default(0),
  })
  .refine(isForwardWhereGiven, FORWARD);
export type AnomaliesQuery = z.infer<typeof AnomaliesQuery>;

export const AnomaliesResponse = z
  .strictObject({ anomalies: z.array(AnomalyDocument.meta({ id: 'Anomaly' })) })
  .meta({ id: 'AnomaliesResponse' });
export type AnomaliesResponse = z.infer<typeof AnomaliesResponse>;

export const RequestsQuery = z
  .strictObject({ ...optionalRange, size: Size.default(100) })
  .refine(isForwardWhereGiven, FORWARD);
export type RequestsQuery = z.infer<typeof RequestsQuery>;

/** Failed requests, newest first. */
export const RequestsResponse = z
  .strictObject({ requests: z.array(RequestDocument.meta({ id: 'FailedRequest' })) })
  .meta({ id: 'RequestsResponse' });
export type RequestsResponse = z.infer<typeof RequestsResponse>;

/** Where a line of a request lies, and what is known of it. */
export const RequestLine = z
  .strictObject({
    '@timestamp': z.iso.datetime(),
    service: z.string(),
    level: Level.optional(),
    template_id: z.string().optional(),
    reference: Reference,
  })
  .meta({ id: 'RequestLine' });
export type RequestLine = z.infer<typeof RequestLine>;

/** The way of one request across services: hops in causal order, lines in time order, failed or not. */
export const RequestStoryResponse = z
  .strictObject({
    request_id: z.string(),
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    hops: z.array(Hop),
    line_count: z.int(),
    error_count: z.int(),
    first_error: RequestDocument.shape.first_error.optional(),
    lines: z.array(RequestLine),
    /** More lines than `lines` holds; the counts are of all of them. */
    is_truncated: z.boolean(),
  })
  .meta({ id: 'RequestStory' });
export type RequestStoryResponse = z.infer<typeof RequestStoryResponse>;

/** The range to be judged. It may lie in the past: the same range gives the same anomalies. */
export const DetectRequest = z.strictObject(range).refine(isForward, FORWARD).meta({ id: 'DetectRequest' });
export type DetectRequest = z.infer<typeof DetectRequest>;

/** What a detector could say: minutes judged, and minutes that it could not judge and why. */
export const DetectVerdict = z
  .strictObject({
    detector: z.string(),
    verdict: z.enum([
      'judged',
      'insufficient_history',
      'unknown_templates',
      'unknown_minute',
      'state_discarded',
    ]),
    minutes: z.int(),
    known_minutes: z.int().optional(),
    needed_minutes: z.int().optional(),
  })
  .meta({ id: 'DetectVerdict' });
export type DetectVerdict = z.infer<typeof DetectVerdict>;

export const DetectResponse = z
  .strictObject({
    ...range,
    /** Documents that went through the pipeline anew, and documents that taught templates. */
    relabelled: z.int(),
    learned: z.int(),
    counted_minutes: z.int(),
    /** By type, e.g. `{frequency: 2}`. */
    anomalies: z.record(z.string(), z.int()),
    failed_requests: z.int(),
    verdicts: z.array(DetectVerdict),
    /** Minutes of the range that no document covers. */
    unknown_minutes: z.int(),
  })
  .meta({ id: 'DetectResponse' });
export type DetectResponse = z.infer<typeof DetectResponse>;

/** What one run of the learning task did. */
export const LearnResponse = z
  .strictObject({
    documents: z.int(),
    repaired: z.int(),
    conflicts: z.int(),
    failed: z.int(),
    generation: z.int(),
    /** Live templates. */
    templates: z.int(),
  })
  .meta({ id: 'LearnResponse' });
export type LearnResponse = z.infer<typeof LearnResponse>;

/** A scheduled task as of now. */
export const TaskStatus = z
  .strictObject({
    name: z.string(),
    running: z.boolean(),
    last_run: z.iso.datetime().optional(),
    last_success: z.iso.datetime().optional(),
    last_error: z
      .strictObject({ code: ErrorCodeSchema, message: z.string(), at: z.iso.datetime() })
      .optional(),
    duration_ms: z.number().optional(),
  })
  .meta({ id: 'TaskStatus' });
export type TaskStatus = z.infer<typeof TaskStatus>;

export const StatusResponse = z
  .strictObject({
    version: z.string(),
    /** Documents of the last hour by what became of them; absent while Elasticsearch cannot be asked. */
    coverage: z
      .strictObject({
        total: z.int(),
        by_status: z.record(z.string(), z.int()),
        ratio: z.number().optional(),
      })
      .optional(),
    /** The compiled matcher that labels new documents. */
    generation: z.int().optional(),
    /** Live templates. */
    templates: z.int().optional(),
    /** Of the last minutes that were judged. */
    verdicts: z.array(DetectVerdict),
    tasks: z.array(TaskStatus),
    elasticsearch: z.strictObject({
      reachable: z.boolean(),
      set_up: z.boolean(),
      reason: z.string().optional(),
    }),
  })
  .meta({ id: 'Status' });
export type StatusResponse = z.infer<typeof StatusResponse>;

/** `/health/ready`: why the service cannot work, or that it can. */
export const ReadyResponse = z
  .strictObject({ status: z.enum(['ready', 'not_ready']), reasons: z.array(z.string()) })
  .meta({ id: 'Ready' });
export type ReadyResponse = z.infer<typeof ReadyResponse>;
