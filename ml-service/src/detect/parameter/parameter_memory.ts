import { z } from 'zod';
import { Reference } from '../../../../common/documents/reference.ts';
import { murmur3 } from '../../../../common/murmur3.ts';
import { isAbnormal, Spell } from '../spells/spell.ts';
import { KnownNames } from './known_names.ts';
import { QuantileSketch, StoredSketch } from './quantile_sketch.ts';
import type { ParameterValues, ValueVerdict } from '../detector.ts';
import type { ValueMinute } from './shift.ts';

/** What is remembered of a parameter. Of single values nothing is but where they lie in the sketch. */
export const ParameterMemory = z.strictObject({
  template_id: z.string(),
  parameter: z.string(),
  service: z.string().optional(),
  measure: z.enum(['duration', 'bytes']).optional(),
  /** Of numbers: all that was usual. */
  sketch: StoredSketch,
  /** Of texts. */
  names: KnownNames.optional(),
  /** Its last minutes, four numbers each: minute, count, mean and squares of {@link ValueMinute}. */
  minutes: z.array(z.number()),
  spells: z.array(Spell),
  /** Requests of the values that show what goes on: what else is abnormal of these is of the same cause. */
  request_ids: z.array(z.string()).optional(),
  /** Where the value stands that was told last, and when it came. */
  sample: z.strictObject({ minute: z.int(), reference: Reference }).optional(),
});
export type ParameterMemory = z.infer<typeof ParameterMemory>;

/** What became of one parameter in a minute. */
export interface JudgedParameter {
  readonly kind: ValueVerdict['kind'];
  readonly memory: ParameterMemory;
  readonly reported: readonly Spell[];
}

/** What is remembered of a parameter that comes for the first time. */
export function emptyMemory({ template_id, parameter }: ParameterValues): ParameterMemory {
  return { template_id, parameter, sketch: { rest: 0, bins: [] }, minutes: [], spells: [] };
}

/** Requests that are remembered of an anomaly. */
const MOST_REQUESTS = 10;

/** Some of the requests, the same ones of the same requests whoever asks: two services that share any are likely to share these. */
export function requestsOf(ids: readonly string[]): string[] {
  const hashed = [...new Set(ids)].filter((id) => id !== '').map((id) => [murmur3(id), id] as const);
  return hashed
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MOST_REQUESTS)
    .map(([, id]) => id);
}

const NUMBERS_A_MINUTE = 4;
/** Digits that are kept of means and squares. */
const DIGITS = 5;
/** Of more values each counts half from then on: what is old fades. */
const MAX_VALUES = 20_000;

/** The minutes of a memory from one on, ascending. */
export function minutesOf({ minutes }: Pick<ParameterMemory, 'minutes'>, from: number): ValueMinute[] {
  const all: ValueMinute[] = [];
  for (let at = 0; at < minutes.length; at += NUMBERS_A_MINUTE) {
    const minute = minutes[at]!;
    if (minute < from) continue;
    all.push({ minute, count: minutes[at + 1]!, mean: minutes[at + 2]!, squares: minutes[at + 3]! });
  }
  return all;
}

/** The last minute of a memory. */
export function lastMinuteOf({ minutes }: Pick<ParameterMemory, 'minutes'>): number | undefined {
  return minutes.at(-NUMBERS_A_MINUTE);
}

/**
 * A memory with one more minute, of which nothing before `from` is kept. Its values become usual unless the minute is abnormal: then
 * those far above all others do, of which the next one is no news.
 */
export function remembering(
  memory: ParameterMemory,
  {
    seen,
    values,
    singles,
    from,
  }: {
    readonly seen: ValueMinute | undefined;
    readonly values: readonly number[];
    readonly singles: readonly number[];
    readonly from: number;
  },
): ParameterMemory {
  if (seen === undefined) return memory;
  const minutes = withMinute(memory, { seen, from });
  const sketch = new QuantileSketch(memory.sketch);
  for (const value of isAbnormal(memory, seen.minute) ? singles : values) sketch.add(value);
  if (sketch.count > MAX_VALUES) sketch.halve();
  return { ...memory, minutes, sketch: sketch.stored };
}

/** The minutes of a memory from one on and one more, as a memory has them: what was rounded is not rounded anew. */
export function withMinute(
  { minutes }: Pick<ParameterMemory, 'minutes'>,
  { seen: { minute, count, mean, squares }, from }: { readonly seen: ValueMinute; readonly from: number },
): number[] {
  let first = 0;
  while (first < minutes.length && minutes[first]! < from) first += NUMBERS_A_MINUTE;
  const kept = minutes.slice(first);
  kept.push(minute, count, Number(mean.toPrecision(DIGITS)), Number(squares.toPrecision(DIGITS)));
  return kept;
}
