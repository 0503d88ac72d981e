import { z } from 'zod';
import { isAbnormal, Spell } from '../spells/spell.ts';
import { QuantileSketch, StoredSketch } from './quantile_sketch.ts';
import type { ValueMinute } from './shift.ts';

/** What is remembered of a parameter. Of single values nothing is but where they lie in the sketch. */
export const ParameterMemory = z.strictObject({
  template_id: z.string(),
  parameter: z.string(),
  service: z.string().optional(),
  /** All that was usual. */
  sketch: StoredSketch,
  /** Its last minutes, four numbers each: minute, count, mean and squares of {@link ValueMinute}. */
  minutes: z.array(z.number()),
  spells: z.array(Spell),
});
export type ParameterMemory = z.infer<typeof ParameterMemory>;

const NUMBERS_A_MINUTE = 4;
/** Digits that are kept of means and squares. */
const DIGITS = 5;
/** Of more values each counts half from then on: what is old fades. */
const MAX_VALUES = 20_000;

/** The minutes of a memory from one on, ascending. */
export function minutesOf({ minutes }: Pick<ParameterMemory, 'minutes'>, from: number): ValueMinute[] {
  const all: ValueMinute[] = [];
  for (let at = 0; at < minutes.length; at += NUMBERS_A_MINUTE) {
    const [minute, count, mean, squares] = minutes.slice(at, at + NUMBERS_A_MINUTE) as [
      number,
      number,
      number,
      number,
    ];
    if (minute >= from) all.push({ minute, count, mean, squares });
  }
  return all;
}

/**
 * A memory with one more minute, of which nothing before `from` is kept. Its values become usual unless the minute is abnormal.
 */
export function remembering(
  memory: ParameterMemory,
  {
    seen,
    values,
    from,
  }: { readonly seen: ValueMinute | undefined; readonly values: readonly number[]; readonly from: number },
): ParameterMemory {
  if (seen === undefined) return memory;
  const minutes = [...minutesOf(memory, from), seen].flatMap(({ minute, count, mean, squares }) => [
    minute,
    count,
    Number(mean.toPrecision(DIGITS)),
    Number(squares.toPrecision(DIGITS)),
  ]);
  if (isAbnormal(memory, seen.minute)) return { ...memory, minutes };
  const sketch = new QuantileSketch(memory.sketch);
  for (const value of values) sketch.add(value);
  if (sketch.count > MAX_VALUES) sketch.halve();
  return { ...memory, minutes, sketch: sketch.stored };
}
