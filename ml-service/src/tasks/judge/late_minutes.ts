import { z } from 'zod';
import type { StateStore } from '../../ports/state.ts';
import { readPauses } from './pauses.ts';

/** Minutes that were counted anew after they had been judged. */
const LATE_MINUTES = 'detector:late';
/** A week of them: what is longer ago is for a backfill. */
const MOST_MINUTES = 10_080;

/** `revision` rises with each note, so that whoever judged them does not take away what came meanwhile. */
const LateMinutes = z.object({ revision: z.int(), minutes: z.array(z.int()) });
export type LateMinutes = z.infer<typeof LateMinutes>;

export const NO_LATE_MINUTES: LateMinutes = { revision: 0, minutes: [] };

/**
 * To be called before the counts of minutes are replaced by others, once it is known that they will be: those that were
 * judged already, or are being judged now, are judged again. It is noted before, so that a kill after it costs a repetition,
 * and none is forgotten.
 *
 * @param options.counted_until - The minutes before were there to be judged.
 */
export async function noteRecounted(options: {
  state: StateStore;
  minutes: readonly number[];
  counted_until: number;
}): Promise<void> {
  const { state, minutes, counted_until } = options;
  if (minutes.length === 0) return;
  // Those of a pause wait to be judged anyway.
  const pauses = await readPauses(state);
  const waits = (minute: number) => pauses.some(([first, end]) => minute >= first && minute < end);
  const late = minutes.filter((minute) => minute < counted_until && !waits(minute));
  if (late.length === 0) return;
  await state.update(LATE_MINUTES, (value) => {
    const noted = LateMinutes.safeParse(value).data ?? NO_LATE_MINUTES;
    const all = [...new Set([...noted.minutes, ...late])].sort((a, b) => a - b);
    return { revision: noted.revision + 1, minutes: all.slice(-MOST_MINUTES) };
  });
}

export async function readLateMinutes(state: StateStore): Promise<LateMinutes> {
  return LateMinutes.safeParse(await state.read(LATE_MINUTES)).data ?? NO_LATE_MINUTES;
}

/** After they were judged again, and all that came of it is written. `left` are those that were not. */
export async function clearLateMinutes(
  state: StateStore,
  { revision, left }: { revision: number; left: readonly number[] },
): Promise<void> {
  await state.update(LATE_MINUTES, (value) => {
    const noted = LateMinutes.safeParse(value).data;
    if (noted?.revision !== revision || noted.minutes.length === left.length) return undefined;
    return { revision, minutes: [...left] };
  });
}
