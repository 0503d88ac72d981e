import { z } from 'zod';
import type { Lease, StateStore } from '../../ports/state.ts';
import { type CountOptions, countMinutes } from './count.ts';
import { type CountState, readCountState } from './count_state.ts';

/** Minutes that jobs want counted anew: their watermark knows nothing of them. */
const ASKED_MINUTES = 'count:asked';
const AskedMinutes = z.array(z.int());
/** Counted between two looks at the clock. */
const MINUTES_AT_ONCE = 30;

const minutesOf = (value: unknown) => AskedMinutes.safeParse(value).data ?? [];

/** The minutes that are still to be counted for somebody. */
export async function readAsked(state: Pick<StateStore, 'read'>): Promise<readonly number[]> {
  return minutesOf(await state.read(ASKED_MINUTES));
}

/** Asks whoever counts to count these minutes anew. Jobs of several processes ask at the same time. */
export async function askForMinutes(
  state: Pick<StateStore, 'update'>,
  minutes: readonly number[],
): Promise<void> {
  await state.update(ASKED_MINUTES, (value) => {
    const before = minutesOf(value);
    const after = [...new Set([...before, ...minutes])];
    return after.length > before.length ? after : undefined;
  });
}

/**
 * Counts the minutes that were asked for, oldest first, behind the lease of counting; one that is counted is asked for no
 * longer. Returns how many it counted.
 *
 * @param options.until - When its time is up, milliseconds since the epoch: the next run goes on.
 */
export async function countAsked(
  options: CountOptions & { readonly lease: Lease; readonly state?: CountState; readonly until?: number },
): Promise<{ state: CountState; counted_minutes: number }> {
  const { ports, until = Infinity } = options;
  let state = options.state ?? (await readCountState(ports.state));
  let counted_minutes = 0;
  for (;;) {
    const asked = [...(await readAsked(ports.state))].sort((a, b) => a - b);
    const minutes = asked.slice(0, MINUTES_AT_ONCE);
    if (minutes.length === 0) return { state, counted_minutes };
    ({ state } = await countMinutes({ ...options, state, minutes }));
    const counted = new Set(minutes);
    await ports.state.update(ASKED_MINUTES, (value) =>
      minutesOf(value).filter((minute) => !counted.has(minute)),
    );
    counted_minutes += minutes.length;
    if (ports.now() >= until) return { state, counted_minutes };
  }
}
