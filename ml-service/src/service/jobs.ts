import type { Job, StartJobRequest } from '../../../common/api.ts';
import { type Caller, maySee, OPERATOR, seesAll } from '../../../common/api/caller.ts';
import { BacktestResult } from '../../../common/documents/backtest_result.ts';
import type { JobDocument } from '../../../common/documents/operation_documents.ts';
import { LogAiError } from '../../../common/errors.ts';
import type { HttpServices } from '../ports/api.ts';
import type { Steering } from '../../../common/job_steering.ts';
import { jobAsOf } from '../store/job_record.ts';
import { type BackfillRequest, estimateBackfill, storedRequestOf } from '../tasks/jobs/backfill.ts';
import { estimateBacktest, storedBacktestOf } from '../tasks/jobs/backtest.ts';
import { makeJob, readJob, steerJob } from '../tasks/jobs/make_job.ts';
import type { ServiceParts } from './service_parts.ts';

/** Long work: asking for it, watching it, steering it. */
export function jobServices(
  parts: Pick<ServiceParts, 'jobs' | 'logs' | 'now' | 'wakeJobs' | 'silent_ms'>,
): Pick<HttpServices, 'jobs' | 'job' | 'start_job' | 'pause_job' | 'resume_job' | 'cancel_job'> {
  const { jobs, logs, now, wakeJobs, silent_ms } = parts;
  const shownTo =
    (caller: Caller = OPERATOR) =>
    (job: JobDocument) =>
      toldTo(caller, jobAsOf(job, { now: now(), silent_ms }));
  const steer =
    (word: Steering) =>
    async ({ id }: { readonly id: string }, caller?: Caller) => {
      const job = await steerJob({ jobs, now }, { id, word });
      wakeJobs();
      return shownTo(caller)(job);
    };
  return {
    jobs: async ({ query: { size } }, caller) => ({ jobs: (await jobs.newest(size)).map(shownTo(caller)) }),
    job: async ({ id }, caller) => shownTo(caller)(await readJob(jobs, id)),
    async start_job({ body }, caller) {
      const asked = { ...body, ...backfillOf(body, now()) };
      if (body.dry_run === true)
        return body.kind === 'backtest' ? estimateBacktest(logs, asked) : estimateBackfill(logs, asked);
      const job = await makeJob(
        { jobs, now },
        { kind: body.kind, request: storedOf(asked), by: caller?.user },
      );
      wakeJobs();
      return shownTo(caller)(job);
    },
    pause_job: steer('pause'),
    resume_job: steer('resume'),
    cancel_job: steer('cancel'),
  };
}

/** The request as the record of its job has it. */
function storedOf({
  kind,
  range,
  sensitivity,
  write,
  rate_limit_docs_per_s,
}: StartJobRequest & BackfillRequest) {
  return kind === 'backfill'
    ? storedRequestOf({ range, rate_limit_docs_per_s })
    : storedBacktestOf({ range, sensitivity, write, rate_limit_docs_per_s });
}

function backfillOf({ from, to, rate_limit_docs_per_s }: StartJobRequest, now: number): BackfillRequest {
  const range = { from: Date.parse(from), to: to === undefined ? now : Date.parse(to) };
  if (range.from >= range.to)
    throw new LogAiError('request_invalid', 'from lies in the future: a job reads the past.');
  return { range, rate_limit_docs_per_s };
}

/**
 * A failure may name the index and the document that it met. Of what a back-test found everybody sees what comes from data streams
 * that they may read, of the worst anomalies and incidents that its record lists; how many there are of all is for who may read everything.
 */
function toldTo(caller: Caller, job: Job): Job {
  const { error, result } = job;
  return {
    ...job,
    ...(error !== undefined && !seesAll(caller) && { error: 'It failed; who may read all logs sees why.' }),
    ...(job.kind === 'backtest' && result !== undefined && { result: seenBy(caller, result) }),
  };
}

function seenBy(caller: Caller, stored: NonNullable<Job['result']>): NonNullable<Job['result']> {
  // What it keeps for its next block stays inside.
  const result = BacktestResult.parse(stored);
  if (seesAll(caller)) return result;
  const { judged_minutes, unknown_minutes, worst, worst_incidents } = result;
  const isSeen = ({ data_streams }: { readonly data_streams?: readonly string[] | undefined }) =>
    maySee(caller, data_streams);
  return {
    judged_minutes,
    unknown_minutes,
    worst: worst.filter(isSeen),
    worst_incidents: worst_incidents.filter(isSeen),
  };
}
