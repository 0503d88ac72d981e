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
    /** Live templates. */
    templates: z.int().optional(),
    /** Of the last minutes that were judged. */
    verdicts: z.array(DetectVerdict),
    tasks: z.array(TaskStatus),
    /** How far each step of the cycle has come; absent before its first run. */
    progress: z.strictObject({
      /** Documents indexed before are counted, and in requests. */
      counted_until: Moment.optional(),
      correlated_until: Moment.optional(),
      /** Minutes before are judged. */
      detected_until: Moment.optional(),
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
