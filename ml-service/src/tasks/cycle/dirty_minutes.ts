import { z } from 'zod';
import type { Lease, StateStore } from '../../ports/state.ts';

/** Minutes whose documents were labelled after they were counted: to be counted again. */
export const DIRTY_MINUTES = 'dirty_minutes';
export const DirtyMinutes = z.array(z.int());

/** Notes that these minutes are to be counted again. It is done before their documents change. */
export async function markDirty(options: {
  state: StateStore;
  minutes: readonly number[];
  lease: Lease | undefined;
}): Promise<void> {
  const { state, minutes, lease } = options;
  const before = DirtyMinutes.safeParse(await state.read(DIRTY_MINUTES)).data ?? [];
  const after = [...new Set([...before, ...minutes])];
  if (after.length > before.length) await state.write(DIRTY_MINUTES, after, lease);
}
