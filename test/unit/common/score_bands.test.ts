import { expect, test } from 'vitest';
import { scoreBandOf } from '../../../common/score_bands.ts';

test.each([
  [0, 'low'],
  [24.9, 'low'],
  [25, 'minor'],
  [50, 'major'],
  [75, 'critical'],
  [100, 'critical'],
])('a score of %d is %s', (score, name) => {
  expect(scoreBandOf(score).name).toBe(name);
});
