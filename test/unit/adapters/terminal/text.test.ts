import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeText, safeJson } from '../../../../ml-service/src/adapters/terminal/escape_text.ts';
import { positionWriter } from '../../../../ml-service/src/adapters/terminal/analysis/file_names.ts';
import { renderTable } from '../../../../ml-service/src/adapters/terminal/table.ts';
import { terminalOf } from '../../../../ml-service/src/adapters/terminal/terminal.ts';
import { cutToWidth, shortenName, widthOf } from '../../../../ml-service/src/adapters/terminal/text_width.ts';

const anyText = fc.string({
  unit: fc.constantFrom('a', ' ', 'é', 'e\u0301', '日', '😀', '👩‍💻', '\x1b', '\0', '\x9b', '\u202e'),
});

describe('control characters', () => {
  test.each([
    ['\x1b[31mred\x1b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a\tb', 'a b'],
    ['a\nb\r', 'a\\x0ab\\x0d'],
    ['\x9b31m', '\\x9b31m'],
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['naïve 日本 😀', 'naïve 日本 😀'],
  ])('%j is shown as %s', (text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });

  test('none is left, and JSON stays what it means', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeText(text)).not.toMatch(/[\0-\x1f\x7f-\x9f\u202e]/);
        expect(safeJson({ text })).not.toMatch(/[\0-\x1f\x7f-\x9f\u202e]/);
        expect(JSON.parse(safeJson({ text }))).toEqual({ text });
      }),
      { seed: 1 },
    );
  });
});

describe('width', () => {
  test.each([
    ['abc', 3],
    ['日志', 4],
    ['e\u0301', 1],
    ['👩‍💻', 2],
    ['', 0],
  ])('%s takes %d cells', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  test.each([
    ['connection refused', 10, 'connectio…'],
    ['refused', 7, 'refused'],
    ['日志日志', 5, '日志…'],
    ['日志日志', 6, '日志…'],
    ['abc', 0, ''],
    ['abc', Infinity, 'abc'],
  ])('%s within %d cells is %s', (text, width, cut) => {
    expect(cutToWidth(text, width)).toBe(cut);
  });

  test('a cut text always fits', () => {
    fc.assert(
      fc.property(anyText, fc.nat(12), (text, width) => {
        expect(widthOf(cutToWidth(text, width))).toBeLessThanOrEqual(width);
      }),
      { seed: 1 },
    );
  });

  test.each([
    ['org.apache.hadoop.ipc.Client', 28, 'org.apache.hadoop.ipc.Client'],
    ['org.apache.hadoop.ipc.Client', 20, 'o.a.h.ipc.Client'],
    ['order-other-service', 10, 'order-oth…'],
  ])('the name %s within %d cells is %s', (name, width, short) => {
    expect(shortenName(name, width)).toBe(short);
  });
});

describe('tables', () => {
  const columns = [
    { title: 'COUNT', align: 'right' as const, text: (row: [number, string, string]) => String(row[0]) },
    { title: 'SERVICE', optional: true, text: (row: [number, string, string]) => row[1] },
    { title: 'TEMPLATE', text: (row: [number, string, string]) => row[2] },
  ];
  const rows: [number, string, string][] = [
    [12345, 'checkout', 'Failed to connect to <target> after <timeout_ms>ms'],
    [7, '日志', '短い'],
  ];

  test('columns are as wide as they need, the last one takes the rest', () => {
    expect(renderTable({ columns, rows, width: 60 })).toEqual([
      'COUNT  SERVICE   TEMPLATE',
      '12345  checkout  Failed to connect to <target> after <timeo…',
      '    7  日志      短い',
    ]);
  });

  test('in a narrow window what is optional makes room', () => {
    expect(renderTable({ columns, rows, width: 50 })).toEqual([
      'COUNT  TEMPLATE',
      '12345  Failed to connect to <target> after <timeo…',
      '    7  短い',
    ]);
  });

  test('without a window nothing is cut', () => {
    expect(renderTable({ columns, rows, width: Infinity, indent: '> ' })[1]).toBe(
      '> 12345  checkout  Failed to connect to <target> after <timeout_ms>ms',
    );
  });
});

describe('colours', () => {
  const painted = (stream: { isTTY?: boolean }, env: Record<string, string>) =>
    terminalOf(stream, env).paint('red', 'x');

  test('on a terminal, unless the user or the terminal wants none', () => {
    expect(painted({ isTTY: true }, {})).toBe('\x1b[31mx\x1b[39m');
    expect(painted({ isTTY: true }, { NO_COLOR: '1' })).toBe('x');
    expect(painted({ isTTY: true }, { NO_COLOR: '' })).toBe('\x1b[31mx\x1b[39m');
    expect(painted({ isTTY: true }, { TERM: 'dumb' })).toBe('x');
    expect(painted({}, {})).toBe('x');
  });

  test('the width is the terminal’s; elsewhere there is none', () => {
    expect(terminalOf({ isTTY: true, columns: 120 }, {}).width).toBe(120);
    expect(terminalOf({ isTTY: true }, {}).width).toBe(80);
    expect(terminalOf({ columns: 120 }, {}).width).toBe(Infinity);
  });
});

test.each<[string[], string, string]>([
  [['/var/log/app.log'], '/var/log/app.log', 'app.log:7'],
  [['/l/a/app.log', '/l/b/app.log'], '/l/b/app.log', 'b/app.log:7'],
  [['/l/app.log', '/l/b/app.log'], '/l/b/app.log', 'b/app.log:7'],
  [['a.log', '/l/b.log'], '/l/b.log', '/l/b.log:7'],
  [['stdin'], 'stdin', 'stdin:7'],
])('positions in %j leave out the folders that all share', (files, file, text) => {
  const source = {
    name: '',
    files: files.map((name) => ({ name, bytes: 0, lines: 0 })),
    bytes: 0,
    lines: 0,
    events: 0,
    events_of_requests: 0,
  };
  expect(positionWriter(source)({ file, line_number: 7 })).toBe(text);
});
