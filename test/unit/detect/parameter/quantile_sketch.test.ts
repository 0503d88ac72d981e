import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QuantileSketch } from '../../../../ml-service/src/detect/parameter/quantile_sketch.ts';

const sketchOf = (values: readonly number[]) => {
  const sketch = new QuantileSketch();
  for (const value of values) sketch.add(value);
  return sketch;
};

/** The value of which no more than that share is smaller. */
const exactQuantile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))]!;

const values = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('a sketch of values', () => {
  test('knows each quantile to within 2 %', () => {
    fc.assert(
      fc.property(values, share, (seen, at) => {
        const exact = exactQuantile(seen, at);
        expect(Math.abs(sketchOf(seen).quantile(at)! - exact)).toBeLessThanOrEqual(exact * 0.0201);
      }),
    );
  });

  test('is the same whether values were added to one, or to two that were merged', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const merged = sketchOf(one);
        merged.merge(sketchOf(other));
        expect(merged.stored).toEqual(sketchOf([...one, ...other]).stored);
      }),
    );
  });

  test('comes back from what is stored', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -10, max: 1e6, noNaN: true })), (seen) => {
        const { stored, count } = sketchOf(seen);
        const again = new QuantileSketch(JSON.parse(JSON.stringify(stored)) as typeof stored);
        expect([again.count, again.stored]).toEqual([count, stored]);
      }),
    );
  });

  test('halved keeps half of the values, and where they lie', () => {
    const sketch = sketchOf(Array.from({ length: 2000 }, (_, at) => 1 + at));
    sketch.halve();
    expect(sketch.count).toBeGreaterThan(950);
    expect(sketch.count).toBeLessThan(1050);
    expect(sketch.quantile(0.5)).toBeGreaterThan(950);
    expect(sketch.quantile(0.5)).toBeLessThan(1050);
  });

  test('stays small: of more orders of magnitude than it has bins the highest stay right', () => {
    const sketch = sketchOf(Array.from({ length: 3000 }, (_, at) => 10 ** (at / 100 - 10)));
    expect(sketch.stored.bins.length / 2).toBe(512);
    expect(sketch.count).toBe(3000);
    expect(sketch.quantile(0.99)! / 10 ** (2969 / 100 - 10)).toBeCloseTo(1, 1);
  });

  test.each([
    { seen: [], half: undefined, max: 0 },
    { seen: [0, -5, Number.NaN], half: 0, max: 0 },
  ])('of $seen has the median $half', ({ seen, half, max }) => {
    const sketch = sketchOf(seen);
    expect([sketch.quantile(0.5), sketch.max, sketch.count]).toEqual([half, max, seen.length]);
    expect(sketch.tailAbove(0.95)).toBeUndefined();
  });

  test('estimates how fast its tail falls off: of a power law the exponent', () => {
    // Quantiles of a Pareto distribution with exponent 2: 1 / exponent is the mean excess of the logarithm.
    const sketch = sketchOf(Array.from({ length: 10_000 }, (_, at) => ((at + 0.5) / 10_000) ** (-1 / 2)));
    const { share, spread } = sketch.tailAbove(0.95)!;
    expect(share).toBeGreaterThan(0.045);
    expect(share).toBeLessThan(0.055);
    expect(spread).toBeGreaterThan(0.45);
    expect(spread).toBeLessThan(0.55);
  });
});
