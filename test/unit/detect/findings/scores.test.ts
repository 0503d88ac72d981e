import { expect, test } from 'vitest';
import { unseenProbability } from '../../../../ml-service/src/detect/new_template/first_appearance.ts';
import { recordScoreOf, riskScoreOf } from '../../../../ml-service/src/detect/findings/scores.ts';

test.each([
  { decades: 0, full_decades: 2, score: 0 },
  { decades: -1, full_decades: 2, score: 0 },
  { decades: 1, full_decades: 2, score: 50 },
  { decades: Math.log10(32), full_decades: 2, score: 75.3 },
  { decades: 9, full_decades: 2, score: 100 },
  { decades: Infinity, full_decades: 3, score: 100 },
])('$decades of $full_decades orders of magnitude score $score', ({ score, ...surprise }) => {
  expect(recordScoreOf(surprise)).toBe(score);
});

test.each([
  { record_score: 100, level: 'INFO', risk: 45 },
  { record_score: 100, level: undefined, risk: 60 },
  { record_score: 100, level: 'WARN', risk: 70 },
  { record_score: 75, level: 'ERROR', risk: 75 },
  { record_score: 63, level: 'CRITICAL', risk: 75.6 },
  { record_score: 100, level: 'FATAL', risk: 100 },
  { record_score: 0, level: 'FATAL', risk: 0 },
] as const)('record score $record_score at $level is a risk of $risk', ({ risk, ...anomaly }) => {
  expect(riskScoreOf(anomaly)).toBe(risk);
});

test.each([
  { counts: [], probability: 1, why: 'nothing was seen' },
  { counts: [1, 1, 1], probability: 1, why: 'everything is new' },
  { counts: [5000, 4990, 9, 1], probability: 2 / 10_001, why: 'one of 10,000 lines was new' },
  { counts: [998, 1001], probability: 1 / 2000, why: 'none was seen just once' },
])('a new template after $counts has probability $probability: $why', ({ counts, probability }) => {
  expect(unseenProbability(counts)).toBe(probability);
});
