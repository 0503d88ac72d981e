import { describe, expect, test } from 'vitest';
import { rangeAround, ratePoints } from '../../../../public/anomalies/flyout/rate_points.ts';

const at = (time: string) => `2026-01-15T${time}:00.000Z`;

describe('rangeAround', () => {
  test.each([
    ['long over', '14:06', '14:10', '16:00', '12:51', '14:25'],
    ['just over', '14:06', '14:10', '14:12', '12:51', '14:12'],
    ['ends as it begins', '14:06', '14:06', '16:00', '12:51', '14:22'],
    ['a clock that is late', '14:06', '14:10', '14:00', '12:51', '14:10'],
  ])('%s', (_, start, end, now, from, to) => {
    expect(rangeAround({ start: at(start), end: at(end), now: Date.parse(at(now)) + 30_000 })).toEqual({
      from: at(from),
      to: at(to),
    });
  });
});

describe('ratePoints', () => {
  const counts = (interval_minutes: number, known: boolean[], ...series: number[][]) => ({
    start: at('14:00'),
    interval_ms: interval_minutes * 60_000,
    known,
    series: series.map((numbers) => ({ total: 0, counts: numbers })),
    is_truncated: false,
  });
  const points = (...input: Parameters<typeof counts>) =>
    ratePoints({ counts: counts(...input), to: at('14:15') });
  /** Of the buckets: the points at which they begin. */
  const rates = (...input: Parameters<typeof counts>) =>
    points(...input)
      .filter(({ time }) => time % 60_000 === 0)
      .map(({ rate }) => rate);

  test('minutes: the counts, and null where nothing is known', () => {
    expect(rates(1, [true, false, true], [3, 0, 0])).toEqual([3, null, 0]);
  });

  test('longer buckets: lines a minute', () => {
    expect(rates(5, [true, true], [10, 15])).toEqual([2, 3]);
  });

  test('a bucket that the range cuts short counts its minutes only', () => {
    expect(rates(10, [true, true], [10, 10])).toEqual([1, 2]);
  });

  test('no series is silence, several are one', () => {
    expect(rates(1, [true, true])).toEqual([0, 0]);
    expect(rates(1, [true, true], [1, 2], [3, 4])).toEqual([4, 6]);
  });

  test('the last bucket and one before a gap are drawn to their ends', () => {
    const clock = (time: number) => new Date(time).toISOString().slice(11, 23);
    expect(points(10, [true, false, false], [30, 0, 0]).map(({ time, rate }) => [clock(time), rate])).toEqual(
      [
        ['14:00:00.000', 3],
        ['14:09:59.999', 3],
        ['14:10:00.000', null],
        ['14:20:00.000', null],
      ],
    );
    expect(points(10, [true, true], [10, 10]).map(({ time, rate }) => [clock(time), rate])).toEqual([
      ['14:00:00.000', 1],
      ['14:10:00.000', 2],
      ['14:14:59.999', 2],
    ]);
  });
});
