import { describe, expect, test } from 'vitest';
import { proposeFormat } from '../../../ml-service/src/analyze/propose_format.ts';
import { compileReader, LineReader } from '../../../ml-service/src/parse/reader/line_reader.ts';

describe('a format is proposed that reads the line', () => {
  test.each([
    ['~~ 2026-05-02 08:00:00 ~ ERROR ~ shop: late', '~~ <timestamp> ~ <level> ~ <service>: <message>'],
    ['node7 {ERROR} at 2026-05-02 08:00:00 :: late', '<text_1> {<level>} <text_2> <timestamp> :: <message>'],
    ['@@ 02/May/2026 08:00:00 (WARN) late', '@@ <timestamp> (<level>) <message>'],
    ['>> 08:00:00 late', '>> <timestamp> <message>'],
  ])('%j', (line, format) => {
    expect(proposeFormat(line)).toBe(format);
    const reader = new LineReader(compileReader({ formats: [format] }));
    const { timestamp, message } = reader.read({ message: line }, { time_zone: 'UTC', reference: Date.parse('2026-05-03') }); // prettier-ignore
    expect([new Date(timestamp!).toISOString(), message]).toEqual(['2026-05-02T08:00:00.000Z', 'late']);
  });

  test('none where there is no time', () => {
    expect(proposeFormat('~~ ERROR ~ shop: late')).toBeUndefined();
  });
});
