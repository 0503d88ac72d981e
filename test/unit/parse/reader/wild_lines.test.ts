import { describe, expect, test } from 'vitest';
import { compileReader, LineReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';
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
