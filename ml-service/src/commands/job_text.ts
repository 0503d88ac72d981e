import type { Job } from '../../../common/api.ts';
import {
  formatCount,
  formatDuration,
  formatShare,
  formatTimeRange,
} from '../../../common/format_quantity.ts';
import { shareDone, tookOf } from '../../../common/job_progress.ts';

/** The range of a job that has one. */
function rangeText({ request: { from, to } }: Job): string {
  return typeof from === 'string' && typeof to === 'string' ? formatTimeRange(from, to) : '';
}

/**
 * How far a job is.
 *
 * @example
 * // 45.0 %, 1,234,000 of 2,742,000 documents, label
 */
export function progressText(job: Job): string {
  const { done, total, step } = job;
  const documents = total === 0 ? '' : `, ${formatCount(done)} of ${formatCount(total)} documents`;
  return `${formatShare(shareDone(job))}${documents}${step === undefined ? '' : `, ${step}`}`;
}

/** A job in one line. */
export function jobLine(job: Job): string {
  const { id, status } = job;
  const why = job.error === undefined ? '' : `  ${job.error}`;
  return `${id}  ${status.padEnd(9)}  ${formatShare(shareDone(job)).padStart(7)}  ${rangeText(job)}${why}`.trimEnd();
}

/** All that there is to say of a job. */
export function describeJob(job: Job): string[] {
  const { id, kind, status, by, created, done_until, result, error } = job;
  const took = tookOf(job);
  const rows: [string, string | undefined][] = [
    ['job', `${id} (${kind})`],
    ['status', status],
    ['range', rangeText(job) || undefined],
    ['progress', progressText(job)],
    ['done until', done_until],
    ['asked for', `${created}${by === undefined ? '' : ` by ${by}`}`],
    ['took', took === undefined ? undefined : formatDuration(took)],
    ['result', result && JSON.stringify(result)],
    ['error', error],
  ];
  return rows.flatMap(([name, text]) => (text === undefined ? [] : [`${name.padEnd(12)}${text}`]));
}

/** What to do about a job that is not over. */
export function nextSteps({ id, status }: Job): string[] {
  if (status === 'paused')
    return [`It rests. Go on: log-ai jobs resume ${id}`, `End it for good: log-ai jobs cancel ${id}`];
  if (status === 'failed') return [`What is done stays done. Go on from there: log-ai jobs resume ${id}`];
  if (status === 'queued')
    return [`A running log-ai serve works on it; to work on it here: log-ai jobs resume ${id}`];
  return [];
}
