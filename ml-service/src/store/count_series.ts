import type { Level } from '../../../common/levels.ts';
import { type TimeBuckets, timeBuckets } from '../../../common/time_buckets.ts';
import type { TemplateCount } from '../detect/counts/count_reader.ts';

/** What lines are told apart by; a field is absent where nobody asked for it, `level` also where lines state none. */
export interface LineKind {
  readonly template_id?: string;
  readonly service?: string;
  readonly level?: Level;
}

/** How many lines of a kind there are: in all, or in the interval that begins at `time`. */
export interface LineCount extends LineKind {
  /** Milliseconds since the epoch. */
  readonly time?: number;
  readonly count: number;
}

/** The counts of a kind by bucket. */
export interface LineSeries extends LineKind {
  readonly total: number;
  readonly counts: number[];
}

const keyOf = ({ template_id, service, level }: LineKind) => JSON.stringify([template_id, service, level]);

function kindOf({ template_id, service, level }: LineKind): LineKind {
  return {
    ...(template_id !== undefined && { template_id }),
    ...(service !== undefined && { service }),
    ...(level !== undefined && { level }),
  };
}

/** The kinds with the most lines, at most `most`, and whether there are others. */
export function largestKinds(
  rows: readonly LineCount[],
  most: number,
): { kinds: LineKind[]; is_truncated: boolean } {
  const sums = new Map<string, { kind: LineKind; count: number }>();
  for (const row of rows) {
    const key = keyOf(row);
    const sum = sums.get(key);
    if (sum) sum.count += row.count;
    else sums.set(key, { kind: kindOf(row), count: row.count });
  }
  const largest = [...sums].sort(([a, left], [b, right]) => right.count - left.count || (a < b ? -1 : 1));
  return {
    kinds: largest.slice(0, most).map(([, { kind }]) => kind),
    is_truncated: largest.length > most,
  };
}

/** A series for each of these kinds, the largest first. Rows of other kinds are left out. */
export function countSeries(input: {
  rows: readonly LineCount[];
  kinds: readonly LineKind[];
  buckets: CountBuckets;
}): LineSeries[] {
  const { rows, kinds, buckets } = input;
  const { start, interval_ms, size } = buckets;
  const series = new Map(
    kinds.map((kind) => [keyOf(kind), { ...kind, total: 0, counts: new Array<number>(size).fill(0) }]),
  );
  for (const row of rows) {
    const one = series.get(keyOf(row));
    const bucket = Math.floor((row.time! - start) / interval_ms);
    if (!one || bucket < 0 || bucket >= size) continue;
    one.total += row.count;
    one.counts[bucket]! += row.count;
  }
  return [...series.values()].sort((left, right) => right.total - left.total);
}

/** Buckets that begin at a multiple of their interval, so that the same lines always fall into the same one. */
export type CountBuckets = TimeBuckets;

/**
 * Divides a range into at most `most` buckets of the shortest round length. Nothing was counted before 1970.
 *
 * @param input.from - Milliseconds since the epoch, as `to`; half-open.
 * @example
 * countBuckets({ from: Date.parse('2026-01-15T14:03Z'), to: Date.parse('2026-01-15T15:03Z'), most: 60 })
 * // from 14:02 on, 31 buckets of two minutes: of one minute each they would be 61
 */
export function countBuckets(input: { from: number; to: number; most: number }): CountBuckets {
  const from = Math.max(0, input.from);
  const to = Math.max(from + 1, input.to);
  return timeBuckets({ from, to, most: input.most, utc_offset_ms: 0 });
}

/**
 * Adds up counts of the same minute, template, service and level: several sources count the same template, and several
 * spellings mean the same level.
 */
export function sumCounts(counts: Iterable<TemplateCount>): TemplateCount[] {
  const sums = new Map<string, { -readonly [K in keyof TemplateCount]: TemplateCount[K] }>();
  for (const count of counts) {
    const key = JSON.stringify([count.minute, count.template_id, count.service, count.level]);
    const sum = sums.get(key);
    if (sum) sum.count += count.count;
    else sums.set(key, { ...count });
  }
  return [...sums.values()];
}
