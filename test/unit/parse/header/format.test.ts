import { describe, expect, test } from 'vitest';
import { LogAiError } from '../../../../common/errors.ts';
import { compileHeader } from '../../../../ml-service/src/parse/header/compile_header.ts';
import { parseFormat } from '../../../../ml-service/src/parse/header/format.ts';
import { HEADER_RULES } from '../../../../ml-service/src/parse/header/header_rules.ts';
import { HeaderReader } from '../../../../ml-service/src/parse/header/read_header.ts';
import { countSteps } from '../../../fixtures/count_steps.ts';
import { FORMATTED_LINES } from '../../../fixtures/header_lines.ts';

const context = { time_zone: 'UTC', reference: Date.parse('2026-03-01T12:00:00Z') };
const reader = new HeaderReader(compileHeader(FORMATTED_LINES.map(([format]) => format)));

const read = (line: string) => {
  const { header, messageStart } = reader.read(line, context);
  const { timestamp, ...rest } = header;
  return {
    ...rest,
    ...(timestamp !== undefined && { time: new Date(timestamp).toISOString() }),
    message: line.slice(messageStart),
  };
};

describe('formats of a user', () => {
  test.each(FORMATTED_LINES)('%s reads %s', (_format, line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  test('a line that no format fits is read as if there were none', () => {
    expect(read('2026-01-15 14:23:45 INFO up')).toEqual({
      level: 'INFO',
      time: '2026-01-15T14:23:45.000Z',
      message: 'up',
    });
  });

  test.each([
    ['', 'it lacks <message>'],
    ['<timestamp> <level>', 'it lacks <message>'],
    ['<message> <level>', '<message> must come last, but "<level>" does'],
    ['<message>|<message>', '<message> must come last, and once'],
    ['<level><service> <message>', 'nothing stands between "<level>" and "<service>"'],
    ['<time stamp>', 'it lacks <message>'],
    ['<a-b> <message>', '"<a-b>" is no name'],
    ['<level> <severity> <message>', '"<severity>" is there twice'],
  ])('%j is refused: %s', (format, problem) => {
    expect(() => parseFormat(format, HEADER_RULES)).toThrow(LogAiError);
    expect(() => parseFormat(format, HEADER_RULES)).toThrow(problem);
  });

  test('the cost of a line that fits nearly is linear: blanks are gone over once', async () => {
    const wide = new HeaderReader(compileHeader(['<a> x<b> y<c> z<message>']));
    const costOf = (count: number) =>
      countSteps(() => wide.read(`a${' '.repeat(1000)}`.repeat(count), context));
    expect((await costOf(60)) / (await costOf(30))).toBeLessThan(2.2);
  });
});
