import { expect, test } from 'vitest';
import { recordScoreOf, riskScoreOf } from '../../../../ml-service/src/detect/findings/scores.ts';
import { unseenProbability } from '../../../../ml-service/src/detect/sources/source_past.ts';

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
  { lines: 0, once: 0, probability: 1, why: 'nothing was seen' },
  { lines: 3, once: 3, probability: 1, why: 'everything is new' },
  { lines: 10_000, once: 1, probability: 2 / 10_001, why: 'one of 10,000 lines was new' },
  { lines: 1999, once: 0, probability: 1 / 2000, why: 'none was seen just once' },
])('of $lines lines $once came once: a new template has probability $probability: $why', (seen) => {
  expect(unseenProbability(seen)).toBe(seen.probability);
});
