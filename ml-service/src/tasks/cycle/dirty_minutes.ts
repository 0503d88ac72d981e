import { z } from 'zod';
import type { Lease, StateStore } from '../../ports/state.ts';

/** Minutes whose documents were labelled after they were counted: to be counted again. */
export const DIRTY_MINUTES = 'dirty_minutes';
const DirtyMinutes = z.array(z.int());

const minutesOf = (value: unknown) => DirtyMinutes.safeParse(value).data ?? [];

/** The minutes that are to be counted again. */
export async function readDirty(state: Pick<StateStore, 'read'>): Promise<readonly number[]> {
  return minutesOf(await state.read(DIRTY_MINUTES));
}

/**
 * Notes that these minutes are to be counted again. It is done before their documents change. Tasks and jobs of several
 * processes note theirs at the same time.
 */
export async function markDirty(options: {
  state: Pick<StateStore, 'update'>;
  minutes: readonly number[];
  lease?: Lease | undefined;
}): Promise<void> {
  const { state, minutes, lease } = options;
  const change = (value: unknown) => {
    const before = minutesOf(value);
    const after = [...new Set([...before, ...minutes])];
    return after.length > before.length ? after : undefined;
  };
  await state.update(DIRTY_MINUTES, change, lease);
}

/** These are counted. What others noted meanwhile stays. */
export async function forgetDirty(options: {
  state: Pick<StateStore, 'update'>;
  minutes: readonly number[];
  lease?: Lease | undefined;
}): Promise<void> {
  const { state, minutes, lease } = options;
  if (minutes.length === 0) return;
  const counted = new Set(minutes);
  const change = (value: unknown) => minutesOf(value).filter((minute) => !counted.has(minute));
  await state.update(DIRTY_MINUTES, change, lease);
}
