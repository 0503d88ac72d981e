import { z } from 'zod';
import type { StateStore } from '../../ports/state.ts';
import { watermarkOf } from '../run/task.ts';

const PARAMETER = { template_id: z.string(), parameter: z.string() };

/** What the task keeps: how far it has come, what it decided last, and how all of it stands. */
export const RequestIdState = z.object({
  /** When lines were read last, milliseconds since the epoch; absent before the first run. */
  done_until: z.int().optional(),
  /** The lines that were read then began only just before: more is known soon. */
  is_young: z.boolean().optional(),
  /** For who learns to take up: all names of each template of which something was decided, none where it was taken back. */
  decisions: z
    .array(
      z.object({ template_id: z.string(), names: z.array(z.string()).readonly(), decided: z.iso.datetime() }),
    )
    .readonly()
    .default([]),
  /** How many parameters were found to hold ids of requests, and some of them. */
  learned: z.int().default(0),
  examples: z.array(z.object(PARAMETER)).default([]),
  /** Parameters whose values are ids of something else, why, and when that was found, milliseconds since the epoch. */
  refused: z.array(z.object({ ...PARAMETER, reason: z.string(), at: z.number() })).default([]),
});
export type RequestIdState = z.infer<typeof RequestIdState>;

export async function readRequestIdState(state: Pick<StateStore, 'read'>): Promise<RequestIdState> {
  return (
    RequestIdState.safeParse(await state.read(watermarkOf('request_ids'))).data ?? RequestIdState.parse({})
  );
}
