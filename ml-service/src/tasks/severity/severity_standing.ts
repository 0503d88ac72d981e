import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../../../../common/errors.ts';
import type { StateStore } from '../../ports/state.ts';

const SEVERITY_STATE = 'severity:standing';

/** How far the model has read the templates, for who asks. */
export const SeverityStanding = z.object({
  model: z.string(),
  /** Live templates of whose text a severity is known, and those that wait for it. */
  classified: z.int(),
  waiting: z.int(),
  /** Why nobody answers. */
  problem: z
    .object({ code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]), message: z.string() })
    .optional(),
});
export type SeverityStanding = z.infer<typeof SeverityStanding>;

export async function readSeverityStanding(
  state: Pick<StateStore, 'read'>,
): Promise<SeverityStanding | undefined> {
  return SeverityStanding.safeParse(await state.read(SEVERITY_STATE)).data;
}

/** Writes it where it is another one than there is. */
export async function noteSeverityStanding(state: StateStore, standing: SeverityStanding): Promise<void> {
  const text = JSON.stringify(standing);
  await state.update(SEVERITY_STATE, (stored) => (JSON.stringify(stored) === text ? undefined : standing));
}
