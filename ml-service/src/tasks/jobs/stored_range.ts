import { z } from 'zod';
import { LogAiError } from '../../../../common/errors.ts';
import type { TimeRange } from '../../ports/time.ts';

/** What every job over a past range keeps of its request; some keep more beside it. */
export const StoredRange = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  rate_limit_docs_per_s: z.number().optional(),
});
type StoredRange = z.infer<typeof StoredRange>;

/** A range as people read it in the record of a job. */
export function storedRangeOf({ from, to }: TimeRange): Pick<StoredRange, 'from' | 'to'> {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** @throws LogAiError `internal` where the record of the job holds no such request. */
export function readStored<Stored extends StoredRange>(
  schema: z.ZodType<Stored>,
  { id, request }: { readonly id: string; readonly request: unknown },
): Omit<Stored, 'from' | 'to'> & { readonly range: TimeRange } {
  const stored = schema.safeParse(request);
  if (!stored.success)
    throw new LogAiError('internal', `The request of the job ${id} cannot be read: cancel it.`, {
      cause: stored.error,
    });
  const { from, to, ...how } = stored.data;
  return { range: { from: Date.parse(from), to: Date.parse(to) }, ...how };
}
