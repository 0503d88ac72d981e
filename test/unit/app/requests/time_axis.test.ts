import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks, formatOffset, roundStep } from '../../../../public/requests/time_axis.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('roundStep', () => {
  it.each([
    [1, 1],
    [6, 1],
    [7, 2],
    [250, 50],
    [1530, 500],
    [42 * SECOND, 10 * SECOND],
    [3 * MINUTE, 30 * SECOND],
    [90 * MINUTE, 30 * MINUTE],
    [DAY, 4 * HOUR],
    [7 * DAY, 2 * DAY],
    [400 * DAY, 100 * DAY],
  ])('cuts %d ms into at most six steps of %d ms', (span_ms, expected) => {
    expect(roundStep({ span_ms, parts: 6 })).toBe(expected);
  });
});

describe('axisTicks', () => {
  it('begins at the start and stays within the span', () => {
    expect(axisTicks({ span_ms: 1250, parts: 6 })).toEqual([
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
          const ticks = axisTicks({ span_ms, parts });
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

describe('formatOffset', () => {
  it.each([
    [0, '+0 ms'],
    [12, '+12 ms'],
    [999, '+999 ms'],
    [1534, '+1.534 s'],
    [123_400, '+2 min 3 s'],
    [HOUR + 59_999, '+1 h 0 min'],
    [3 * DAY + 5 * HOUR, '+3 d 5 h'],
  ])('%d ms is %s', (ms, expected) => {
    expect(formatOffset(ms)).toBe(expected);
  });
});
