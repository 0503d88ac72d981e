import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pointsByLevel } from '../../../../public/charts/points_by_level.ts';
import { templatePieces } from '../../../../public/templates/template_pieces.ts';

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
  test('takes no lone bracket for a parameter without a name', () => {
    expect(templatePieces('<', [''])).toEqual([{ text: '<', isParameter: false }]);
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
