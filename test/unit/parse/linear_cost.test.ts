import { describe, expect, test, vi } from 'vitest';
import { countSteps } from '../../fixtures/count_steps.ts';
import type { TemplateColumn } from '../../../common/documents/template_document.ts';
import { DEFAULT_PARSE_CONFIG, type ParseConfig } from '../../../ml-service/src/settings/parse.ts';
import { LineParser } from '../../../ml-service/src/parse/line_parser.ts';
import { compileReader, LineReader } from '../../../ml-service/src/parse/reader/line_reader.ts';
import { IplomStrategy } from '../../../ml-service/src/parse/mining/strategies/iplom.ts';
import { MANY_COLUMNS, spansOf } from '../../../ml-service/src/parse/template/template.ts';
import { TemplateTrie } from '../../../ml-service/src/parse/matcher/template_trie.ts';

/** Whatever a line is and whatever came before it, its cost is linear in its length: steps are counted, no seconds. */

const tables = compileReader();
const reader = new LineReader(tables);
const newParser = (config: Partial<ParseConfig> = {}) =>
  new LineParser({ config: { ...DEFAULT_PARSE_CONFIG, ...config }, reference: 0, reader: tables });

/** Twice as much costs twice as many steps, and a tenth on top for what comes and goes with the input. */
const TWICE = 2.2;

/** A word of its own for each number. */
const word = (value: number) =>
  `w${String(value).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)))}`;

const STREAMS = {
  'first words are all different': (at: number) => `${word(at)} is a word of its own`,
  'lines have nothing in common': (at: number) => `${word(at)} ${word(at * 7 + 1)} ${word(at * 13 + 5)} ${word(at * 3 + 2)}`,
  'keys are all different': (at: number) => `${word(at)}=5 ${word(at * 7)}=7 was set`,
  'lines differ at many places': (at: number) => [3, 5, 7, 11, 13, 17].map((size) => word(at % size)).join(' ').concat(` ${word(at)}`),
  'every second line is of a kind': (at: number) => (at % 2 ? `user ${word(at)} of the shop left` : `${word(at)} ${word(at * 7)} ${word(at * 3)}`),
} satisfies Record<string, (at: number) => string>; // prettier-ignore

describe('a stream costs no more per line the longer it gets', () => {
  const costOf = (options: { of: (at: number) => string; lines: number; config: Partial<ParseConfig> }) => {
    const parser = newParser(options.config);
    return countSteps(() => {
      for (let at = 0; at < options.lines; at += 1) parser.learn({ message: options.of(at) });
    });
  };

  test('20,000 and 40,000 first words', async () => {
    const of = STREAMS['first words are all different'];
    const [some, twice] = [await costOf({ of, lines: 20_000, config: {} }), await costOf({ of, lines: 40_000, config: {} })]; // prettier-ignore
    expect(twice / some).toBeLessThan(TWICE);
  });

  for (const miner of ['drain', 'spell', 'iplom'] as const) {
    test.each(Object.entries(STREAMS))(`${miner}: %s`, async (_, of) => {
      // Memory is full soon, so that templates leave all the time.
      const config = { miner, max_templates: 200 };
      const [some, twice] = [
        await costOf({ of, lines: 2000, config }),
        await costOf({ of, lines: 4000, config }),
      ];
      expect(twice / some).toBeLessThan(TWICE);
    });
  }

  test('a miner that needs all lines first is asked when a tenth of them is new, not at each line', () => {
    const asked = vi.spyOn(IplomStrategy.prototype, 'unionsOf');
    const parser = newParser({ miner: 'iplom', max_templates: 61 });
    // Memory is full of lines of which each waits for one that is alike: what settling makes one each time is a pair.
    const lines = ['bob', 'eve'].flatMap((user) =>
      Array.from({ length: 60 }, (_, length) => `login user=${user}${' x'.repeat(length)}`),
    );
    for (const message of lines) parser.learn({ message });
    expect(asked.mock.calls.length).toBeLessThanOrEqual(60 / 6);
    asked.mockRestore();
  });

  test('a new line is compared with as many templates, however many there are', async () => {
    const parser = newParser();
    const of = STREAMS['lines have nothing in common'];
    const costs: number[] = [];
    for (let at = 0; at <= 4000; at += 1) {
      if (at === 1000 || at === 2000 || at === 4000) costs.push(await countSteps(() => parser.learn({ message: of(at) })));
      else parser.learn({ message: of(at) });
    }
    expect(parser.templates()).toHaveLength(4001);
    expect(Math.max(...costs) / Math.min(...costs)).toBeLessThan(1.1);
  }); // prettier-ignore

  test('so is one that becomes one with another; what is remembered of masked lines is forgotten then', async () => {
    const costOfUnion = async (lines: number) => {
      const parser = newParser();
      const of = STREAMS['lines have nothing in common'];
      for (let at = 0; at < lines; at += 1) parser.learn({ message: `same ${of(at)}` });
      parser.learn({ message: 'same login of user=ann today' });
      const cost = await countSteps(() => parser.learn({ message: 'same login of user=eve today' }));
      expect(parser.templates()).toHaveLength(lines + 1);
      return cost;
    };
    const [some, more] = [await costOfUnion(1000), await costOfUnion(4000)];
    expect((more - some) / 3000).toBeLessThan(2.5);
  });
});

const SHAPES = {
  'brackets in brackets': (size: number) => `${'('.repeat(size / 2)}${')'.repeat(size / 2)} x`,
  'objects in objects': (size: number) => '{"a":'.repeat(size / 5),
  'brackets of all kinds': (size: number) => '({["<'.repeat(size / 5),
  quotes: (size: number) => 'a"\''.repeat(size / 3),
  'keys without values': (size: number) => 'a='.repeat(size / 2),
  'a list': (size: number) => '1|'.repeat(size / 2),
  times: (size: number) => '2026-01-01T00:00:00 '.repeat(size / 20),
  'what might be a time': (size: number) => '1:'.repeat(size / 2),
  'what might be an id': (size: number) => 'deadbeef'.repeat(size / 8),
  paths: (size: number) => '/a'.repeat(size / 2),
  names: (size: number) => 'a.'.repeat(size / 2),
  words: (size: number) => 'ab '.repeat(size / 3),
  'one word': (size: number) => 'a'.repeat(size),
  blanks: (size: number) => `a${' '.repeat(size)}b`,
  dashes: (size: number) => '-'.repeat(size / 4),
  characters: (size: number) => '计算'.repeat(size / 6),
} satisfies Record<string, (size: number) => string>;

describe('a line costs as much as it is long', () => {
  test.each(Object.entries(SHAPES))('%s', async (_, of) => {
    const costOf = (size: number) => {
      const parser = newParser();
      return countSteps(() => {
        // Learned as what is new, found as what is known, and compared with what is alike.
        for (const message of [of(size), of(size), `${of(size)} y`, of(size - 60)]) parser.learn({ message });
      });
    };
    const [some, twice] = [await costOf(8000), await costOf(16_000)];
    expect(twice / some).toBeLessThan(TWICE);
  });

  test('of 1 MB is measured, and passed over', async () => {
    for (const message of ['a'.repeat(1_000_000), 'ab '.repeat(333_333), '('.repeat(1_000_000)]) {
      const parser = newParser();
      // What is made once, for all lines.
      parser.learn({ message: '[a] b' });
      const steps = await countSteps(() => {
        expect(parser.learn({ message }).event.status).toBe('skipped:too_long');
      });
      expect(steps).toBeLessThan(1.1 * message.length);
    }
  });

  test('masking alone, 100,000 brackets deep', async () => {
    const costOf = (depth: number) =>
      countSteps(() => reader.mask(`${'('.repeat(depth)}1${')'.repeat(depth)}`));
    expect((await costOf(100_000)) / (await costOf(50_000))).toBeLessThan(TWICE);
  });

  test.each(['drain', 'spell', 'iplom'] as const)('compared by %s with lines that are as long', async (miner) => {
    const costOf = (columns: number) => {
      const parser = newParser({ miner });
      const line = (at: number) =>
        Array.from({ length: columns }, (_, place) => word(place % 4 === at % 4 ? at * 1000 + place : place)).join(' ');
      return countSteps(() => {
        for (let at = 0; at < 40; at += 1) parser.learn({ message: line(at) });
        parser.settle();
      });
    };
    // Spell aligns a line with eight others, and may take the square of the columns: these are bounded, too.
    const [some, twice] = [await costOf(128), await costOf(256)];
    expect(twice / some).toBeLessThan(miner === 'spell' ? 2 * TWICE : TWICE);
    expect((await costOf(512)) / twice).toBeLessThan(TWICE);
  }); // prettier-ignore
});

describe('a look-up', () => {
  const columnsOf = (texts: readonly string[]) => texts.map((text) => ({ text }));
  /** A step of the look-up is a call, a comparison and a branch or two. */
  const BLOCKS = 16;

  test('ends after max_steps, however many ways there are', async () => {
    const max_steps = 100;
    const ways: Record<string, TemplateColumn[][]> = {
      // Values of many columns, one behind the other: the ways to share the line among them are without number.
      shares: Array.from({ length: 40 }, (_, end) => [...Array.from({ length: 40 }, () => ['a', MANY_COLUMNS]).flat(), `z${end}`]),
      // Any line goes along all of these edges, and fits none.
      edges: Array.from({ length: 4000 }, (_, at) => [{ prefix: '', suffix: '' }, { prefix: word(at), suffix: '' }, 'z']),
    };
    for (const templates of Object.values(ways)) {
      const trie = new TemplateTrie({ maxSteps: max_steps });
      templates.forEach((template, at) => trie.set(template, at));
      const line = columnsOf(Array.from({ length: 256 }, () => 'a'));
      const steps = await countSteps(() => {
        expect(trie.find(line)).toBeUndefined();
        expect(trie.find(columnsOf(['a', 'wx', 'y']))).toBeUndefined();
      });
      expect(steps).toBeLessThan(2 * BLOCKS * max_steps);
    }
  }); // prettier-ignore

  test('without values of many columns visits as many nodes as the line has columns', async () => {
    const costOf = (length: number) => {
      const trie = new TemplateTrie({ maxSteps: 10_000 });
      const texts = Array.from({ length }, (_, at) => word(at));
      for (let at = 0; at < length; at += 1)
        trie.set([...texts.slice(0, at), { prefix: '', suffix: '!' }], at);
      trie.set(texts, -1);
      return countSteps(() => {
        expect(trie.find(columnsOf(texts))).toBe(-1);
      });
    };
    expect((await costOf(256)) / (await costOf(128))).toBeLessThan(TWICE);
  });

  test('of the places of values takes the product of both lengths at most', async () => {
    for (const length of [64, 128, 256]) {
      // Each value of many columns is followed by what fits nearly everywhere.
      const template = Array.from({ length: length / 4 }, () => [MANY_COLUMNS, 'a']).flat();
      const line = columnsOf([...Array.from({ length: length - 1 }, () => 'a'), 'b']);
      const steps = await countSteps(() => {
        expect(spansOf(template, line)).toBeUndefined();
      });
      expect(steps).toBeLessThan(BLOCKS * template.length * line.length);
    }
  });
});
