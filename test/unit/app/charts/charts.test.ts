import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countOf,
  formatCompact,
  formatCount,
  formatRate,
  formatShare,
} from '../../../../public/charts/format_number.ts';
import { pointsByLevel } from '../../../../public/charts/points_by_level.ts';
import { severityBandOf } from '../../../../public/severity/severity_bands.ts';
import { templatePieces } from '../../../../public/templates/template_pieces.ts';

describe('numbers', () => {
  test.each([
    [formatCount(126_524), '126,524'],
    [formatCompact(126_524), '126.5K'],
    [formatRate(0), '0/min'],
    [formatRate(0.04), '0.04/min'],
    [formatRate(2.04), '2.0/min'],
    [formatRate(1200), '1.2K/min'],
    [formatShare(0), '0 %'],
    [formatShare(1), '100 %'],
    [formatShare(0.99999), '99.9 %'],
    [formatShare(0.00001), '0.1 %'],
    [countOf(1, 'anomaly', 'anomalies'), '1 anomaly'],
    [countOf(1500, 'line'), '1,500 lines'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

test.each([
  [0, 'low'],
  [24.9, 'low'],
  [25, 'minor'],
  [50, 'major'],
  [75, 'critical'],
  [100, 'critical'],
])('a score of %d is %s', (score, name) => {
  expect(severityBandOf(score).name).toBe(name);
});

test('points by level: a bucket in which nothing was counted has none, not zero', () => {
  const start = '2026-01-15T14:00:00.000Z';
  const at = (index: number) => Date.parse(start) + index * 60_000;
  const points = pointsByLevel({
    start,
    interval_ms: 60_000,
    known: [true, false, true],
    series: [
      { level: 'ERROR', total: 3, counts: [1, 0, 2] },
      { level: 'FATAL', total: 1, counts: [1, 0, 0] },
      { total: 5, counts: [5, 0, 0] },
    ],
    is_truncated: false,
  });
  expect(points.error).toEqual([
    { time: at(0), count: 2 },
    { time: at(2), count: 2 },
  ]);
  expect(points.warning.map(({ count }) => count)).toEqual([0, 0]);
  expect(points.other.map(({ count }) => count)).toEqual([5, 0]);
});

describe('a template cut at its parameters', () => {
  test('leaves what lines hold between angle brackets alone', () => {
    expect(templatePieces('<b>User <user></b> is <state>', ['user'])).toEqual([
      { text: '<b>User ', isParameter: false },
      { text: 'user', isParameter: true },
      { text: '</b> is <state>', isParameter: false },
    ]);
  });
  test('loses nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (text, names) => {
        const pieces = templatePieces(text, names);
        const joined = pieces.map((piece) => (piece.isParameter ? `<${piece.text}>` : piece.text)).join('');
        expect(joined).toBe(text);
      }),
    );
  });
});
