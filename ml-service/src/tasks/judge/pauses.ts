import { z } from 'zod';
import type { Lease, StateStore } from '../../ports/state.ts';
import { MinuteSpan } from '../cycle/minute_ranges.ts';

/** Minutes of pauses that are still to be judged, the oldest first. */
export const CATCH_UP_STATE = 'detector:catch_up';
const Pauses = z.array(MinuteSpan);

export async function readPauses(state: Pick<StateStore, 'read'>): Promise<MinuteSpan[]> {
  return Pauses.safeParse(await state.read(CATCH_UP_STATE)).data ?? [];
}

export async function writePauses(
  state: Pick<StateStore, 'write'>,
  pauses: readonly MinuteSpan[],
  lease: Lease,
): Promise<void> {
  await state.write(CATCH_UP_STATE, pauses, lease);
}
