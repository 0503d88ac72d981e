import * as z from 'zod';
import { DetectVerdict } from './detect.ts';
import { ErrorCodeSchema } from './error.ts';

const Moment = z.iso.datetime();

/** A scheduled task as of now. */
export const TaskStatus = z
  .strictObject({
    name: z.string(),
    running: z.boolean(),
    last_run: Moment.optional(),
    last_success: Moment.optional(),
    last_error: z.strictObject({ code: ErrorCodeSchema, message: z.string(), at: Moment }).optional(),
    duration_ms: z.number().optional(),
  })
  .meta({ id: 'TaskStatus' });
export type TaskStatus = z.infer<typeof TaskStatus>;

export const StatusResponse = z
  .strictObject({
    version: z.string(),
    /** The clock of the service: ages are told by it, not by that of the browser. */
    now: Moment,
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
    /** What is out of the ordinary with it. */
    matcher: z
      .strictObject({
        /** Since somebody rolled back: `runs` labels lines, and nothing is published. */
        held: z.strictObject({ runs: z.int(), since: Moment }).optional(),
        /** Templates that left since the beginning because there were too many. */
        evicted: z.int().optional(),
      })
      .optional(),
    /** Documents whose labels Elasticsearch refuses: they are left alone, and tried again. */
    parked: z
      .array(
        z.strictObject({
          index: z.string(),
          reason: z.string(),
          documents: z.int(),
          since: Moment,
          again: Moment,
        }),
      )
      .optional(),
    /** Where the service reads logs, as it is configured. */
    log_patterns: z.array(z.string()).optional(),
    /** Live templates. */
    templates: z.int().optional(),
    /** Templates by their meaning: whose is known, and what could be judged. */
    semantic: z
      .strictObject({
        enabled: z.boolean(),
        /** Live templates whose meaning is known, and those that wait for it; absent before the first run. */
        embedded: z.int().optional(),
        waiting: z.int().optional(),
        /** Of the templates that came within the last hour: what could be said of them. */
        recent: z
          .strictObject({
            judged: z.int(),
            /** Their source is being learned: nothing of it is new. */
            learning: z.int(),
            /** Fewer than `needed_templates` were known when they came. */
            insufficient_history: z.int(),
            /** Their meaning, or that of one that was known, is not known yet. */
            unembedded: z.int(),
          })
          .optional(),
        needed_templates: z.int().optional(),
        /** Why no text can be embedded. */
        problem: z.strictObject({ code: ErrorCodeSchema, message: z.string() }).optional(),
      })
      .optional(),
    /** Severities by the model: whose is known. */
    severity: z
      .strictObject({
        enabled: z.boolean(),
        model: z.string().optional(),
        /** Live templates whose text it has read, and those that wait; absent before the first run. */
        classified: z.int().optional(),
        waiting: z.int().optional(),
        /** Why no text can be read. */
        problem: z.strictObject({ code: ErrorCodeSchema, message: z.string() }).optional(),
      })
      .optional(),
    /** Of the last minutes that were judged. */
    verdicts: z.array(DetectVerdict),
    tasks: z.array(TaskStatus),
    /** How far the tasks have come; a moment is absent before the first run. */
    progress: z.strictObject({
      /** Documents indexed before have their labels; those indexed before are in requests. */
      learned_until: Moment.optional(),
      correlated_until: Moment.optional(),
      /** Minutes before are counted, and judged. */
      counted_until: Moment.optional(),
      detected_until: Moment.optional(),
      /** Of the last hour: documents that came, or got their label, after their minute was counted. */
      late_documents: z.int().optional(),
      /** Minutes of a pause, or of late documents, that wait to be counted, and to be judged. */
      uncounted_minutes: z.int().optional(),
      unjudged_minutes: z.int().optional(),
      /** Sessions that ended before are judged. */
      sessions_until: Moment.optional(),
      /** What was said of sessions in the last hour; absent where none were judged. */
      sequence: z
        .strictObject({
          /** Of all sessions, those that are read: above a rate some are. */
          share: z.number(),
          /** Kinds of sessions that are remembered. */
          kinds: z.int(),
          /** By what was said of them: `judged`, or why not. */
          sessions: z.record(z.string(), z.int()),
          /** Of the kind that came last of those that are not known well enough. */
          known_sessions: z.int().optional(),
          needed_sessions: z.int().optional(),
          /** Minutes of a pause that nobody judged. */
          left_out_minutes: z.int(),
        })
        .optional(),
      /** Minutes before have their requests read. */
      courses_until: Moment.optional(),
      /** What was read of requests; absent where none were. */
      courses: z
        .strictObject({
          /** Of all requests, those that are read: above a rate some are. */
          share: z.number(),
          /** Minutes of late lines that wait to be read again. */
          late_minutes: z.int(),
        })
        .optional(),
      /** Minutes before have their values judged. */
      values_until: Moment.optional(),
      /** What was said of values in the last minute that was judged; absent where none were. */
      parameter: z
        .strictObject({
          /** Templates whose values are read, and others that have some: there are more than are read. */
          templates: z.int(),
          left_out_templates: z.int(),
          /** Of the lines of these templates, those that are read. */
          share: z.number(),
          /** Parameters by what was said of them: `judged`, or why not. */
          parameters: z.record(z.string(), z.int()),
          /** Minutes of a pause that nobody judged, of the last hour. */
          left_out_minutes: z.int(),
        })
        .optional(),
      /** Which parameters of templates hold ids of requests, by how their values join services; absent where that was not looked for. */
      request_ids: z
        .strictObject({
          learned: z.int(),
          /** Some of them, for those who may see all templates. */
          parameters: z.array(z.strictObject({ template_id: z.string(), parameter: z.string() })).optional(),
          /** Parameters that hold ids of something else, by reason. */
          refused: z.record(z.string(), z.int()),
        })
        .optional(),
      /** Ids that join more than a request, by reason: the service's log names them. */
      refused_request_ids: z.record(z.string(), z.int()).optional(),
    }),
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

/** Where logs lie and what records come from: who shows them to others asks which of these each may read. */
export const DataStreamsResponse = z
  .strictObject({
    /** What the service reads, as it is configured. Who may read all of it sees everything. */
    patterns: z.array(z.string()),
    /** Data streams and indices by name, those included that are gone but have left records. */
    data_streams: z.array(z.string()),
  })
  .meta({ id: 'DataStreams' });
export type DataStreamsResponse = z.infer<typeof DataStreamsResponse>;
