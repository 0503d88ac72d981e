import type { CountSeries, CountsResponse } from '../../common/api.ts';
import type { Level } from '../../common/levels.ts';
import { type LevelGroup, levelGroupOf } from '../severity/level_groups.ts';

/** Lines of one kind over time. */
export interface Trend {
  readonly total: number;
  /** A number for each bucket. */
  readonly counts: readonly number[];
  readonly by_group: Readonly<Record<LevelGroup, number>>;
  /** Of lines that state a level. */
  readonly by_level: Readonly<Partial<Record<Level, number>>>;
}

/** What a kind has of which no line was counted. */
export function emptyTrend(buckets: number): Trend {
  return {
    total: 0,
    counts: new Array<number>(buckets).fill(0),
    by_group: { error: 0, warning: 0, other: 0 },
    by_level: {},
  };
}

/**
 * Series summed by kind, the largest kind first.
 *
 * @param kindOf - The kind that a series belongs to; series without one are left out.
 * @example
 * trendsOf(counts, ({ service }) => service).get('cart')?.total // 120
 */
export function trendsOf(
  { known, series }: Pick<CountsResponse, 'known' | 'series'>,
  kindOf: (series: CountSeries) => string | undefined,
): ReadonlyMap<string, Trend> {
  const trends = new Map<string, Trend>();
  for (const one of series) {
    const kind = kindOf(one);
    if (kind !== undefined) trends.set(kind, withSeries(trends.get(kind) ?? emptyTrend(known.length), one));
  }
  return new Map([...trends].sort(([, a], [, b]) => b.total - a.total));
}

function withSeries(trend: Trend, { level, total, counts }: CountSeries): Trend {
  const group = levelGroupOf(level);
  return {
    total: trend.total + total,
    counts: trend.counts.map((count, bucket) => count + (counts[bucket] ?? 0)),
    by_group: { ...trend.by_group, [group]: trend.by_group[group] + total },
    by_level: level ? { ...trend.by_level, [level]: (trend.by_level[level] ?? 0) + total } : trend.by_level,
  };
}
