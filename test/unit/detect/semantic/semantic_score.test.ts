import { expect, it } from 'vitest';
import { scoreBandOf } from '../../../../common/score_bands.ts';
import { expectedSeverity } from '../../../../ml-service/src/detect/semantic/expected_severity.ts';
import { semanticScore } from '../../../../ml-service/src/detect/semantic/semantic_score.ts';

it.each([
  ['kernel panic - not syncing', 'critical'],
  ['Failed to connect to <target>', 'error'],
  ['java.lang.NullPointerException', 'error'],
  ['retrying in <delay>', 'warning'],
  ['User <user> logged in', 'informational'],
  ['', 'informational'],
] as const)('expects of "%s" that it is %s', (text, severity) => {
  expect(expectedSeverity(text)).toBe(severity);
});

it.each([
  [0, 'critical', 0, 'low'],
  [0.3, 'informational', 8.3, 'low'],
  [0.6, 'informational', 16.7, 'low'],
  [0.3, 'error', 36.1, 'minor'],
  [0.6, 'error', 72.2, 'major'],
  [0.6, 'critical', 100, 'critical'],
  [0.9, 'critical', 100, 'critical'],
] as const)('scores a novelty of %f that sounds %s as %f: %s', (novelty, severity, score, band) => {
  expect(semanticScore({ novelty, severity })).toBe(score);
  expect(scoreBandOf(score).name).toBe(band);
});
