import { z } from 'zod';
import { Level } from '../../../../common/levels.ts';

/** Minutes of a subject in which there was too much or too little of it. */
export const Spell = z.strictObject({
  type: z.enum(['frequency', 'drop']),
  start: z.int(),
  /** The last minute in which it was so. */
  last: z.int(),
  status: z.enum(['active', 'resolved', 'expired']),
  /** It lasted for so long that it is the level by now: its minutes are normal ones. */
  is_level: z.boolean(),
  /** What was expected when it was found: lines a minute, or a share of lines. */
  typical: z.number(),
  /** The same of the window that was farthest from it. */
  actual: z.number(),
  /** How surprising that was, in natural orders of magnitude. */
  surprise: z.number(),
  window_minutes: z.int(),
  total: z.number(),
  level: Level.optional(),
});
export type Spell = z.infer<typeof Spell>;

/** What a detector remembers of a template as one service writes it, or of a service. */
export const SpellMemory = z.strictObject({
  /** Absent: of the whole service. */
  template_id: z.string().optional(),
  service: z.string(),
  spells: z.array(Spell),
});
export type SpellMemory = z.infer<typeof SpellMemory>;

/** How far a window is from what is expected. */
export interface Departure {
  readonly type: Spell['type'];
  readonly surprise: number;
  readonly typical: number;
  readonly actual: number;
  readonly window_minutes: number;
  /** The first and the last minute of the window in which it was so. */
  readonly start: number;
  readonly last: number;
}

/** Whether a minute is one of what was abnormal and did not become the level. */
export function isAbnormal(memory: Pick<SpellMemory, 'spells'> | undefined, minute: number): boolean {
  return (
    memory?.spells.some(({ start, last, is_level }) => !is_level && start <= minute && minute <= last) ??
    false
  );
}
