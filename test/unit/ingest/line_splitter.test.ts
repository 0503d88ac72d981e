import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newIngestCounters } from '../../../ml-service/src/ingest/ingest_counters.ts';
import { LineSplitter } from '../../../ml-service/src/ingest/line_splitter.ts';

const encoder = new TextEncoder();

function split(chunks: readonly Uint8Array[], options: { max_line_bytes?: number } = {}) {
  const counters = newIngestCounters();
  const splitter = new LineSplitter(counters, options);
  const lines = [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
  return { lines, counters };
}

const splitText = (text: string) => split([encoder.encode(text)]).lines;

describe('line ends', () => {
  test.each<[string, string[]]>([
    ['a\nb\n', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['a\nb', ['a', 'b']],
    ['a\n\nb', ['a', '', 'b']],
    ['a\rb\n', ['a\rb']],
    ['a\r', ['a']],
    ['\n', ['']],
    ['', []],
  ])('%j holds the lines %j', (text, lines) => {
    expect(splitText(text)).toEqual(lines);
  });

  test('where chunks are cut makes no difference', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'é', '漢', '😀', '\n', '\r', '\0', ' ') }),
        fc.array(fc.nat(40)),
        (text, cuts) => {
          const bytes = encoder.encode(text);
          const edges = [
            0,
            ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
            bytes.length,
          ];
          const chunks = edges.slice(1).map((edge, index) => bytes.slice(edges[index], edge));
          expect(split(chunks)).toEqual(split([bytes]));
        },
      ),
      { seed: 1 },
    );
  });

  test('a reader may fill its buffer anew', () => {
    const buffer = encoder.encode('first');
    const splitter = new LineSplitter(newIngestCounters());
    splitter.push(buffer);
    buffer.set(encoder.encode('xxxx\n'));
    expect(splitter.push(encoder.encode('\n'))).toEqual(['first']);
  });
});

describe('bytes that are no text', () => {
  test('a byte order mark is dropped, also where files were concatenated', () => {
    expect(splitText('\ufeffa\n\ufeffb\n')).toEqual(['a', 'b']);
  });

  test('what is no UTF-8 becomes U+FFFD, its line is counted', () => {
    const { lines, counters } = split([Uint8Array.of(0x61, 0x81, 0x0a, 0x62, 0x0a)]);
    expect(lines).toEqual(['a\ufffd', 'b']);
    expect(counters).toMatchObject({ invalid_utf8: 1, windows_1252: 0, lines: 2, bytes: 5 });
  });

  test.each([
    ['Windows-1252 and Latin-1', Buffer.from('f\xfcr 5 \x80 \x84abgelehnt\x93', 'latin1'), 'für 5 € „abgelehnt“', 'windows_1252'],
    ['UTF-8 that was cut', Buffer.concat([Buffer.from('für'), Buffer.of(0xc3)]), 'für\ufffd', 'invalid_utf8'],
    ['Shift-JIS', Buffer.of(0x8e, 0x78, 0x95, 0xa5, 0x82, 0xa2), '\ufffdx\ufffd\ufffd\ufffd\ufffd', 'invalid_utf8'],
  ] as const)('%s is told apart, line by line', (_, bytes, text, counter) => {
    const { lines, counters } = split([bytes]);
    expect([lines, counters[counter]]).toEqual([[text], 1]);
  }); // prettier-ignore

  test('the hole before the first line of a file that was cut while it grew is left out', () => {
    const { lines, counters } = split([encoder.encode(`${'\0'.repeat(512)}2026-05-02 INFO up\nb`)]);
    expect([lines, counters.nul]).toEqual([['2026-05-02 INFO up', 'b'], 1]);
  });

  test('U+FFFD itself is valid', () => {
    expect(split([encoder.encode('\ufffd\n')]).counters.invalid_utf8).toBe(0);
  });

  test('NUL is kept and counted', () => {
    const { lines, counters } = split([encoder.encode('a\0\0b\nc')]);
    expect(lines).toEqual(['a\0\0b', 'c']);
    expect(counters.nul).toBe(1);
  });
});

describe('long lines', () => {
  test('a line of a megabyte is one line', () => {
    const line = 'x'.repeat(1_000_000);
    const bytes = encoder.encode(`${line}\nnext`);
    const chunks = Array.from({ length: 17 }, (_, index) =>
      bytes.slice(index * 65_536, (index + 1) * 65_536),
    );
    expect(split(chunks).lines).toEqual([line, 'next']);
  });

  test.each([
    ['in one chunk', ['abcdef\nnext\n']],
    ['over chunks', ['ab', 'cd', 'ef\nne', 'xt\n']],
    ['without an end', ['next\nabcd', 'ef']],
  ])('beyond the limit the rest is dropped and counted: %s', (_, texts) => {
    const { lines, counters } = split(
      texts.map((text) => encoder.encode(text)),
      { max_line_bytes: 4 },
    );
    expect(lines.toSorted()).toEqual(['abcd', 'next']);
    expect(counters.line_truncated).toBe(1);
  });
});
