import * as z from 'zod';
import { JobDocument } from '../documents/operation_documents.ts';
import { BACKTEST_SENSITIVITIES } from '../choices.ts';
import { FORWARD, isForwardWhereGiven, Moment, Size } from './basics.ts';

/** Long work with its progress. Who works on it at the moment stays inside. */
export const Job = JobDocument.omit({ owner: true, epoch: true, attempts: true }).meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;

export const JobsQuery = z.strictObject({ size: Size.default(20) });
export type JobsQuery = z.infer<typeof JobsQuery>;

export const JobsResponse = z.strictObject({ jobs: z.array(Job) }).meta({ id: 'JobsResponse' });
export type JobsResponse = z.infer<typeof JobsResponse>;

/** What is read anew, by `@timestamp`. Without an end: until now. */
export const StartJobRequest = z
  .strictObject({
    /** A back-test says what would have been found of what is counted; it writes no anomaly unless asked. */
    kind: z.enum(['backfill', 'backtest']),
    from: Moment,
    to: Moment.optional(),
    /** It takes at least a second for so many documents. */
    rate_limit_docs_per_s: z.int().min(1).max(1_000_000).optional(),
    /** Of a back-test: how severe the anomalies of all services are; without it as it was set for each. */
    sensitivity: z.enum(BACKTEST_SENSITIVITIES).optional(),
    /** Of a back-test: the anomalies are written, as by a backfill. */
    write: z.boolean().optional(),
    /** Only says how much there is to do. */
    dry_run: z.boolean().optional(),
  })
  .refine(isForwardWhereGiven, FORWARD)
  .refine(
    ({ kind, sensitivity, write }) =>
      kind === 'backtest' || (sensitivity === undefined && write === undefined),
    { error: 'sensitivity and write are of a back-test', path: ['kind'] },
  )
  .meta({ id: 'StartJobRequest' });
export type StartJobRequest = z.infer<typeof StartJobRequest>;

/** What a backfill or a back-test would have to do. */
export const BackfillEstimate = z
  .strictObject({
    /** In the range. */
    documents: z.int(),
    /** Of these, such as it would have to label: those that never went through the pipeline. A back-test labels nothing. */
    unlabelled: z.int(),
    /** On a cluster with little else to do: the order of magnitude. */
    estimated_seconds: z.int(),
  })
  .meta({ id: 'BackfillEstimate' });
export type BackfillEstimate = z.infer<typeof BackfillEstimate>;
