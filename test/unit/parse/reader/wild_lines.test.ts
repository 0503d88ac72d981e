import { describe, expect, test } from 'vitest';
import { compileReader, LineReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';
import { readZoneMeaning } from '../../../../ml-service/src/settings/zone_names.ts';
import { newParser } from '../../../fixtures/new_parser.ts';
import { JSON_LINES, TEXT_LINES } from '../../../fixtures/wild_lines.ts';

const reader = new LineReader(compileReader());
const context = { time_zone: 'UTC', reference: Date.parse('2026-11-01T00:00:00Z') };

function read(message: string) {
  const line = reader.read({ message }, context);
  return {
    ...(line.timestamp !== undefined && { time: new Date(line.timestamp).toISOString() }),
    ...(line.level && { level: line.level }),
    ...(line.service !== undefined && { service: line.service }),
    ...((line.request_id ?? line.trace_id) !== undefined && { request: line.request_id ?? line.trace_id }),
    message: line.message,
  };
}

describe('lines as they are written in the wild', () => {
  test.each([...JSON_LINES, ...TEXT_LINES])('%s', (line, expected) => {
    expect(read(line)).toEqual(expected);
  });
});

describe('the file decides on the order of day and month', () => {
  const timesOf = (...lines: string[]) => {
    const parser = newParser();
    for (const message of lines) parser.learn({ message });
    return lines.map((message) => new Date(parser.parse({ message }).timestamp!).toISOString().slice(0, 10));
  };

  test.each([
    [
      ['06/05/22 10:00:00 INFO a', '06/14/22 10:00:00 INFO a'],
      ['2022-06-05', '2022-06-14'],
    ],
    [
      ['03/02/2026 10:00:00 INFO a', '15/02/2026 10:00:00 INFO a'],
      ['2026-02-03', '2026-02-15'],
    ],
    [
      ['03/02/2026 10:00:00 INFO a', '02/15/2026 10:00:00 INFO a'],
      ['2026-03-02', '2026-02-15'],
    ],
    [
      ['26/03/04 10:00:00 INFO a', '26/03/05 10:00:00 INFO a'],
      ['2026-03-04', '2026-03-05'],
    ],
    [
      ['04/03/26 10:00:00 INFO a', '14/03/26 10:00:00 INFO a'],
      ['2026-03-04', '2026-03-14'],
    ],
  ])('%j', (lines, days) => {
    expect(timesOf(...lines)).toEqual(days);
  });
});

describe('a log without years', () => {
  const readTwice = (
    files: readonly (readonly [log: string, modified: string, lines: readonly string[]])[],
  ) => {
    const parser = newParser();
    const read = (parse: (message: string) => number | undefined) =>
      files.map(([log, modified, lines]) => {
        parser.open(log, { reference: Date.parse(modified) });
        return lines.map(parse).map((time) => new Date(time!).toISOString().slice(0, 10));
      });
    const once = read((message) => parser.learn({ message }).event.timestamp);
    parser.rewind();
    return { once, twice: read((message) => parser.parseNext({ message }).timestamp) };
  };
  const line = (day: string) => `${day} 10:00:00 n1 cart[7]: up`;

  test.each([
    ['steps over New Year', '2026-03-01', ['Dec 31', 'Jan  1'], ['2025-12-31', '2026-01-01']],
    ['takes a late line for one of the old year', '2026-03-01', ['Dec 31', 'Jan  1', 'Dec 31', 'Jan  1'], ['2025-12-31', '2026-01-01', '2025-12-31', '2026-01-01']],
    ['goes over more than a year', '2026-11-28', ['Sep 29', 'Dec 15', 'Mar 15', 'Sep 30', 'Nov 20'], ['2025-09-29', '2025-12-15', '2026-03-15', '2026-09-30', '2026-11-20']],
    ['was copied long after it was written', '2026-03-01', ['Feb  1', 'Jun  1', 'Nov 20'], ['2025-02-01', '2025-06-01', '2025-11-20']],
    ['knows leap days', '2025-03-01', ['Feb 29', 'Dec 31', 'Jan  1'], ['2024-02-29', '2024-12-31', '2025-01-01']],
  ])('%s', (_, modified, days, expected) => {
    expect(readTwice([['app', modified, days.map(line)]]).twice).toEqual([expected]);
  }); // prettier-ignore

  test('rotated files are one log, each before it was changed last; another log has years of its own', () => {
    const { once, twice } = readTwice([
      ['app', '2024-12-31T23:00:00Z', [line('Nov 30'), line('Dec 31')]],
      ['app', '2026-02-01T00:00:00Z', [line('Feb 20'), line('Dec 31'), line('Jan 31')]],
      ['db', '2026-02-01T00:00:00Z', [line('Mar  1'), line('Jan 31')]],
    ]);
    expect(once[0]).toEqual(['2024-11-30', '2024-12-31']);
    expect(twice).toEqual([
      ['2024-11-30', '2024-12-31'],
      ['2025-02-20', '2025-12-31', '2026-01-31'],
      ['2025-03-01', '2026-01-31'],
    ]);
  });
});

test('a log without years goes on where it was, though another one is read in between', () => {
  const parser = newParser();
  const timeOf = (log: string, day: string, parse: 'learn' | 'parseNext') => {
    parser.open(log, { reference: Date.parse('2026-03-01') });
    const event = { message: `${day} 10:00:00 n1 cart[7]: up` };
    const { timestamp } = parse === 'learn' ? parser.learn(event).event : parser.parseNext(event);
    return new Date(timestamp!).toISOString().slice(0, 10);
  };
  const files = [
    ['app', 'Dec 30'],
    ['db', 'Feb  1'],
    ['app', 'Jan 11'],
  ] as const;
  for (const [log, day] of files) timeOf(log, day, 'learn');
  parser.rewind();
  expect(files.map(([log, day]) => timeOf(log, day, 'parseNext'))).toEqual([
    '2025-12-30',
    '2026-02-01',
    '2026-01-11',
  ]);
});

describe('names of zones', () => {
  const at = '2026-02-03 10:00:00';
  test.each([
    [`${at} IST INFO a`, {}, '2026-02-03T04:30:00.000Z', ['IST']],
    [`${at} IST INFO a`, { IST: 120 }, '2026-02-03T08:00:00.000Z', ['IST']],
    [`${at} BST INFO a`, {}, '2026-02-03T09:00:00.000Z', ['BST']],
    [`Tue Feb 3 10:00:00 EST 2026 a`, { EST: 600 }, '2026-02-03T00:00:00.000Z', ['EST']],
    [`{"time":"${at} CST","msg":"a"}`, { CST: 480 }, '2026-02-03T02:00:00.000Z', ['CST']],
    [`${at} CET INFO a`, {}, '2026-02-03T09:00:00.000Z', []],
    [`${at} UTC INFO a`, {}, '2026-02-03T10:00:00.000Z', []],
  ])('%s, where %j is said', (message, zones, time, ambiguous) => {
    const parser = newParser({ zones });
    expect(new Date(parser.parse({ message }).timestamp!).toISOString()).toBe(time);
    expect([...parser.ambiguous_zones]).toEqual(ambiguous);
  });

  test.each(['IST', 'IST=2', 'XYZ=+02:00', 'IST=+25:00', 'IST=+02:75'])('%s says nothing', (text) => {
    expect(readZoneMeaning(text)).toBeUndefined();
  });

  test.each([
    ['IST=+02:00', 'IST', 120],
    ['EST=-0330', 'EST', -210],
  ])('%s', (text, name, minutes) => {
    expect(readZoneMeaning(text)).toEqual([name, minutes]);
  });
});
