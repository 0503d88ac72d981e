import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Level } from '../../../../common/levels.ts';
import { codeOf, MinuteCounts } from '../../../../ml-service/src/detect/counts/minute_counts.ts';

const number = fc.integer({ min: 0, max: 12 });
const row = fc.record({ number, level: fc.constantFrom('INFO' as const, 'ERROR' as const, undefined) });
const rows = fc.array(fc.tuple(row, fc.integer({ min: 1, max: 9 })), { maxLength: 30 });

const countsOf = (lines: readonly (readonly [code: number, lines: number])[]) => {
  const sums = new Map<number, number>();
  for (const [code, count] of lines) sums.set(code, (sums.get(code) ?? 0) + count);
  return MinuteCounts.of(sums);
};

const linesOf = (counts: MinuteCounts) =>
  [...counts.series()].map((series) => {
    const levels = new Float64Array(Level.options.length);
    counts.addLevelsTo(levels, series);
    return [series, counts.countOf(series), ...levels];
  });

test('lines that move are counted as if they had always been of the other series', () => {
  fc.assert(
    fc.property(rows, fc.dictionary(number.map(String), number, { maxKeys: 5 }), (lines, to) => {
      const moves = new Map(Object.entries(to).map(([from, target]) => [Number(from), target]));
      const before = countsOf(lines.map(([{ number, level }, count]) => [codeOf(number, level), count]));
      const after = countsOf(
        lines.map(([{ number, level }, count]) => [codeOf(moves.get(number) ?? number, level), count]),
      );
      const moved = before.moved(moves);
      expect([...moved.series()]).toEqual([...after.series()]);
      expect(linesOf(moved)).toEqual(linesOf(after));
    }),
  );
});
