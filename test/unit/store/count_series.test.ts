import { expect, it } from 'vitest';
import { countSeries, largestKinds } from '../../../ml-service/src/store/count_series.ts';

const BUCKETS = { start: 1000, interval_ms: 100, size: 3 };

it('finds the largest kinds, their rows added up', () => {
  const rows = [
    { template_id: 'a', count: 3 },
    { template_id: 'b', count: 4 },
    { template_id: 'a', time: 1000, count: 2 },
    { template_id: 'c', level: 'ERROR' as const, count: 4 },
  ];
  expect(largestKinds(rows, 2)).toEqual({
    kinds: [{ template_id: 'a' }, { template_id: 'b' }],
    is_truncated: true,
  });
  expect(largestKinds(rows, 3)).toMatchObject({ is_truncated: false });
  expect(largestKinds([], 3)).toEqual({ kinds: [], is_truncated: false });
});

it('lays rows into buckets, the largest series first', () => {
  const rows = [
    { service: 'a', time: 1000, count: 1 },
    { service: 'b', time: 1000, count: 2 },
    { service: 'a', time: 1199, count: 1 },
    { service: 'b', time: 1299, count: 5 },
    { service: 'a', time: 1000, count: 1 },
    // Out of the range, and of a kind that nobody asked for.
    { service: 'a', time: 999, count: 9 },
    { service: 'a', time: 1300, count: 9 },
    { service: 'c', time: 1000, count: 9 },
  ];
  const kinds = [{ service: 'a' }, { service: 'b' }, { service: 'd' }];
  expect(countSeries({ rows, kinds, buckets: BUCKETS })).toEqual([
    { service: 'b', total: 7, counts: [2, 0, 5] },
    { service: 'a', total: 3, counts: [2, 1, 0] },
    { service: 'd', total: 0, counts: [0, 0, 0] },
  ]);
});

it('tells lines without a level from those with one', () => {
  const rows = [
    { time: 1000, count: 1 },
    { level: 'INFO' as const, time: 1000, count: 2 },
  ];
  const { kinds } = largestKinds(rows, 9);
  expect(countSeries({ rows, kinds, buckets: BUCKETS })).toEqual([
    { level: 'INFO', total: 2, counts: [2, 0, 0] },
    { total: 1, counts: [1, 0, 0] },
  ]);
});
