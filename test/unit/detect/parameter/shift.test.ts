import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../demo/shop/random.ts';
import {
  isCounter,
  joinMinutes,
  shiftOf,
  usualValues,
  type ValueMinute,
  valueMinuteOf,
} from '../../../../ml-service/src/detect/parameter/shift.ts';

const TOLD = Math.log((100 * 1440) / 0.5);

/** Times around a median, as services answer: half of them within a factor of 1.4. */
function times({
  seed,
  minutes,
  count,
  wander = 0.05,
}: {
  seed: number;
  minutes: number;
  count: number;
  wander?: number;
}) {
  const random = createRandom([seed]);
  const gauss = () =>
    Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction());
  return Array.from({ length: minutes }, (_, minute) => {
    const median = 40 * Math.exp(wander * gauss());
    const values = Array.from({ length: count }, () => median * Math.exp(0.5 * gauss()));
    return { minute, values };
  });
}

const seen = (minutes: readonly { minute: number; values: readonly number[] }[], times_as_large = 1) =>
  minutes.map(({ minute, values }) =>
    valueMinuteOf(
      minute,
      values.map((value) => value * times_as_large),
    )!,
  );

describe('values of a minute', () => {
  test('are joined as if they had been of one', () => {
    const some = fc.array(fc.double({ min: 0.1, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 5 }), (minutes) => {
        const joined = joinMinutes(minutes.map((values, minute) => valueMinuteOf(minute, values)!))!;
        const all = valueMinuteOf(minutes.length - 1, minutes.flat())!;
        expect([joined.minute, joined.count]).toEqual([all.minute, all.count]);
        expect(joined.mean).toBeCloseTo(all.mean, 6);
        expect(joined.squares).toBeCloseTo(all.squares, 6);
      }),
    );
  });

  test('that are not above zero have no order of magnitude', () => {
    expect(valueMinuteOf(7, [0, -1, Number.NaN])).toBeUndefined();
    expect(valueMinuteOf(7, [0, 1])).toEqual({ minute: 7, count: 1, mean: 0, squares: 0 });
  });
});

describe('a shift', () => {
  const usual = usualValues(seen(times({ seed: 1, minutes: 60, count: 10 })))!;

  test.each([
    { what: 'a latency that doubles, two minutes of ten values', times_as_large: 2 },
    { what: 'one that falls to half', times_as_large: 0.5 },
  ])('is found: $what', ({ times_as_large }) => {
    const window = joinMinutes(seen(times({ seed: 2, minutes: 2, count: 10 }), times_as_large))!;
    const { ratio, surprise } = shiftOf(window, usual);
    expect(ratio / times_as_large).toBeGreaterThan(0.8);
    expect(ratio / times_as_large).toBeLessThan(1.25);
    expect(surprise).toBeGreaterThan(TOLD);
  });

  test.each([
    { what: 'minutes alike', wander: 0 },
    { what: 'minutes that wander by a tenth', wander: 0.1 },
    { what: 'minutes that wander by half', wander: 0.5 },
  ])('is hardly ever what chance brings: none in 5 days of $what', ({ wander }) => {
    const all = seen(times({ seed: 3, minutes: 5 * 1440, count: 10, wander }));
    const told = all.filter((window, at) => {
      if (at < 90) return false;
      return shiftOf(window, usualValues(all.slice(at - 80, at))!).surprise > TOLD;
    });
    expect(told).toEqual([]);
  });

  test('is never told as rarer than Student has it', () => {
    for (const freedom of [2, 3, 10, 50]) {
      for (const apart of [0.5, 1, 2, 4, 8]) {
        const usual_of = { mean: 0, within: 1e-12, between: 1, error: 0, minutes: freedom + 1 };
        const { surprise } = shiftOf({ minute: 0, count: 1, mean: apart, squares: 0 }, usual_of);
        expect(Math.exp(-surprise)).toBeGreaterThanOrEqual(0.999 * beyond(apart, freedom));
      }
    }
  });

  test('of fewer than three minutes nobody can say what is usual', () => {
    expect(usualValues(seen(times({ seed: 4, minutes: 2, count: 50 })))).toBeUndefined();
  });
});

test.each<[what: string, counts: boolean, mean: (minute: number) => number]>([
  ['the numbers of orders', true, (minute) => Math.log(5000 + 12 * minute)],
  ['a latency that wanders', false, (minute) => Math.sin(minute)],
  ['a latency that creeps up, with ups and downs', false, (minute) => minute / 30 + Math.sin(2 * minute)],
])('%s: counts on: %s', (_what, counts, mean) => {
  const minutes = Array.from({ length: 40 }, (_, minute): ValueMinute => ({
    minute,
    count: 5,
    mean: mean(minute),
    squares: 0,
  }));
  expect(isCounter(minutes)).toBe(counts);
  expect(isCounter(minutes.slice(0, 10))).toBe(false);
});

/** The chance that Student's t lies beyond ±apart, by Simpson's rule; with t = tan(u) the whole axis is finite. */
function beyond(apart: number, freedom: number): number {
  const density = (u: number) => (1 + Math.tan(u) ** 2 / freedom) ** (-(freedom + 1) / 2) / Math.cos(u) ** 2;
  const area = (from: number, to: number) => {
    const steps = 20_000;
    const width = (to - from) / steps;
    let total = density(from) + density(to);
    for (let at = 1; at < steps; at += 1) total += (at % 2 === 1 ? 4 : 2) * density(from + at * width);
    return (total * width) / 3;
  };
  const end = Math.PI / 2 - 1e-9;
  return area(Math.atan(apart), end) / area(0, end);
}
