import type { JobDocument } from '../../../../common/documents/operation_documents.ts';
import { messageOf } from '../../../../common/errors.ts';
import type { Clock } from '../../ports/time.ts';
import type { JobStore } from '../../ports/jobs.ts';

/** Who watches sees it move, and Elasticsearch hardly notices. */
const WRITE_EVERY_MS = 1000;
/** A job that does not move shows that it lives: {@link jobAsOf} takes two minutes of silence for its end. */
const SIGN_OF_LIFE_MS = 30_000;

/** Takes note of how many parts of the work are done. */
export type NoteDone = (done: number) => void;

/**
 * Does long work so that it can be watched: a record in `log-ai-jobs` says how far it has come and how it ended. The work
 * is worth more than its record: where that cannot be written, the work goes on.
 *
 * @param job.total - Of how many parts the work consists.
 * @param job.request - What was asked for, as the one who watches should see it.
 */
export async function runAsJob<T>(
  job: Pick<JobDocument, 'kind' | 'total' | 'request'> & { readonly jobs: JobStore; readonly now: Clock },
  work: (noteDone: NoteDone) => Promise<T>,
): Promise<T> {
  const { jobs, now, kind, total, request } = job;
  const isoNow = () => new Date(now()).toISOString();
  const started = isoNow();
  let current: JobDocument = {
    // Work that makes jobs runs behind a lease: no two begin in the same millisecond.
    id: `${kind}-${started}`,
    kind,
    status: 'running',
    started,
    updated: started,
    total,
    done: 0,
    request,
  };
  let written = current;
  let writing: Promise<void> | undefined;
  const write = (change: Partial<JobDocument>) => {
    current = written = { ...current, ...change, updated: isoNow() };
    return jobs.write(current).catch(() => undefined);
  };
  await write({});
  const timer = setInterval(() => {
    const silent_ms = now() - Date.parse(written.updated);
    if (writing || (current.done === written.done && silent_ms < SIGN_OF_LIFE_MS)) return;
    writing = write({}).finally(() => {
      writing = undefined;
    });
  }, WRITE_EVERY_MS);
  const end = async (change: Partial<JobDocument>) => {
    clearInterval(timer);
    // What was said last must be written last.
    await writing;
    await write({ ...change, finished: isoNow() });
  };
  try {
    const result = await work((done) => {
      current = { ...current, done };
    });
    await end({ status: 'done', done: total });
    return result;
  } catch (error) {
    await end({ status: 'failed', error: messageOf(error) });
    throw error;
  }
}
