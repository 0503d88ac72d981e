import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PARSE_CONFIG, isBatchMiner, type MinerName } from '../../ml-service/src/settings/parse.ts';
import { compileReader, LineReader } from '../../ml-service/src/parse/reader/line_reader.ts';
import { MessageMiner } from '../../ml-service/src/parse/mining/message_miner.ts';
import { type Slot, spansOf, textsOf } from '../../ml-service/src/parse/template/template.ts';
import { type Merge, TemplateMiner } from '../../ml-service/src/parse/mining/template_miner.ts';

const lineReader = new LineReader(compileReader());
const maskOf = (message: string) => lineReader.mask(message);
const plain = (text: string) => text.replace(/[\t-\r ]+/g, ' ').trim();

/** Words, values, punctuation, other scripts and control characters, in any order. */
const lineArbitrary = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          'the',
          'user',
          'connection',
          'to',
          'closed',
          'opened',
          'by',
          'after',
          'id=',
          'db:',
          '[x]',
          '"q',
          '=',
        ],
        ...['é', '計算', '😀', '::', '\u0001', '\u001b[31m', '\u007f'],
      ),
      fc.integer().map(String),
      fc.ipV4(),
      fc.uuid(),
      fc.string({ maxLength: 8, unit: 'grapheme' }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(' '))
  .filter((line) => plain(line) !== '');

const NAMES = ['Ann', 'Bo Li', 'Cy', 'Dee van Dam', 'Eve', 'Fay', 'Gus Ode', 'Hal'];

/** What services say, with values of one word and of several, and states that are opposites. */
const SERVICE_LINES = [
  ...NAMES.map((name) => `the order of customer ${name} was put into the queue again`),
  ...NAMES.map(
    (name, index) => `connection ${index} to host-${index} closed by ${name} after ${index * 7} ms`,
  ),
  ...NAMES.map((_, index) => `worker ${index} ${index % 2 === 0 ? 'started' : 'stopped'} job ${index}`),
  ...NAMES.map((_, index) => `disk sd${'abcdefgh'[index]!} is ${index * 9} % full`),
];

const ODD_LINES = [
  'word',
  '5',
  '-',
  '[',
  '😀',
  '計算時間：16',
  'a\u0000b \u0001 c\u007f \u001b[31mred\u001b[0m',
  '\ud800 half a pair \udc00 x',
  'x \u2028 \u00a0 y',
  '__proto__ constructor toString',
  'w '.repeat(20_000),
  'ab.'.repeat(20_000),
  `ids ${'1|'.repeat(30_000)}`,
  `${'a'.repeat(60_000)}(5`,
  `${'='.repeat(60_000)} x`,
];

/** What every miner owes, however it decides which lines are of one kind. */
export function describeMiner(miner: MinerName): void {
  const newMiner = (options: { max_templates?: number } = {}) =>
    new TemplateMiner({ ...DEFAULT_PARSE_CONFIG, ...options, miner });
  const mine = (lines: readonly string[], options: { max_templates?: number } = {}) => {
    const learned = newMiner(options);
    const merges: Merge[] = [];
    const first_ids = lines.map((line) => {
      const mined = learned.learn(line, maskOf(line));
      merges.push(...mined.merges);
      return mined.template.id;
    });
    merges.push(...learned.settle());
    return { miner: learned, first_ids, merges };
  };
  /** The texts of a line around the values that were cut out of it. */
  const textsAround = (line: string, slots: readonly Slot[]) =>
    [...slots, undefined].map((slot, index) => line.slice(slots[index - 1]?.end ?? 0, slot?.start));

  const expectLaws = (lines: readonly string[]) => {
    const { miner: learned, first_ids } = mine(lines);
    const messages = new MessageMiner({ reader: lineReader, miner: learned });
    lines.forEach((line, index) => {
      const columns = maskOf(line);
      const final = learned.template(first_ids[index]!)!;
      expect(spansOf(final.columns, columns), line.slice(0, 200)).toBeDefined();
      const found = learned.find(columns)!;
      expect(found, line.slice(0, 200)).toBeDefined();
      // By the hash of its masked text, the first time and again.
      const isFound = expect.objectContaining({ template: found.template, slots: found.slots }) as object;
      expect([messages.find(line), messages.find(line)]).toEqual([isFound, isFound]);
      expect(found.slots.length).toBe(found.template.parameters.length);
      expect(textsAround(line, found.slots).map(plain)).toEqual(textsOf(found.template.columns).map(plain));
    });
  };

  describe(`${miner} as a miner`, () => {
    test('each line is fitted by its final template, and its values, put back, give the line', () => {
      fc.assert(
        fc.property(fc.array(lineArbitrary, { minLength: 1, maxLength: 25 }), (lines) => {
          expectLaws(lines);
        }),
        { seed: 3, numRuns: 60 },
      );
      expectLaws(SERVICE_LINES);
    });

    test.each(ODD_LINES.map((line) => [line.slice(0, 20), line] as const))('takes %j …', (_, line) => {
      expectLaws([line, `${line} 6`, line.replace('a', 'b')]);
    });

    test('finds what lines have in common', () => {
      const { miner: learned, first_ids } = mine(SERVICE_LINES);
      const kinds = new Set(first_ids.map((id) => learned.resolve(id)));
      expect(kinds.size).toBeLessThan(SERVICE_LINES.length / 2);
    });

    test('opposites stay two events', () => {
      const { miner: learned, first_ids } = mine(['the VM 1 started at last', 'the VM 2 stopped at last']);
      expect(learned.resolve(first_ids[0]!)).not.toBe(learned.resolve(first_ids[1]!));
    });

    test('is deterministic', () => {
      fc.assert(
        fc.property(fc.array(lineArbitrary, { minLength: 1, maxLength: 25 }), (lines) => {
          const [once, again] = [mine(lines), mine(lines)];
          expect(again.first_ids).toEqual(once.first_ids);
          expect(again.miner.compileTrie()).toEqual(once.miner.compileTrie());
        }),
        { seed: 5, numRuns: 20 },
      );
    });

    test('ids are unique, and each that was ever given leads to a live one, as the merges said', () => {
      fc.assert(
        fc.property(fc.array(lineArbitrary, { minLength: 1, maxLength: 25 }), (lines) => {
          const { miner: learned, first_ids, merges } = mine([...SERVICE_LINES, ...lines]);
          const live = learned.templates().map(({ id }) => id);
          expect(new Set(live).size).toBe(live.length);
          expect(live.every((id) => id.startsWith('template'))).toBe(true);
          const into = new Map(merges.map((merge) => [merge.from, merge.into]));
          for (const id of first_ids) {
            let last = id;
            while (into.has(last)) last = into.get(last)!;
            expect(learned.resolve(id)).toBe(last);
            expect(live).toContain(last);
          }
        }),
        { seed: 7, numRuns: 20 },
      );
    });

    test('the oldest of what turns out to be one keeps its id, and its version rises with its text', () => {
      const { miner: learned, first_ids } = mine(SERVICE_LINES.slice(0, NAMES.length));
      const oldest = learned.template(first_ids[0]!)!;
      expect(oldest.id).toBe(first_ids[0]);
      expect(oldest.version).toBeGreaterThan(1);
    });

    test('a restart changes no id and no text, and what was learned is not learned again', () => {
      fc.assert(
        fc.property(fc.array(lineArbitrary, { minLength: 1, maxLength: 25 }), (some) => {
          const lines = [...SERVICE_LINES, ...some];
          const before = mine(lines);
          const after = newMiner();
          for (const template of before.miner.templates()) after.restore(template);
          for (const { from, into } of before.merges) after.restoreMerge(from, into);
          for (const [index, line] of lines.entries()) {
            const { template, slots } = before.miner.find(maskOf(line))!;
            const again = after.find(maskOf(line))!;
            expect([again.template.id, again.template.text, again.template.version, again.slots]).toEqual([
              template.id,
              template.text,
              template.version,
              slots,
            ]);
            const id = before.first_ids[index]!;
            expect(after.resolve(id)).toBe(before.miner.resolve(id));
          }
          expect(lines.map((line) => after.learn(line, maskOf(line)).change)).not.toContain('created');
        }),
        { seed: 9, numRuns: 20 },
      );
    });

    test('memory is bounded, and what leaves can be learned again', () => {
      const word = (index: number) =>
        String.fromCharCode(97 + (index % 26), 97 + (Math.floor(index / 26) % 26), 120);
      const lines = Array.from(
        { length: 1000 },
        (_, index) => `${word(index)} ${word(index + 7)} ${word(index * 3)}`,
      );
      const { miner: learned } = mine(lines, { max_templates: 50 });
      expect(learned.templates().length).toBeLessThanOrEqual(50);
      const { template } = learned.learn(lines[0]!, maskOf(lines[0]!));
      expect(learned.find(maskOf(lines[0]!))!.template.id).toBe(template.id);
    });

    test(`it decides ${isBatchMiner(miner) ? 'when it has all lines' : 'line by line'}`, () => {
      const { miner: learned, merges } = mine(SERVICE_LINES);
      expect(learned.settle()).toEqual([]);
      expect(merges.length > 0 || !isBatchMiner(miner)).toBe(true);
    });
  });
}
