import type { CountsResponse } from '../../common/api.ts';
import { type LevelGroup, levelGroupOf } from '../severity/level_groups.ts';

interface Point {
  readonly time: number;
  readonly count: number;
}

/** Points of each group of levels; buckets in which nothing is known have none. */
export function pointsByLevel(counts: CountsResponse): Readonly<Record<LevelGroup, readonly Point[]>> {
  const start = Date.parse(counts.start);
  const sums: Record<LevelGroup, number[]> = {
    error: counts.known.map(() => 0),
    warning: counts.known.map(() => 0),
    other: counts.known.map(() => 0),
  };
  for (const series of counts.series) {
    const group = sums[levelGroupOf(series.level)];
    series.counts.forEach((count, index) => {
      group[index] = (group[index] ?? 0) + count;
    });
  }
  const pointsOf = (group: readonly number[]) =>
    group.flatMap((count, index) =>
      counts.known[index] ? [{ time: start + index * counts.interval_ms, count }] : [],
    );
  return { error: pointsOf(sums.error), warning: pointsOf(sums.warning), other: pointsOf(sums.other) };
}

/** How high the bars of some groups are together, by their time. */
export function barHeights(
  points: Readonly<Record<LevelGroup, readonly Point[]>>,
  groups: readonly LevelGroup[],
): number[] {
  const heights = new Map<number, number>();
  for (const { time, count } of groups.flatMap((group) => points[group])) {
    heights.set(time, (heights.get(time) ?? 0) + count);
  }
  return [...heights.values()];
}
