import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../demo/shop/random.ts';
import { outlierOf } from '../../../../ml-service/src/detect/parameter/outlier.ts';
import { QuantileSketch } from '../../../../ml-service/src/detect/parameter/quantile_sketch.ts';

const RATIO = { ratio: 3 };
/** In a system of a hundred parameters, half a false alarm a day. */
const TOLD = Math.log((100 * 1440) / 0.5);

const sketchOf = (values: readonly number[]) => {
  const sketch = new QuantileSketch();
  for (const value of values) sketch.add(value);
  return sketch;
};
const times = Array.from({ length: 2000 }, (_, at) => 20 + (at % 40));

describe('an outlier', () => {
  test.each([
    { what: 'of times from 20 to 59 ms, 90 s', seen: times, value: 90_000, typical: 59 },
    {
      what: 'where all values were the same',
      seen: Array.from({ length: 500 }, () => 100),
      value: 500,
      typical: 100,
    },
  ])('$what', ({ seen, value, typical }) => {
    const found = outlierOf([30, value, 25], sketchOf(seen), RATIO)!;
    expect(found.value).toBe(value);
    expect(found.typical / typical).toBeCloseTo(1, 1);
    expect(found.surprise).toBeGreaterThan(TOLD);
  });

  test.each([
    { what: 'twice the largest', seen: times, values: [120] },
    { what: 'less than usual', seen: times, values: [0.001] },
    { what: 'nothing that was seen', seen: [], values: [1e9] },
    { what: 'nothing above zero that was seen', seen: [0, 0, 0], values: [1e9] },
    { what: 'no value', seen: times, values: [] },
  ])('is not $what', ({ seen, values }) => {
    expect(outlierOf(values, sketchOf(seen), RATIO)).toBeUndefined();
  });

  test.each([
    { what: 'a power law', draw: (uniform: number) => uniform ** (-1 / 1.2) },
    { what: 'a log-normal', draw: (uniform: number, other: number) => Math.exp(1.2 * gauss(uniform, other)) },
    { what: 'an exponential', draw: (uniform: number) => -40 * Math.log(uniform) },
  ])('is hardly ever what $what brings by itself: none in 20 days of 50 values a minute', ({ draw }) => {
    const random = createRandom([5]);
    const next = () => draw(1 - random.fraction(), random.fraction());
    const sketch = sketchOf(Array.from({ length: 2000 }, next));
    let told = 0;
    for (let minute = 0; minute < 20 * 1440; minute += 1) {
      const values = Array.from({ length: 50 }, next);
      told += (outlierOf(values, sketch, RATIO)?.surprise ?? 0) > TOLD ? 1 : 0;
      for (const value of values) sketch.add(value);
      while (sketch.count > 20_000) sketch.halve();
    }
    expect(told).toBe(0);
  });
});

/** Box and Muller. */
function gauss(a: number, b: number): number {
  return Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b);
}
