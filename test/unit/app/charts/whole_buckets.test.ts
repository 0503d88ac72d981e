import { describe, expect, test } from 'vitest';
import { isSpiky } from '../../../../public/charts/is_spiky.ts';
import { wholeBuckets } from '../../../../public/charts/whole_buckets.ts';

describe('the last bucket', () => {
  const counts = { start: '2026-01-15T14:00:00.000Z', interval_ms: 300_000, known: [true, false, true] };

  test('that is half filled is as good as unknown', () => {
    expect(wholeBuckets(counts, '2026-01-15T14:12:30.000Z').known).toEqual([true, false, false]);
  });

  test('that is over stays', () => {
    expect(wholeBuckets(counts, '2026-01-15T14:15:00.000Z')).toBe(counts);
  });

  test('that is the only one stays', () => {
    const one = { ...counts, known: [true] };
    expect(wholeBuckets(one, '2026-01-15T14:02:00.000Z')).toBe(one);
  });
});

test.each([
  [[1, 2, 3, 2, 900], true],
  [[40, 50, 60, 300], false],
  [[0, 0, 0, 5], false],
  [[0, 1, 1, 0, 13], true],
  [[], false],
])('%j has a peak beside which nothing can be read: %s', (heights, expected) => {
  expect(isSpiky(heights)).toBe(expected);
});
