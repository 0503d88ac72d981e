import type { JobDocument } from './documents/operation_documents.ts';

/** How much of a job is done, of 1. */
export function shareDone({ done, total, status }: Pick<JobDocument, 'done' | 'total' | 'status'>): number {
  if (total > 0) return Math.min(1, done / total);
  return status === 'done' ? 1 : 0;
}

/** How long a job takes so far, or took, milliseconds; undefined before anybody began. */
export function tookOf({
  started,
  updated,
  finished,
}: Pick<JobDocument, 'started' | 'updated' | 'finished'>): number | undefined {
  return started === undefined ? undefined : Date.parse(finished ?? updated) - Date.parse(started);
}
