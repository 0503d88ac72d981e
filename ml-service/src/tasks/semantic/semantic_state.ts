import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../../../../common/errors.ts';
import type { StateStore } from '../../ports/state.ts';
import { watermarkOf } from '../run/task.ts';
import { MeaningsHead } from './template_meanings.ts';

/** How the task stands, for who asks; a number of templates each. */
const Standing = z.object({
  /** With the meaning of their text, and without it yet. */
  embedded: z.int(),
  waiting: z.int(),
  /** Of those that came within the last hour: what could be said of them. */
  recent: z.object({
    judged: z.int(),
    learning: z.int(),
    insufficient_history: z.int(),
    unembedded: z.int(),
  }),
  /** So many must have been known. */
  needed_templates: z.int(),
  /** Why nothing can be embedded. */
  problem: z
    .object({ code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]), message: z.string() })
    .optional(),
});
export type SemanticStanding = z.infer<typeof Standing>;

/** What the task keeps of itself. */
export const SemanticState = z.object({
  /** Templates that came before are judged, milliseconds since the epoch. */
  done_until: z.int().optional(),
  meanings: MeaningsHead.optional(),
  standing: Standing.optional(),
});
export type SemanticState = z.infer<typeof SemanticState>;

export async function readSemanticState(state: Pick<StateStore, 'read'>): Promise<SemanticState> {
  return SemanticState.safeParse(await state.read(watermarkOf('semantic'))).data ?? {};
}
