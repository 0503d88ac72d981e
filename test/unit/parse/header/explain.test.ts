import { expect, test } from 'vitest';
import { DEFAULT_LAYOUTS } from '../../../../ml-service/src/parse/header/layouts.ts';
import { compileReader, LineReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';

const reader = new LineReader(compileReader());

test('each part of a header is told with its rule and what it is for, wrappers first', () => {
  const { layouts, parts } = reader.explain(
    '2026-05-02T08:00:00.000000001Z stdout F 2026-05-02 08:00:00 ERROR [main] shop.pay.Bank - late',
  );
  expect(parts.map(({ rule, text, fields }) => [rule, text, ...fields])).toEqual([
    ['time', '2026-05-02T08:00:00.000000001Z', 'timestamp'],
    ['stream', 'stdout F'],
    ['time', '2026-05-02 08:00:00', 'timestamp'],
    ['level', 'ERROR', 'level'],
    ['bracket', '[main]'],
    ['logger', 'shop.pay.Bank', 'service'],
    ['dash', '-'],
  ]);
  expect(DEFAULT_LAYOUTS[layouts[0]!]).toBe('time=timestamp stream ...');
});

test('of a line without a header nothing', () => {
  expect(reader.explain('late')).toEqual({ layouts: [], parts: [] });
});

test('the layout of a line that is known is remembered with it', () => {
  const headOf = (line: string) => {
    reader.headOf(line);
    return reader.lastLayout;
  };
  const [first, again] = ['2026-05-02 08:00:00 ERROR late', '2026-05-03 09:00:00 ERROR late'].map(headOf);
  expect(first).toBeDefined();
  expect([headOf('late'), again]).toEqual([undefined, first]);
});
