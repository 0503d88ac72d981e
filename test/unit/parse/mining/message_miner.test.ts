import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PARSE_CONFIG } from '../../../../ml-service/src/settings/parse.ts';
import { compileReader, LineReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';
import { MessageMiner } from '../../../../ml-service/src/parse/mining/message_miner.ts';
import { TemplateMiner } from '../../../../ml-service/src/parse/mining/template_miner.ts';
import { FORMATTED_LINES } from '../../../fixtures/header_lines.ts';

const reader = new LineReader(compileReader());
const context = { time_zone: 'UTC', reference: Date.parse('2026-03-01T12:00:00Z') };

function newMessages() {
  const miner = new TemplateMiner(DEFAULT_PARSE_CONFIG);
  return { miner, messages: new MessageMiner({ reader, miner }) };
}
const counted = (miner: TemplateMiner) =>
  miner.templates().map(({ id, version, text, parameters, forms, line_count }) => ({
    id,
    version,
    text,
    parameters,
    forms,
    line_count,
  }));
const bytesOf = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''));

/** What becomes of the lines one by one, as text: what the ways over bytes are held against. */
function oneByOne(lines: readonly string[]) {
  const { miner, messages } = newMessages();
  const mined = lines.flatMap((line) => {
    const read = reader.read({ message: line }, context);
    if (read.skipped !== undefined) return [];
    const { template, slots } = messages.learn(read.message);
    return {
      message: read.message,
      id: template.id,
      values: slots.map(({ start, end }) => read.message.slice(start, end)),
    };
  });
  return { counted: counted(miner), mined };
}

const header = fc.constantFrom(
  ...FORMATTED_LINES.slice(0, 5).map(([, line]) => line.slice(0, 20)),
  '2026-03-01 10:00:0',
  '[2026-03-01T10:00:00Z] ERROR a.b.Main: ',
  'INFO [main] a.b.C - ',
  '\tat a.b.C.d(E.java:1',
  '',
);
const word = fc.constantFrom(
  'user', 'took', '35ms', '7', '2048', 'blk_-12', 'blk_-99', '10.0.0.1:80', 'b9000564-fe1a-409b-b8cc-1e88b294cd1d', 'jk2_init()', 'ssh2', 'ssh4', 'é5', '计算', '/var/log/a1', '5:', 'Jan', '5', '10:00:00', '\t', 'true', 'false', 'f00d-11', 'foo.example.com', 'http://x/abc', 'http://x/é/z', '1.5', 'minutes', '-0', 'sec.7',
); // prettier-ignore
/** Digits are drawn anew, so that columns come again which differ in these only. */
const text = fc
  .tuple(fc.array(word, { maxLength: 7 }), fc.array(fc.nat(9), { minLength: 8, maxLength: 8 }))
  .map(([words, digits]) => {
    let next = 0;
    return words.join(' ').replace(/\d/g, (digit) => (next < digits.length ? String(digits[next++]) : digit));
  });
const trailing = fc.constantFrom('', '', '', ' ', '\r');
const messages = fc.array(
  fc.tuple(text, trailing).map((parts) => parts.join('')),
  { maxLength: 30 },
);
const rawLines = fc.array(
  fc.tuple(header, text, trailing).map((parts) => parts.join('')),
  { maxLength: 30 },
);

describe('lines taken in as bytes', () => {
  test('whole lines are counted under the templates that they have one by one', () => {
    fc.assert(
      fc.property(rawLines, (lines) => {
        const { miner, messages } = newMessages();
        expect(messages.learnRawLines(bytesOf(lines))).toBe(lines.length);
        expect(counted(miner)).toEqual(oneByOne(lines).counted);
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  test('so are messages without headers, counted or handed out with their values', () => {
    fc.assert(
      fc.property(messages, (lines) => {
        const { miner, messages } = newMessages();
        const expected = newMessages();
        const mined = lines
          .map((line) => line.trimEnd())
          .filter((line) => line !== '')
          .map((message) => {
            const { template, slots } = expected.messages.learn(message);
            return { id: template.id, values: slots.map(({ start, end }) => message.slice(start, end)) };
          });
        expect(messages.learnLines(bytesOf(lines))).toBe(lines.length);
        expect(counted(miner)).toEqual(counted(expected.miner));

        const handedOut: typeof mined = [];
        newMessages().messages.learnEachLine(bytesOf(lines), (message, { template, slots }) => {
          handedOut.push({
            id: template.id,
            values: slots.map(({ start, end }) => message.slice(start, end)),
          });
        });
        expect(handedOut).toEqual(mined);
      }),
      { seed: 12, numRuns: 400 },
    );
  });

  test.each<[string, string[], number]>([
    ['nothing', [], 0],
    ['empty lines and blanks', ['', '  ', '\t'], 0],
    ['a line above 64 kB, known or not', ['up 1', `up ${'1'.repeat(70_000)}`, 'up 2'], 2],
    ['a stack trace', ['2026-03-01 10:00:00 ERROR failed', '\tat a.b.C.d(E.java:1)'], 1],
  ])('%s: counted as read, mined as far as there is a message', (_, lines, mined) => {
    const { miner, messages } = newMessages();
    expect(messages.learnRawLines(bytesOf(lines))).toBe(lines.length);
    expect(miner.templates().reduce((sum, { line_count }) => sum + line_count, 0)).toBe(mined);
  });
});
