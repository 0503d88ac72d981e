import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvRowReader } from '../../../../ml-service/src/ingest/formats/csv_row_reader.ts';
import { newIngestCounters } from '../../../../ml-service/src/ingest/ingest_counters.ts';

function rowsOf(text: string, delimiter = ',') {
  const reader = new CsvRowReader({ delimiter, counters: newIngestCounters() });
  const lines = text.split('\n').flatMap((line, index) => reader.add(line, index + 1));
  return [...lines, ...reader.end()];
}

test.each<[string, string[]]>([
  ['a,b', ['a', 'b']],
  ['a,', ['a', '']],
  ['"a,b",c', ['a,b', 'c']],
  ['"a ""b""",c', ['a "b"', 'c']],
  ['"",x', ['', 'x']],
  ['a "b" c,d', ['a "b" c', 'd']],
  ['"a"b,c', ['ab', 'c']],
  ['"a","b"', ['a', 'b']],
])('%s', (line, cells) => {
  expect(rowsOf(line).map((row) => row.cells)).toEqual([cells]);
});

test('what was written as RFC 4180 has it is read back', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é') });
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1, maxLength: 5 }), (rows) => {
      const text = rows.map((cells) => cells.map(quote).join(',')).join('\n');
      expect(rowsOf(text).map(({ cells }) => cells)).toEqual(rows);
    }),
    { seed: 1 },
  );
});

test('any text is read to its end', () => {
  const unit = fc.constantFrom('a', '"', ',', '\n');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
      const counters = newIngestCounters();
      const reader = new CsvRowReader({ delimiter: ',', counters });
      const lines = text.split('\n');
      const rows = [...lines.flatMap((line, index) => reader.add(line, index + 1)), ...reader.end()];
      // Each line is within a row, or counted.
      const starts = new Set(rows.map(({ line_number }) => line_number));
      expect(starts.size).toBe(rows.length);
      expect(rows.length + counters.malformed).toBeGreaterThan(0);
      expect(rows.length + counters.malformed).toBeLessThanOrEqual(lines.length);
    }),
    { seed: 1 },
  );
});
