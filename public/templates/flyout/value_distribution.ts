import type { ParameterValue } from '../../../common/documents/log_document.ts';
import { numberOf } from '../../../common/parameter_number.ts';

/** More distinct numbers than this are shown by their spread, fewer one by one. */
const MOST_SINGLE_NUMBERS = 8;
/** Bars of a histogram in a table's cell, at most. */
const BINS = 20;
/** Values that are named. */
const MOST_VALUES = 5;

/** A value and how many lines have it. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/** Numbers from ≤ x < to; the last bin holds its end, too, and among integers every bin does. */
export interface ValueBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** How the values of a parameter are spread. */
export type ValueDistribution = {
  /** Lines that have a value. */
  readonly count: number;
  readonly distinct: number;
} & (
  | {
      readonly kind: 'values';
      /** The most frequent first. */
      readonly top: readonly ValueCount[];
    }
  | {
      readonly kind: 'numbers';
      readonly min: number;
      readonly median: number;
      readonly p95: number;
      readonly max: number;
      readonly bins: readonly ValueBin[];
    }
);

/**
 * How values are spread: the most frequent ones, or for more than a few different numbers their quantiles and a
 * histogram.
 *
 * @example
 * distributionOf(['DB', 'cache', 'DB'])
 * // { kind: 'values', count: 3, distinct: 2, top: [{ value: 'DB', count: 2 }, { value: 'cache', count: 1 }] }
 */
export function distributionOf(values: readonly ParameterValue[]): ValueDistribution {
  const counts = countValues(values);
  const spread = { count: values.length, distinct: counts.length };
  const numbers = values.flatMap((value) => numberOf(value) ?? []);
  const areNumbers = numbers.length === values.length;
  if (counts.length > MOST_SINGLE_NUMBERS && areNumbers) {
    return { ...spread, kind: 'numbers', ...spreadOf(numbers) };
  }
  const named = areNumbers ? MOST_SINGLE_NUMBERS : MOST_VALUES;
  return { ...spread, kind: 'values', top: counts.slice(0, named) };
}

/** The most frequent first; of equally frequent ones the one that came first. */
function countValues(values: readonly ParameterValue[]): ValueCount[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

function spreadOf(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const min = sorted[0]!;
  const max = sorted.at(-1)!;
  return {
    min,
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    max,
    bins: binsOf(sorted, { min, max }),
  };
}

/** The nearest rank: a value that occurs, so that integers stay integers. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

function binsOf(values: readonly number[], ends: { min: number; max: number }): ValueBin[] {
  const isWhole = values.every(Number.isSafeInteger);
  const froms = isWhole ? wholeEdges(ends) : evenEdges(ends);
  const counts = froms.map(() => 0);
  for (const value of values) counts[froms.findLastIndex((from) => from <= value)]! += 1;
  return counts.map((count, bin) => {
    const next = froms[bin + 1];
    const to = next === undefined ? ends.max : isWhole ? next - 1 : next;
    return { from: froms[bin]!, to, count };
  });
}

/** Every bin holds equally many integers: else some bars would stay empty. */
function wholeEdges({ min, max }: { min: number; max: number }): number[] {
  const width = Math.ceil((max - min + 1) / BINS);
  return Array.from({ length: Math.ceil((max - min + 1) / width) }, (_, bin) => min + bin * width);
}

function evenEdges({ min, max }: { min: number; max: number }): number[] {
  // Divided first: the difference of two huge numbers is no number.
  const width = max / BINS - min / BINS;
  return Array.from({ length: BINS }, (_, bin) => Math.min(max, min + bin * width));
}
