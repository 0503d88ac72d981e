import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { momentTicks, offsetTicks } from '../../../common/axis_ticks.ts';
import { roundStep } from '../../../common/round_steps.ts';
import { timeBuckets } from '../../../common/time_buckets.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(`2026-01-${text}Z`);

describe('roundStep', () => {
  it.each([
    [1, 1],
    [6, 1],
    [7, 2],
    [250, 50],
    [1530, 500],
    [42 * SECOND, 10 * SECOND],
    [3 * MINUTE, 30 * SECOND],
    [90 * MINUTE, 15 * MINUTE],
    [DAY, 6 * HOUR],
    [7 * DAY, 2 * DAY],
    [400 * DAY, 112 * DAY],
  ])('cuts %d ms into at most six steps of %d ms', (span_ms, expected) => {
    expect(roundStep({ fits: (step) => span_ms / step <= 6 })).toBe(expected);
  });
});

describe('offsetTicks', () => {
  it('begins at the start and stays within the span', () => {
    expect(offsetTicks({ span_ms: 1250, parts: 6 })).toEqual([
      { offset_ms: 0, position: 0 },
      { offset_ms: 500, position: 0.4 },
      { offset_ms: 1000, position: 0.8 },
    ]);
  });

  it('has a tick at the start and at least one more, in even steps, of any span', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 * DAY }),
        fc.integer({ min: 3, max: 10 }),
        (span_ms, parts) => {
          const ticks = offsetTicks({ span_ms, parts });
          expect(ticks[0]).toEqual({ offset_ms: 0, position: 0 });
          expect(ticks.length).toBeGreaterThan(1);
          expect(ticks.length).toBeLessThanOrEqual(parts + 1);
          for (const [index, { offset_ms, position }] of ticks.entries()) {
            expect(offset_ms).toBe(index * ticks[1]!.offset_ms);
            expect(position).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});

describe('momentTicks', () => {
  const ticksOf = (from: string, to: string, utc_offset_ms = 0) =>
    momentTicks({
      buckets: timeBuckets({ from: at(from), to: at(to), most: 61, utc_offset_ms }),
      most: 9,
      utc_offset_ms,
    }).map(({ time, is_day }) => `${new Date(time).toISOString().slice(8, 16)}${is_day ? ' day' : ''}`);

  test('round moments within the buckets', () => {
    expect(ticksOf('15T14:03', '15T15:03')).toEqual([
      '15T14:10',
      '15T14:20',
      '15T14:30',
      '15T14:40',
      '15T14:50',
      '15T15:00',
    ]);
  });

  test('days begin in the zone', () => {
    expect(ticksOf('14T20:00', '15T20:00', -5 * HOUR)).toEqual([
      '14T20:00',
      '14T23:00',
      '15T02:00',
      '15T05:00 day',
      '15T08:00',
      '15T11:00',
      '15T14:00',
      '15T17:00',
    ]);
  });
});
