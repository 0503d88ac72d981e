import type { Job } from '../../common/api.ts';
import { countOf, formatDuration, formatShare } from '../../common/format_quantity.ts';
import type { JobWord } from './use_job_steering.ts';

/** How much of a job is done, of 1. */
export function shareDone({ done, total, status }: Pick<Job, 'done' | 'total' | 'status'>): number {
  if (total > 0) return Math.min(1, done / total);
  return status === 'done' ? 1 : 0;
}

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
export function tookText({ started, updated, finished }: Job): string | undefined {
  if (started === undefined) return undefined;
  return formatDuration(Date.parse(finished ?? updated) - Date.parse(started));
}

/** What a person may have a job do now. */
export function wordsFor({ kind, status }: Pick<Job, 'kind' | 'status'>): readonly JobWord[] {
  // Old documents must follow an edit: whoever wants to take it back undoes the edit.
  const cancel: readonly JobWord[] = kind === 'relabel' ? [] : ['cancel'];
  if (status === 'queued' || status === 'running') return ['pause', ...cancel];
  if (status === 'paused' || status === 'failed') return ['resume', ...cancel];
  return [];
}
