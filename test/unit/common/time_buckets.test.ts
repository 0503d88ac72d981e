import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeBuckets } from '../../../common/time_buckets.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(`2026-01-${text}Z`);

describe('timeBuckets', () => {
  test.each([
    ['an hour, by minutes', '15T14:03', '15T15:03', 0, '15T14:03', MINUTE, 60],
    ['an hour with seconds', '15T14:03:20', '15T15:03:20', 0, '15T14:03', MINUTE, 61],
    ['a minute', '15T14:03', '15T14:04', 0, '15T14:03', MINUTE, 1],
    ['a day, by half hours', '14T14:03', '15T14:03', 0, '14T14:00', 30 * MINUTE, 49],
    ['six hours', '15T08:00', '15T14:00', 0, '15T08:00', 10 * MINUTE, 36],
    [
      'a month, days begin at midnight of the zone',
      '01T12:00',
      '30T12:00',
      -5 * HOUR,
      '01T05:00',
      12 * HOUR,
      59,
    ],
  ])('%s', (_, from, to, utc_offset_ms, start, interval_ms, size) => {
    expect(timeBuckets({ from: at(from), to: at(to), most: 61, utc_offset_ms })).toEqual({
      start: at(start),
      interval_ms,
      size,
    });
  });

  test('they cover the range, are never too many, and none is empty of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000_000_000 }),
        fc.integer({ min: 1, max: 3000 * DAY }),
        fc.integer({ min: 2, max: 100 }),
        fc.integer({ min: -12, max: 14 }),
        (from, length, most, hours) => {
          const to = from + length;
          const { start, interval_ms, size } = timeBuckets({ from, to, most, utc_offset_ms: hours * HOUR });
          expect(size).toBeLessThanOrEqual(most);
          expect(start).toBeLessThanOrEqual(from);
          expect(start + interval_ms).toBeGreaterThan(from);
          expect(start + size * interval_ms).toBeGreaterThanOrEqual(to);
          expect(start + (size - 1) * interval_ms).toBeLessThan(to);
        },
      ),
    );
  });
});
