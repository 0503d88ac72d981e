import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countBuckets } from '../../../ml-service/src/store/count_series.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (time: string) => Date.parse(`2026-01-15T${time}Z`);

describe('buckets of a range', () => {
  it.each([
    { name: 'an hour at its full', from: '14:00', to: '15:00', most: 60, start: '14:00', interval: MINUTE, size: 60 },
    { name: 'an hour and a bit', from: '14:03', to: '15:04', most: 60, start: '14:02', interval: 2 * MINUTE, size: 31 },
    { name: 'seconds', from: '14:00:10', to: '14:00:20', most: 500, start: '14:00', interval: MINUTE, size: 1 },
    { name: 'a quarter in two', from: '14:07', to: '14:22', most: 2, start: '14:00', interval: 15 * MINUTE, size: 2 },
    { name: 'all in one', from: '14:59', to: '15:01', most: 1, start: '14:00', interval: 2 * HOUR, size: 1 },
  ])('$name', ({ from, to, most, start, interval, size }) => {
    expect(countBuckets({ from: at(from), to: at(to), most })).toEqual({
      start: at(start),
      interval_ms: interval,
      size,
    });
  }); // prettier-ignore

  it('are of weeks, then of twice as many, where the range is years', () => {
    expect(countBuckets({ from: 0, to: 10 * 365 * DAY, most: 500 })).toMatchObject({ interval_ms: 14 * DAY });
  });

  it('are one for a range before all logs, and for one that crosses 1970', () => {
    expect(countBuckets({ from: -5 * DAY, to: -DAY, most: 1 })).toEqual({
      start: 0,
      interval_ms: MINUTE,
      size: 1,
    });
    expect(countBuckets({ from: -5 * DAY, to: DAY, most: 1 })).toMatchObject({ start: 0, size: 1 });
  });

  it('cover the range, and are as many as asked at most', () => {
    const LATEST = Date.parse('9999-12-31T00:00:00Z');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: LATEST }),
        fc.integer({ min: 1, max: 3 * 365 * DAY }),
        fc.integer({ min: 1, max: 500 }),
        (from, length, most) => {
          const { start, interval_ms, size } = countBuckets({ from, to: from + length, most });
          expect(start % interval_ms).toBe(0);
          expect(start).toBeLessThanOrEqual(from);
          expect(start + interval_ms).toBeGreaterThan(from);
          expect(start + size * interval_ms).toBeGreaterThanOrEqual(from + length);
          expect(start + (size - 1) * interval_ms).toBeLessThan(from + length);
          expect(size).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
});
