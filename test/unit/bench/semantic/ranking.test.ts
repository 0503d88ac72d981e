import { expect, it } from 'vitest';
import { auroc, rankCorrelation, recallAt, type Scored } from '../../../bench/semantic/ranking.ts';

const scoredOf = (alerts: readonly number[], normal: readonly number[]): Scored[] => [
  ...alerts.map((score) => ({ score, alert: true })),
  ...normal.map((score) => ({ score, alert: false })),
];

it.each([
  ['all alerts on top', [3, 4], [1, 2], 1],
  ['all alerts below', [1, 2], [3, 4], 0],
  ['all the same', [1, 1], [1, 1, 1], 0.5],
  ['one of two above half', [4, 2], [1, 3], 0.75],
])('the area under the ROC curve: %s', (_, alerts, normal, area) => {
  expect(auroc(scoredOf(alerts, normal))).toBe(area);
});

it('counts the alerts above all normal lines but the allowed share, those of the same score not', () => {
  const normal = Array.from({ length: 100 }, (_, index) => index);
  expect(recallAt(0.01, scoredOf([200, 99, 98, 97], normal))).toBe(0.5);
});

it('agrees on an order whatever the values', () => {
  expect(rankCorrelation([1, 2, 3], [10, 200, 3000])).toBe(1);
  expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBe(-1);
});
