import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributionOf } from '../../../../public/templates/flyout/value_distribution.ts';

const oneTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('how values are spread', () => {
  it.each([
    {
      of: 'texts',
      values: ['DB', 'cache', 'DB'],
      spread: {
        kind: 'values',
        count: 3,
        distinct: 2,
        top: [
          { value: 'DB', count: 2 },
          { value: 'cache', count: 1 },
        ],
      },
    },
    {
      of: 'many texts: the five most frequent',
      values: ['a', 'b', 'c', 'd', 'e', 'f', 'f'],
      spread: {
        kind: 'values',
        count: 7,
        distinct: 6,
        top: [
          { value: 'f', count: 2 },
          { value: 'a', count: 1 },
          { value: 'b', count: 1 },
          { value: 'c', count: 1 },
          { value: 'd', count: 1 },
        ],
      },
    },
    {
      of: 'booleans and numbers beside texts',
      values: [true, 5, 'five'],
      spread: {
        kind: 'values',
        count: 3,
        distinct: 3,
        top: [
          { value: 'true', count: 1 },
          { value: '5', count: 1 },
          { value: 'five', count: 1 },
        ],
      },
    },
    {
      of: 'few different numbers, one by one',
      values: [200, 200, 500],
      spread: {
        kind: 'values',
        count: 3,
        distinct: 2,
        top: [
          { value: '200', count: 2 },
          { value: '500', count: 1 },
        ],
      },
    },
    { of: 'nothing', values: [], spread: { kind: 'values', count: 0, distinct: 0, top: [] } },
  ])('$of', ({ values, spread }) => {
    expect(distributionOf(values)).toEqual(spread);
  });

  it('many numbers by their quantiles and a histogram', () => {
    const spread = distributionOf(oneTo(100));
    expect(spread).toMatchObject({ kind: 'numbers', count: 100, distinct: 100 });
    expect(spread).toMatchObject({ min: 1, median: 50, p95: 95, max: 100 });
    if (spread.kind !== 'numbers') return;
    expect(spread.bins).toHaveLength(20);
    expect(spread.bins[0]).toEqual({ from: 1, to: 5, count: 5 });
    expect(spread.bins.at(-1)).toEqual({ from: 96, to: 100, count: 5 });
  });

  it('a number whose printed form is another is one of them', () => {
    const values = [...oneTo(10).map((value) => value / 8), '0.50', '2.0'];
    expect(distributionOf(values)).toMatchObject({ kind: 'numbers', count: 12, min: 0.125, max: 2 });
    expect(distributionOf([...values, '007'])).toMatchObject({ kind: 'values' });
  });

  it.each([
    { of: 'few integers: a bar for each', values: oneTo(11), bars: 11, first: { from: 1, to: 1, count: 1 } },
    { of: '21 integers: two in each bar', values: oneTo(21), bars: 11, first: { from: 1, to: 2, count: 2 } },
    {
      of: 'fractions',
      values: oneTo(11).map((value) => value - 0.5),
      bars: 20,
      first: { from: 0.5, to: 1, count: 1 },
    },
  ])('$of', ({ values, bars, first }) => {
    const spread = distributionOf(values);
    expect(spread.kind === 'numbers' && spread.bins).toHaveLength(bars);
    expect(spread.kind === 'numbers' && spread.bins[0]).toEqual(first);
  });
});

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const numbers = fc.oneof(fc.array(number, { maxLength: 60 }), fc.array(fc.integer(), { maxLength: 60 }));
const values = fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean()), { maxLength: 60 });

describe('laws of a distribution', () => {
  it('does not depend on the order of numbers', () => {
    fc.assert(
      fc.property(numbers, (given) => {
        const spread = distributionOf(given);
        if (spread.kind === 'numbers') expect(distributionOf([...given].reverse())).toEqual(spread);
      }),
    );
  });

  it('its quantiles are values that occur, in order', () => {
    fc.assert(
      fc.property(numbers, (given) => {
        const spread = distributionOf(given);
        if (spread.kind !== 'numbers') return;
        const { min, median, p95, max } = spread;
        expect(given).toEqual(expect.arrayContaining([min, median, p95, max]));
        expect(min <= median && median <= p95 && p95 <= max).toBe(true);
      }),
    );
  });

  it('each number is in the bin whose edges are around it, and in one only', () => {
    fc.assert(
      fc.property(numbers, (given) => {
        const spread = distributionOf(given);
        if (spread.kind !== 'numbers') return;
        const last = spread.bins.length - 1;
        const isWhole = given.every(Number.isSafeInteger);
        spread.bins.forEach(({ from, to, count }, bin) => {
          const isIn = (value: number) =>
            from <= value && (isWhole || bin === last ? value <= to : value < to);
          expect(count).toBe(given.filter(isIn).length);
        });
        expect(spread.bins.reduce((sum, { count }) => sum + count, 0)).toBe(given.length);
      }),
    );
  });

  it('names values that occur as often as it says, the most frequent first', () => {
    fc.assert(
      fc.property(values, (given) => {
        const spread = distributionOf(given);
        if (spread.kind !== 'values') return;
        const counts = spread.top.map(({ count }) => count);
        expect(counts).toEqual([...counts].sort((a, b) => b - a));
        for (const { value, count } of spread.top) {
          expect(given.filter((one) => String(one) === value)).toHaveLength(count);
        }
        expect(spread.distinct).toBe(new Set(given.map(String)).size);
      }),
    );
  });
});
