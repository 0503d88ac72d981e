import type { Job } from '../../common/api.ts';
import { countOf, formatDuration, formatShare } from '../../common/format_quantity.ts';
import { shareDone, tookOf } from '../../common/job_progress.ts';

/**
 * How far a job is, as a line.
 *
 * @example
 * progressText(job) // '45.0 % of 2,742,000 documents'
 */
export function progressText(job: Job): string {
  const share = formatShare(shareDone(job));
  return job.total === 0 ? share : `${share} of ${countOf(job.total, 'document')}`;
}

/** How long a job takes so far, or took; undefined before anybody began. */
export function tookText(job: Job): string | undefined {
  const took = tookOf(job);
  return took === undefined ? undefined : formatDuration(took);
}
