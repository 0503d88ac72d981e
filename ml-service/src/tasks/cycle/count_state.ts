import { z } from 'zod';
import type { StateStore } from '../../ports/state.ts';
import { watermarkOf } from '../run/task.ts';
import { MinuteSpan } from './minute_ranges.ts';

const MINUTE = 60_000;

/** How far counting has come: its watermark, and what it keeps beside it. */
export const CountState = z.object({
  /** Minutes that end before are counted, apart from those of `behind`; milliseconds since the epoch. */
  done_until: z.int().optional(),
  /** The first minute that counting saw end: what comes for a minute before it that held nothing is history, not late. */
  since: z.int().default(0),
  /** Documents that were indexed before are in the counts. */
  looked_until: z.int().default(0),
  /** Minutes that are to be counted, oldest first, beside those that end now. */
  behind: z.array(MinuteSpan).default([]),
  /** How many documents the last minutes held when they were counted: more of them came late. */
  documents: z.array(z.tuple([z.int(), z.int()])).default([]),
  /** When documents were found late, and how many: the last runs that found any. */
  late: z.array(z.tuple([z.number(), z.int()])).default([]),
  /** Rises with each minute that is counted otherwise than before. */
  revision: z.int().default(0),
  /** The last minutes that were, and the revision of each: who follows the counts reads these. */
  changed: z.array(z.tuple([z.int(), z.int()])).default([]),
  /** Minutes whose counts are being replaced, and the lines of their templates outside of them. */
  counting: z.object({ minutes: z.array(z.int()), lines: z.record(z.string(), z.int()) }).optional(),
});
export type CountState = z.infer<typeof CountState>;

export async function readCountState(state: Pick<StateStore, 'read'>): Promise<CountState> {
  return CountState.safeParse(await state.read(watermarkOf('count'))).data ?? CountState.parse({});
}

/** The first minute that is not counted yet; undefined before the first run. */
export function countedUntil({ done_until }: CountState): number | undefined {
  return done_until === undefined ? undefined : Math.floor(done_until / MINUTE);
}

/** Minutes that were counted otherwise since a revision; undefined where the state does not remember all of them. */
export function changedSince({ changed, ...state }: CountState, revision: number): number[] | undefined {
  const oldest = changed[0]?.[0];
  const isRemembered =
    revision === state.revision ||
    (oldest !== undefined && oldest <= revision + 1 && revision < state.revision);
  return isRemembered ? changed.filter(([at]) => at > revision).map(([, minute]) => minute) : undefined;
}
