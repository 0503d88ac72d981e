import { BACKFILL_STEPS, type Progress } from '../cycle/cycle.ts';

const PARTS_A_STEP = 20;

/** A backfill as a job is 100 parts, of which each step has as many: how long a step will take nobody knows before. */
export const BACKFILL_PARTS = BACKFILL_STEPS.length * PARTS_A_STEP;

/** How many parts are done. A step whose end is not known moves when it is over. */
export function backfillPartsDone({ step, done, total }: Progress): number {
  const share = total === undefined || total === 0 ? 0 : Math.min(1, done / total);
  return BACKFILL_STEPS.indexOf(step) * PARTS_A_STEP + Math.floor(share * PARTS_A_STEP);
}
