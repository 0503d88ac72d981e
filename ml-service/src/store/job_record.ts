import type { JobDocument } from '../../../common/documents/operation_documents.ts';

/** Work under way writes its job every half minute at least: four times unheard of, it is not under way. */
const SILENT_MS = 120_000;

/**
 * A job as it is to be shown. One that says it runs but was not heard of for two minutes has failed: a process that was
 * killed cannot say so itself.
 *
 * @param now - Milliseconds since the epoch.
 */
export function jobAsOf(job: JobDocument, now: number): JobDocument {
  if (job.status !== 'running' || now - Date.parse(job.updated) <= SILENT_MS) return job;
  return {
    ...job,
    status: 'failed',
    finished: job.updated,
    error: 'It was not heard of any more: its process ended, or lost Elasticsearch. Run it again.',
  };
}
