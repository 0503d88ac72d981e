import type { EditOf } from '../../../../common/documents/edit.ts';
import { LogAiError } from '../../../../common/errors.ts';
import { compileAutomaton } from '../automaton/automaton.ts';
import { Scanner } from '../automaton/scanner.ts';
import { DEFAULT_MASKS, type Mask } from '../masks/masks.ts';

/** The mask that an edit adds. */
export function maskOfEdit({ name, pattern }: Pick<EditOf<'mask'>, 'name' | 'pattern'>): Mask {
  return { name, kind: 'value', pattern };
}

/** The built-in masks have some 111,000 entries; the pipeline that holds them lies in the cluster's state. */
const MAX_TABLE_ENTRIES = 200_000;

/**
 * Makes sure that masks can be used together.
 *
 * @param masks - Those in force and the new one, in order.
 * @throws LogAiError `mask_invalid` with the reason: the last of them is not linear, makes the tables too large, or begins
 * with a blank, which would glue words together.
 */
export function checkMasks(masks: readonly Pick<EditOf<'mask'>, 'name' | 'pattern'>[]): void {
  const added = maskOfEdit(masks.at(-1)!);
  const alone = new Scanner(compileAutomaton([added]));
  for (const blank of [' ', '\t']) {
    alone.next(blank, 0);
    if (alone.rule >= 0)
      throw new LogAiError(
        'mask_invalid',
        `The pattern /${added.pattern}/ matches a blank alone: a value has none around it.`,
      );
  }
  const { transitions } = compileAutomaton([...masks.map(maskOfEdit), ...DEFAULT_MASKS]);
  if (transitions.length > MAX_TABLE_ENTRIES) {
    throw new LogAiError(
      'mask_invalid',
      `With the pattern /${added.pattern}/ the masks need ${transitions.length} table entries, ${MAX_TABLE_ENTRIES} are allowed: use fewer or shorter repeats.`,
    );
  }
}
