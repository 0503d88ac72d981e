import { expect, test } from 'vitest';
import { nextCell } from '../../../../public/anomalies/swimlane_keys.ts';
import type { Lane } from '../../../../public/anomalies/swimlane.ts';
import { anomalyAt } from './anomaly_at.ts';

const lane = (name: string, ...buckets: number[]): Lane => ({
  name,
  score: 80,
  count: buckets.length,
  cells: buckets.map((bucket) => ({ bucket, count: 1, worst: anomalyAt({}) })),
});
const LANES = [lane('a', 2, 5, 9), lane('b', 4), lane('c', 0, 6)];

test.each([
  ['ArrowRight', { lane: 0, bucket: 2 }, { lane: 0, bucket: 5 }],
  ['ArrowRight', { lane: 0, bucket: 9 }, undefined],
  ['ArrowLeft', { lane: 0, bucket: 9 }, { lane: 0, bucket: 5 }],
  ['ArrowLeft', { lane: 0, bucket: 2 }, undefined],
  ['Home', { lane: 0, bucket: 9 }, { lane: 0, bucket: 2 }],
  ['End', { lane: 0, bucket: 2 }, { lane: 0, bucket: 9 }],
  ['ArrowDown', { lane: 0, bucket: 9 }, { lane: 1, bucket: 4 }],
  ['ArrowDown', { lane: 1, bucket: 4 }, { lane: 2, bucket: 6 }],
  ['ArrowDown', { lane: 2, bucket: 6 }, undefined],
  ['ArrowUp', { lane: 2, bucket: 0 }, { lane: 1, bucket: 4 }],
  ['ArrowUp', { lane: 0, bucket: 2 }, undefined],
  ['Enter', { lane: 0, bucket: 2 }, undefined],
])('%s from %o leads to %o', (key, at, to) => {
  expect(nextCell({ lanes: LANES, at, key })).toEqual(to);
});

test('without lanes no key leads anywhere', () => {
  expect(nextCell({ lanes: [], at: { lane: 0, bucket: 0 }, key: 'ArrowDown' })).toBeUndefined();
});
