import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LevelRange } from '../../../../common/levels.ts';
import type { TemplateCount } from '../../../../ml-service/src/detect/counts/count_reader.ts';
import { atOnce } from '../../../../ml-service/src/parse/in_slices.ts';
import { CountHistory } from '../../../../ml-service/src/detect/counts/count_history.ts';

const row = (minute: number, template_id: string, count: number, more: Partial<TemplateCount> = {}) => ({
  minute,
  template_id,
  service: 'checkout',
  count,
  ...more,
});

/** Lines by `template service`, for reading. */
function linesOf(history: CountHistory, minutes: readonly number[]): Record<string, number> {
  const lines: Record<string, number> = {};
  history.sumsOf(minutes).forEach((sum, number) => {
    const series = history.seriesAt(number);
    if (series?.template_id !== undefined) lines[`${series.template_id} ${series.service}`] = sum;
  });
  return lines;
}

describe('counting', () => {
  test('sums by template and service, all levels together', () => {
    const history = new CountHistory();
    history.replace({
      counts: [
        row(100, 'a', 2, { level: 'INFO' }),
        row(100, 'a', 3, { level: 'ERROR' }),
        row(101, 'a', 5),
        row(101, 'a', 7, { service: 'payment' }),
        row(102, 'b', 1),
      ],
    });
    expect(linesOf(history, [100, 101])).toEqual({ 'a checkout': 10, 'a payment': 7, 'b checkout': 0 });
    expect(linesOf(history, [99, 102])).toEqual({ 'a checkout': 0, 'a payment': 0, 'b checkout': 1 });
  });

  test('counting a minute again replaces it, whatever it held before', () => {
    const history = new CountHistory();
    history.replace({ counts: [row(100, 'a', 2), row(100, 'b', 9), row(101, 'b', 1)] });
    history.replace({ counts: [row(100, 'a', 3)] });
    expect(linesOf(history, [100])).toEqual({ 'a checkout': 3, 'b checkout': 0 });
    expect(linesOf(history, [101])).toEqual({ 'a checkout': 0, 'b checkout': 1 });
  });

  test('rows of one minute and series add up', () => {
    const history = new CountHistory();
    history.replace({ counts: [row(100, 'a', 2), row(100, 'a', 3)] });
    expect(linesOf(history, [100])).toEqual({ 'a checkout': 5 });
  });

  test('in steps: a series that leaves and one that comes between two steps take nothing from each other', () => {
    const history = new CountHistory();
    history.replace({ counts: [row(100, 'a', 2)] });
    const many = Array.from({ length: 5000 }, (_, number) => row(101, `t${number}`, 1));
    const steps = history.replaceInSteps({ counts: [row(101, 'a', 3), ...many] });
    steps.next();
    history.replace({ counts: [], minutes: [100] });
    history.replace({ counts: [row(102, 'b', 7)] });
    expect(history.knownMinutes({ from: 0, to: 200 })).toEqual([102]);
    for (const _ of steps);
    expect(linesOf(history, [101])).toMatchObject({ 'a checkout': 3, 't0 checkout': 1, 'b checkout': 0 });
    expect(linesOf(history, [102])).toMatchObject({ 'a checkout': 0, 't0 checkout': 0, 'b checkout': 7 });
  });

  test('the level is that of most lines, of two as frequent the more severe', () => {
    const history = new CountHistory();
    history.replace({
      counts: [
        row(100, 'a', 9, { level: 'INFO' }),
        row(100, 'a', 2, { level: 'ERROR' }),
        row(101, 'a', 7, { level: 'ERROR' }),
        row(102, 'a', 50),
      ],
    });
    const numbers = history.seriesOf('a');
    expect(history.levelOf(numbers, [100])).toBe('INFO');
    expect(history.levelOf(numbers, [100, 101])).toBe('ERROR');
    expect(history.levelOf(numbers, [102])).toBeUndefined();
  });

  test('says the same as a plain table, after any replacements', () => {
    const rows = fc.array(
      fc.record({
        minute: fc.integer({ min: 100, max: 110 }),
        template_id: fc.constantFrom('a', 'b', 'c'),
        service: fc.constantFrom('checkout', 'payment'),
        level: fc.constantFrom('INFO' as const, 'ERROR' as const),
        count: fc.integer({ min: 1, max: 9 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 6 }), (batches) => {
        const history = new CountHistory();
        let table: TemplateCount[] = [];
        for (const counts of batches) {
          history.replace({ counts });
          const minutes = new Set(counts.map(({ minute }) => minute));
          table = [...table.filter(({ minute }) => !minutes.has(minute)), ...counts];
        }
        const known = [...new Set(table.map(({ minute }) => minute))].sort((a, b) => a - b);
        expect(history.knownMinutes({ from: 0, to: Infinity })).toEqual(known);
        for (const minute of known) {
          const expected: Record<string, number> = {};
          for (const { template_id, service } of table) expected[`${template_id} ${service}`] = 0;
          for (const { template_id, service, count } of table.filter((r) => r.minute === minute)) {
            expected[`${template_id} ${service}`]! += count;
          }
          expect(linesOf(history, [minute])).toEqual(expected);
        }
        const numbers = [...history.seriesOf('a'), ...history.seriesOf('b')];
        const range = { from: 102, to: 107 };
        const minutes = [102, 103, 104, 105, 106];
        const cells = numbers.map((number) => minutes.map((minute) => history.countOf(number, minute)));
        expect([...history.tableOf(numbers, range)]).toEqual(cells.flat());
        const filled = history.filledOf(minutes);
        expect(numbers.map((number) => filled[number])).toEqual(
          cells.map((row) => row.filter((lines) => lines > 0).length),
        );
      }),
      { seed: 1 },
    );
  });
});

describe('whole services', () => {
  const counts = [
    row(100, 'a', 2, { level: 'INFO' }),
    row(100, 'b', 3, { level: 'ERROR' }),
    row(101, 'a', 5),
    row(101, 'c', 4, { level: 'FATAL' }),
    row(101, 'a', 7, { service: 'payment' }),
  ];
  const tableOf = (history: CountHistory, levels?: LevelRange) =>
    Object.fromEntries(
      history
        .services()
        .map((number) => [
          history.seriesAt(number)!.service,
          [...history.tableOf([number], { from: 100, to: 102 }, levels)],
        ]),
    );

  test('are series beside those of their templates; levels can be asked for by themselves', () => {
    const history = new CountHistory();
    history.replace({ counts });
    expect(tableOf(history)).toEqual({ checkout: [5, 9], payment: [0, 7] });
    expect(tableOf(history, { least: 'WARN', most: 'ERROR' })).toEqual({ checkout: [3, 0], payment: [0, 0] });
    expect(tableOf(history, { least: 'ERROR', most: 'FATAL' })).toEqual({
      checkout: [3, 4],
      payment: [0, 0],
    });
    expect(history.services().map((number) => history.seriesAt(number))).toEqual([
      { service: 'checkout' },
      { service: 'payment' },
    ]);
  });

  test('templates that become one leave them as they are; counted again, they are replaced', () => {
    const history = new CountHistory();
    history.replace({ counts });
    atOnce(history.followInSteps((id) => (id === 'a' ? 'b' : id)));
    expect(tableOf(history)).toEqual({ checkout: [5, 9], payment: [0, 7] });
    history.replace({ counts: [row(101, 'a', 1)] });
    expect(tableOf(history)).toEqual({ checkout: [5, 1] });
  });
});

describe('known minutes', () => {
  test('a minute with any line is known; one that nothing covers is unknown', () => {
    const history = new CountHistory();
    history.replace({ counts: [row(100, 'a', 1), row(102, 'b', 1), row(103, 'a', 0)], minutes: [104] });
    expect([99, 100, 101, 102, 103, 104].map((minute) => history.isKnown(minute))).toEqual([
      false, true, false, true, false, false,
    ]); // prettier-ignore
    expect(history.knownMinutes({ from: 100, to: 102 })).toEqual([100]);
    expect(history.knownMinutesBefore(103, 1)).toEqual([102]);
  });

  test('a minute counted again without lines becomes unknown', () => {
    const history = new CountHistory();
    history.replace({ counts: [row(100, 'a', 1), row(101, 'a', 1)] });
    history.replace({ counts: [], minutes: [100] });
    expect(history.knownMinutes({ from: 0, to: Infinity })).toEqual([101]);
  });
});

describe('bounds', () => {
  test('holds the last known minutes, however far apart, and frees what only the old ones held', () => {
    const history = new CountHistory({ span_minutes: 3 });
    history.replace({ counts: [row(100, 'old', 1), row(101, 'a', 1), row(500, 'a', 1)] });
    history.replace({ counts: [row(9000, 'b', 1)] });
    expect(history.knownMinutes({ from: 0, to: Infinity })).toEqual([101, 500, 9000]);
    expect(history.seriesOf('old')).toEqual([]);
    expect(history.refused).toEqual({ invalid: 0, too_old: 0, in_future: 0 });
  });

  test('a number of templates that never ends takes no more room than those held', () => {
    const history = new CountHistory({ span_minutes: 3 });
    for (let minute = 0; minute < 1000; minute++) history.replace({ counts: [row(minute, `t${minute}`, 1)] });
    // Three templates, one service, and the one that comes before the oldest leaves.
    expect(history.sumsOf([999]).length).toBeLessThanOrEqual(5);
  });

  test.each([
    { what: 'lines older than the full history', rows: [row(99, 'a', 7)], refused: { too_old: 7 } },
    { what: 'lines dated ahead of the clock', rows: [row(1000, 'a', 5)], refused: { in_future: 5 } },
    {
      what: 'a minute that is no minute',
      rows: [row(NaN, 'a', 5), row(1.5, 'a', 5)],
      refused: { invalid: 2 },
    },
    {
      what: 'a count that is no count',
      rows: [row(102, 'a', -1), row(102, 'a', NaN)],
      refused: { invalid: 2 },
    },
  ])('$what: refused and counted', ({ rows, refused }) => {
    const history = new CountHistory({ span_minutes: 3 });
    history.replace({ counts: [row(100, 'a', 1), row(101, 'a', 1), row(102, 'a', 1)] });
    history.replace({ counts: rows, until: 200 });
    expect(history.refused).toEqual({ invalid: 0, too_old: 0, in_future: 0, ...refused });
    expect(history.knownMinutes({ from: 0, to: Infinity })).toEqual([100, 101, 102]);
  });
});

describe('templates that become one', () => {
  test('have the past of both, level by level, and nothing is left of the other', () => {
    const history = new CountHistory();
    history.replace({
      counts: [
        row(100, 'a', 2, { level: 'INFO' }),
        row(101, 'a', 3, { level: 'ERROR' }),
        row(101, 'b', 4, { level: 'ERROR' }),
        row(101, 'b', 1, { level: 'INFO' }),
        row(102, 'c', 9),
      ],
    });
    const resolve = (id: string) => (id === 'a' ? 'b' : id);
    expect(atOnce(history.followInSteps(resolve))).toBe(100);
    expect(linesOf(history, [100])).toEqual({ 'b checkout': 2, 'c checkout': 0 });
    expect(linesOf(history, [101])).toEqual({ 'b checkout': 8, 'c checkout': 0 });
    expect(history.levelOf(history.seriesOf('b'), [101])).toBe('ERROR');
    expect(history.seriesOf('a')).toEqual([]);
    expect(history.knownMinutes({ from: 0, to: 1000 })).toEqual([100, 101, 102]);
    expect(atOnce(history.followInSteps(resolve))).toBeUndefined();
  });
});
