import { expect, test } from 'vitest';
import { surpriseOf } from '../../../../ml-service/src/detect/spells/surprise.ts';

test.each([
  { lines: 50, dispersion: 0, surprise: 0, why: 'as expected' },
  { lines: 100, dispersion: 0, surprise: 19.3, why: 'twice as much of a Poisson: 1 in 200 million' },
  { lines: 100, dispersion: 0.1, surprise: 2.6, why: 'twice as much of what varies by a third: 1 in 14' },
  { lines: 0, dispersion: 0, surprise: 50, why: 'nothing of a Poisson' },
  {
    lines: 0,
    dispersion: 0.1,
    surprise: 17.9,
    why: 'nothing of what varies by a third: (1 + 50 / 10) ^ -10',
  },
])('$lines where 50 are expected, dispersion $dispersion: $why', ({ lines, dispersion, surprise }) => {
  expect(surpriseOf({ lines, expected: 50, dispersion })).toBeCloseTo(surprise, 1);
});
