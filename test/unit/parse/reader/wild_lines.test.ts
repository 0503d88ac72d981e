import { describe, expect, test } from 'vitest';
import { compileReader, LineReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';
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
