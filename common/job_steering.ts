import type { JobDocument, JobStatus } from './documents/operation_documents.ts';

/** What people may say to a job. */
export type Steering = 'pause' | 'resume' | 'cancel';

/** From which states a word leads where. */
export const STEERING: Readonly<
  Record<Steering, { readonly from: readonly JobStatus[]; readonly to: JobStatus }>
> = {
  pause: { from: ['queued', 'running'], to: 'paused' },
  resume: { from: ['paused', 'failed'], to: 'queued' },
  cancel: { from: ['queued', 'running', 'paused', 'failed'], to: 'cancelled' },
};

/** Whether a kind of job can be ended: old documents must follow an edit, and whoever wants to take it back undoes the edit. */
export const isCancellable = ({ kind }: Pick<JobDocument, 'kind'>): boolean => kind !== 'relabel';

/**
 * What people may have a job do now.
 *
 * @example
 * steeringsOf({ kind: 'backfill', status: 'running' }) // ['pause', 'cancel']
 */
export function steeringsOf(job: Pick<JobDocument, 'kind' | 'status'>): readonly Steering[] {
  return (Object.keys(STEERING) as Steering[]).filter(
    (word) => STEERING[word].from.includes(job.status) && (word !== 'cancel' || isCancellable(job)),
  );
}
