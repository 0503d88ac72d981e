import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KnownHeaders } from '../../../../ml-service/src/parse/header/known_headers.ts';
import { HeaderReader } from '../../../../ml-service/src/parse/header/read_header.ts';
import { compileReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';
import { HEADER_LINES } from '../../../fixtures/header_lines.ts';

const { header: tables } = compileReader();
const context = { time_zone: 'UTC', reference: Date.parse('2026-03-01T12:00:00Z') };
/** It has read all lines of this file that came before. */
const warm = new HeaderReader(tables);
const read = (line: string) => warm.read(line, context);
const readAnew = (line: string) => new HeaderReader(tables).read(line, context);

describe('what is remembered changes nothing', () => {
  const lines = HEADER_LINES.map(([line]) => line);
  for (const line of lines) read(line);

  test.each<[string, (line: string) => string]>([
    ['the same line', (line) => line],
    ['other digits', (line) => line.replace(/\d/g, (digit) => String((Number(digit) + 3) % 10))],
    ['ones', (line) => line.replace(/\d/g, '1')],
    ['another message', (line) => line.replace(/\S+\s*$/, 'WARN [x] y: z')],
    ['cut off within', (line) => line.slice(0, line.length >> 1)],
    ['cut off at the last column', (line) => line.replace(/\s+\S+$/, '')],
    ['blanks are tabs', (line) => line.replaceAll(' ', '\t')],
    ['blanks are doubled', (line) => line.replaceAll(' ', '  ')],
    ['a line feed in place of a blank', (line) => line.replace(' ', '\n')],
    ['one more header before it', (line) => `2024-01-15T14:23:45.123456789Z stdout F ${line}`],
    ['words in small letters', (line) => line.toLowerCase()],
  ])('%s', (_, change) => {
    const changed = lines.map(change);
    expect(changed.map(read)).toEqual(changed.map(readAnew));
  });

  test('any line', () => {
    const token = fc.constantFrom(
      '2024-01-15', '14:23:45', '14:23:45,123', '2024-01-15T14:23:45Z', '1705328625', '4705328625', '1705328625123', 'Jan 15', 'INFO', 'INFO ', 'info', 'WARN:',
      'E', '[main]', '[12]', '[', '[INFO', ']', '<34>1', '<34>', '<34>12 ', '-', '---', 'a.b.C', 'Foo:', 'foo[12]:', 'DEBUG3:', 'DEBUG7:', 'level=info', 't=1705328625', 't=4705328625',
      'host', '12', 'x', '(', '::', '#1', '"a', '\t', '\n', 'é', '*', '|',
    ); // prettier-ignore
    const line = fc
      .array(fc.tuple(token, fc.constantFrom(' ', ' ', '  ', '')), { minLength: 1, maxLength: 8 })
      .map((parts) => parts.flat().join(''));
    fc.assert(
      fc.property(line, (text) => {
        read(text);
        expect(read(text)).toEqual(readAnew(text));
      }),
      { numRuns: 1000, seed: 1 },
    );
  });
});

describe('a header that is known', () => {
  const known = () => {
    const headers = new KnownHeaders<string>(64);
    headers.keep('Jan 15 10:00:00 web started the app', 21, () => 'a');
    return headers;
  };

  test.each<[string, string, string | undefined]>([
    ['digits are alike', 'Jan 27 23:59:01 web started it all', 'a'],
    [
      'as far as it was looked at, to the end of that column',
      'Jan 15 10:00:00 web stopped the app',
      undefined,
    ],
    ['blanks are no less text', 'Jan  15 10:00:00 web started the app', undefined],
    ['one digit more', 'Jan 15 10:00:000 web started the app', undefined],
    ['a line that ends there', 'Jan 15 10:00:00 web started', undefined],
    ['no line', '', undefined],
  ])('%s', (_, line, expected) => {
    expect(known().find(line)).toBe(expected);
  });

  test('ten digits are seconds since the epoch where they begin with a 1, and nothing else', () => {
    const headers = new KnownHeaders<string>(64);
    headers.keep('1705328625 is a time', 11, () => 'time');
    headers.keep('4705328625 is none', 11, () => 'none');
    headers.keep('123 and less', 4, () => 'number');
    const lines = ['1999999999 x', '2999999999 x', '999 x'];
    expect(lines.map((line) => headers.find(line))).toEqual(['time', 'none', 'number']);
  });

  test.each([
    ['what was decided by the end of the line', 'INFO x', 7],
    ['what was decided behind the bound', `INFO ${'x'.repeat(140)} y`, 130],
    ['what was decided by more columns than are counted', `${'a '.repeat(100)}b`, 190],
  ])('is not: %s', (_, line, reach) => {
    const headers = new KnownHeaders<string>(128);
    headers.keep(line, reach, () => 'a');
    expect(headers.find(line)).toBeUndefined();
  });

  test('more than are kept are forgotten, and known when they come again', () => {
    const headers = new KnownHeaders<number>(64);
    const lineOf = (at: number) =>
      `${String(at).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)))} x y`;
    for (let at = 0; at < 20_000; at += 1) headers.keep(lineOf(at), 3, () => at);
    expect(headers.find(lineOf(0))).toBeUndefined();
    expect(headers.find(lineOf(19_999))).toBe(19_999);
    headers.keep(lineOf(0), 3, () => 0);
    expect(headers.find(lineOf(0))).toBe(0);
  });

  test('where most are not known for long, none is looked up for a while', () => {
    const headers = new KnownHeaders<string>(64);
    headers.keep('web started x', 4, () => 'a');
    for (let line = 0; line < 4000; line += 1)
      headers.find(line % 4 === 0 ? 'web started x' : 'another line');
    expect(headers.find('web started x')).toBeUndefined();
    for (let line = 0; line < 20_000; line += 1) headers.find('web started x');
    expect(headers.find('web started x')).toBe('a');
  });
});
