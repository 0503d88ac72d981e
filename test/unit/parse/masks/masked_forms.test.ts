import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTable } from '../../../../ml-service/src/parse/automaton/automaton.ts';
import type { ValueForm } from '../../../../ml-service/src/parse/parameters/parameter_value.ts';
import { compileReader, LineReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';
import { MaskedForms } from '../../../../ml-service/src/parse/masks/masked_forms.ts';
import { MaskedScan } from '../../../../ml-service/src/parse/masks/masked_scan.ts';
import type { MaskedColumn } from '../../../../ml-service/src/parse/masks/masked_line.ts';
import { gapsOf, joinColumns, slotsOf } from '../../../../ml-service/src/parse/template/template.ts';

const tables = compileReader();
const reader = new LineReader(tables);
const scan = new MaskedScan(tables.masks, tables.mask_kinds);

const bytesOf = (line: string) => Buffer.from(`${line}\n`);
/** Hash and values of a line by its bytes. */
function scanned(line: string) {
  const bytes = bytesOf(line);
  expect(scan.run(bytes, 0)).toBe(bytes.length - 1);
  const values = Array.from({ length: scan.value_count }, (_, value) =>
    bytes.toString('utf8', scan.starts[value], scan.ends[value]),
  );
  return { hash: `${scan.hash}:${scan.second_hash}`, values };
}
/** The masked text and the values of a line by its columns. */
function masked(line: string) {
  const columns = reader.mask(line);
  let at = 0;
  let text = '';
  for (const column of columns) {
    text += line.slice(at, column.start) + column.text;
    at = column.end;
  }
  return {
    text,
    values: columns.flatMap(({ values }) => values.map(({ start, end }) => line.slice(start, end))),
  };
}

const word = fc.constantFrom(
  'user', 'Jan', 'Mon,', 'true', 'at', '10:00:00', '5', '2024-01-15', '/var/log', 'http://a/b', 'blk_-12', 'core.77', '35ms', 'jk2_init()', 'x=1', '[7]', '()', '64',
  'bytes', '(1.2', 'KB)', '10.0.0.1:80', 'a@b.example.com', 'ab12-cd', 'é5', '计算', '\t', 'deadbeef', '-', 'Error:', 'b9000564-fe1a-409b-b8cc-1e88b294cd1d', '\u0001',
); // prettier-ignore
const blank = fc.constantFrom(' ', ' ', ' ', '  ', '\t');
const line = fc
  .array(fc.tuple(fc.oneof(word, fc.string({ maxLength: 6 })), blank), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.flat().join('').replaceAll('\n', ' ').trim())
  .filter((text) => text !== '');

test('no mask tells one digit from another: columns that differ in digits alone are masked by what is remembered', () => {
  const classes = decodeTable(tables.masks.classes);
  expect(new Set(classes.subarray(48, 58)).size).toBe(1);
});

describe('a line by its bytes', () => {
  test.each([
    ['took 35ms', 'took 7ms', true],
    ['took 35ms', 'took 35 ms', false],
    ['took 35ms', 'took  35ms', false],
    ['Jan  5 10:00:00 up', 'Jan 15 11:00:00 up', true],
    ['Jan is up', 'Feb is up', false],
    ['a b', 'ab', false],
    ['größe 5', 'größe 17', true],
  ])('%j and %j have one hash: %s', (a, b, same) => {
    expect(scanned(a).hash === scanned(b).hash).toBe(same);
  });

  test('has the values that its columns have, and one hash with what has the same masked text alone', () => {
    const hashes = new Map<string, string>();
    const texts = new Map<string, string>();
    fc.assert(
      fc.property(line, (text) => {
        const columns = masked(text);
        const bytes = scanned(text);
        // A list of many values is one value as a whole for columns, and stays a list here.
        if (reader.mask(text).every(({ values }) => values.length < 10))
          expect(bytes.values).toEqual(columns.values);
        expect(hashes.get(columns.text) ?? bytes.hash).toBe(bytes.hash);
        expect(texts.get(bytes.hash) ?? columns.text).toBe(columns.text);
        hashes.set(columns.text, bytes.hash);
        texts.set(bytes.hash, columns.text);
      }),
      { seed: 3, numRuns: 10_000 },
    );
  });
});

describe('forms', () => {
  /** Any value is a string: forms are asked about places alone. */
  const strings = (count: number) => ({
    forms: Array<'string'>(count).fill('string'),
  });
  const forms = new MaskedForms<{ forms: readonly ValueForm[] }>(tables.masks, tables.mask_kinds);

  test('a form gives the slots that the columns give, for every template that fits', () => {
    fc.assert(
      fc.property(line, line, (a, b) => {
        const [columns, others] = [reader.mask(a), reader.mask(b)];
        // A template with gaps: what two lines have in common.
        const template = columns.map(({ text }, place) =>
          others.length === columns.length && others[place] ? joinColumns(text, others[place].text) : text,
        );
        const gaps = gapsOf(template);
        forms.clear();
        const ofColumns = (line: string, of: readonly MaskedColumn[]) =>
          slotsOf(gaps, of).map(({ start, end, kind }) => ({ text: line.slice(start, end), kind }));
        expect(forms.find(a)).toBe(undefined);
        const slots = slotsOf(gaps, columns);
        forms.keep(strings(slots.length), { message: a, slots, is_as_written: true });
        const found = forms.find(a);
        if (found === undefined) return; // not ASCII
        expect(forms.slots().map(({ start, end, kind }) => ({ text: a.slice(start, end), kind }))).toEqual(
          ofColumns(a, columns),
        );
        // The same form with other values.
        const other = a.replace(/\b\d\b/g, '4');
        if (forms.find(other) === undefined) return;
        expect(
          forms.slots().map(({ start, end, kind }) => ({ text: other.slice(start, end), kind })),
        ).toEqual(ofColumns(other, reader.mask(other)));
      }),
      { seed: 5, numRuns: 1000 },
    );
  });

  test.each<[ValueForm, string, string[], string[]]>([
    [
      'integer',
      'took 5',
      ['took 7', 'took -12', 'took -0'],
      ['took 1.5', 'took 007', 'took 1234567890123456', 'took a12'],
    ],
    ['float', 'took 1.5', ['took 7', 'took 0.25'], ['took 1e5', 'took 00.5']],
    ['boolean', 'is true', ['is false'], ['is null', 'is 5', 'is True', 'is f00d-11', 'is foo.example.com']],
    ['ip', 'from 10.0.0.1', ['from 10.0.0.2:80'], ['from 5', 'from /var/log/x']],
    ['string', 'took 5', ['took 1.5', 'took a12', 'took /var/log/x'], []],
  ])(
    'a value that is no %s is for the long way: %j is known, so are %j, not %j',
    (form, line, known, unknown) => {
      forms.clear();
      const found = (text: string) => forms.find(text) !== undefined;
      expect(found(line)).toBe(false);
      const start = line.indexOf(' ') + 1;
      forms.keep(
        { forms: [form] },
        { message: line, slots: [{ start, end: line.length, kind: 'value' }], is_as_written: true },
      );
      expect([line, ...known].map(found)).toEqual([line, ...known].map(() => true));
      expect(unknown.map(found)).toEqual(unknown.map(() => false));
    },
  );
});
