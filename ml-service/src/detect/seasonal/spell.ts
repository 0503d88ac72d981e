import { z } from 'zod';
import { Level } from '../../../../common/levels.ts';

/** Minutes of a series in which there was too much or too little of it. */
export const Spell = z.strictObject({
  type: z.enum(['frequency', 'drop']),
  start: z.int(),
  /** The last minute in which it was so. */
  last: z.int(),
  status: z.enum(['active', 'resolved', 'expired']),
  /** It lasted for so long that it is the level by now: its minutes are normal ones. */
  is_level: z.boolean(),
  /** Lines a minute that were expected when it was found. */
  typical: z.number(),
  /** The mean of the window that was farthest from it. */
  actual: z.number(),
  /** How surprising that was, in natural orders of magnitude. */
  surprise: z.number(),
  window_minutes: z.int(),
  total: z.number(),
  level: Level.optional(),
});
export type Spell = z.infer<typeof Spell>;

/** What the detector remembers of a template as one service writes it. */
export const SeasonalMemory = z.strictObject({
  template_id: z.string(),
  service: z.string(),
  spells: z.array(Spell),
});
export type SeasonalMemory = z.infer<typeof SeasonalMemory>;

/** Whether a minute is one of what was abnormal and did not become the level. */
export function isAbnormal(memory: SeasonalMemory | undefined, minute: number): boolean {
  return (
    memory?.spells.some(({ start, last, is_level }) => !is_level && start <= minute && minute <= last) ??
    false
  );
}
