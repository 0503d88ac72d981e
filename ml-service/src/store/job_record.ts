import type { Job } from '../../../common/api.ts';
import type { JobDocument } from '../../../common/documents/operation_documents.ts';
import { LogAiError } from '../../../common/errors.ts';
import { isCancellable, STEERING, type Steering } from '../../../common/job_steering.ts';

/** Work that ends its process again and again is not begun a sixth time. */
const MOST_ATTEMPTS = 5;

const isoOf = (time: number) => new Date(time).toISOString();

/** A job that waits for somebody to work on it. */
export function queuedJob(
  job: Pick<JobDocument, 'kind' | 'request'> & { readonly by?: string | undefined; readonly now: number },
): JobDocument {
  const { kind, request, by, now } = job;
  const created = isoOf(now);
  return {
    id: `${kind}-${created}`,
    kind,
    status: 'queued',
    ...(by !== undefined && { by }),
    created,
    updated: created,
    total: 0,
    done: 0,
    epoch: 0,
    attempts: 0,
    request,
  };
}

/** Whether nobody works on a job that says it runs: its process was killed, or lost Elasticsearch. */
function isOrphaned(job: JobDocument, { now, ttl_ms }: { now: number; ttl_ms: number }): boolean {
  return job.status === 'running' && now - Date.parse(job.updated) > ttl_ms;
}

/**
 * The job as one takes it who wants to work on it; undefined where it is another's, rests, or is over. With each owner the
 * epoch rises: what an earlier one writes is refused.
 */
export function claimedJob(
  job: JobDocument,
  claim: { readonly owner: string; readonly now: number; readonly ttl_ms: number },
): JobDocument | undefined {
  if (job.status !== 'queued' && !isOrphaned(job, claim)) return undefined;
  const now = isoOf(claim.now);
  if (job.attempts >= MOST_ATTEMPTS) {
    const error = `It was begun ${job.attempts} times without getting on, and its process ended each time: see the log of Log AI, then resume it.`;
    return { ...job, status: 'failed', updated: now, finished: now, error };
  }
  return {
    ...job,
    status: 'running',
    started: job.started ?? now,
    updated: now,
    owner: claim.owner,
    epoch: job.epoch + 1,
    attempts: job.attempts + 1,
  };
}

/** Whether a job is still the one that somebody took under this epoch. */
export function isHeld(job: JobDocument | undefined, { epoch }: Pick<JobDocument, 'epoch'>): boolean {
  return job?.status === 'running' && job.epoch === epoch;
}

/**
 * The job after a word of a person; undefined where it is so already.
 *
 * @throws LogAiError `conflict` where the word makes no sense.
 */
export function steeredJob(job: JobDocument, word: Steering, now: number): JobDocument | undefined {
  const { from, to } = STEERING[word];
  const { error: _error, finished: _finished, ...rest } = job;
  if (job.status === to || (word === 'resume' && job.status === 'running')) return undefined;
  if (word === 'cancel' && !isCancellable(job))
    throw new LogAiError('conflict', 'Old documents must follow an edit: undo the edit to take it back.');
  if (!from.includes(job.status))
    throw new LogAiError('conflict', `The job ${job.id} is ${job.status}: it cannot ${word}.`);
  const updated = isoOf(now);
  const isOver = to === 'cancelled';
  return { ...rest, status: to, updated, attempts: 0, ...(isOver && { finished: updated }) };
}

/**
 * A job as it is to be shown. One that says it runs, though nobody works on it, waits for the next process to take it up.
 *
 * @param silent_ms - How long one who works on it is silent at most.
 */
export function jobAsOf(job: JobDocument, { now, silent_ms }: { now: number; silent_ms: number }): Job {
  const { owner: _owner, epoch: _epoch, attempts: _attempts, ...shown } = job;
  return isOrphaned(job, { now, ttl_ms: silent_ms }) ? { ...shown, status: 'queued' } : shown;
}
