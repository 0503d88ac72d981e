import type { JobDocument } from '../../../../common/documents/operation_documents.ts';
import { LogAiError } from '../../../../common/errors.ts';
import type { JobStore } from '../../ports/jobs.ts';
import type { Clock } from '../../ports/time.ts';
import type { Steering } from '../../../../common/job_steering.ts';
import { queuedJob, steeredJob } from '../../store/job_record.ts';

interface JobPorts {
  readonly jobs: JobStore;
  readonly now: Clock;
}

/** Queues a job. Whoever looks for jobs next works on it. */
export async function makeJob(
  { jobs, now }: JobPorts,
  asked: Omit<Parameters<typeof queuedJob>[0], 'now'>,
): Promise<JobDocument> {
  for (let moment = now(); ; moment += 1) {
    const job = queuedJob({ ...asked, now: moment });
    const written = await jobs.update(job.id, (stored) => (stored ? undefined : job));
    // Else another one was asked for in the same millisecond.
    if (written === job) return job;
  }
}

/** @throws LogAiError `not_found`. */
export async function readJob(jobs: Pick<JobStore, 'read'>, id: string): Promise<JobDocument> {
  return found(id, await jobs.read(id));
}

/** @throws LogAiError `not_found`; `conflict` where the word makes no sense. */
export async function steerJob(
  { jobs, now }: JobPorts,
  { id, word }: { readonly id: string; readonly word: Steering },
): Promise<JobDocument> {
  return found(id, await jobs.update(id, (job) => job && steeredJob(job, word, now())));
}

function found(id: string, job: JobDocument | undefined): JobDocument {
  if (job) return job;
  throw new LogAiError('not_found', `There is no job ${id}: log-ai jobs lists them.`);
}
