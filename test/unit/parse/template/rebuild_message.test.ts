import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Parameters } from '../../../../common/documents/log_document.ts';
import { MatcherExecutor } from '../../../../ml-service/src/parse/matcher/compiled_matcher.ts';
import { MINERS, type ParseConfig } from '../../../../ml-service/src/settings/parse.ts';
import type { LineParser } from '../../../../ml-service/src/parse/line_parser.ts';
import type { ParsedEvent } from '../../../../ml-service/src/parse/parsed_event.ts';
import { piecesOf, rebuildMessage } from '../../../../ml-service/src/parse/template/rebuild_message.ts';
import { hasCorpus, readRawLogs } from '../../../fixtures/log_corpora.ts';
import { oddStreams } from '../../../fixtures/odd_lines.ts';
import { newParser, REFERENCE } from '../../../fixtures/new_parser.ts';
import { linesOfRecordedLogs } from '../../../fixtures/recorded_logs.ts';

const learned = (lines: readonly string[], config: Partial<ParseConfig> = {}) => {
  const parser = newParser(config);
  for (const message of lines) parser.learn({ message });
  parser.settle();
  return parser;
};
const rebuilt = ({ template_text, parameters }: ParsedEvent) =>
  rebuildMessage({ text: template_text!, parameters });

describe('the message of a record', () => {
  test.each<[string, Parameters | undefined, string]>([
    ['link is up', undefined, 'link is up'],
    ['took <duration_ms>ms', { duration_ms: 30000 }, 'took 30000ms'],
    ['ratio <ratio>', { ratio: '1.50' }, 'ratio 1.50'],
    ['retry <retry_attempt>/<retry_max>', { retry_attempt: 3, retry_max: 5 }, 'retry 3/5'],
    ['<b>User <user></b>', { user: 'bob' }, '<b>User bob</b>'],
    ['<constructor> of <value>', { value: '<value>' }, '<constructor> of <value>'],
    ['value\tis  <value>', { value: 5 }, 'value\tis  5'],
    ['value is <value>', { value: 5, _blanks: '|\t|  ' }, 'value\tis  5'],
    ['value is <value>', { value: 5, _blanks: ' ' }, ' value is 5'],
    ['  value is <value>', { value: 5, _blanks: '' }, 'value is 5'],
  ])('%j with %j: %j', (text, parameters, message) => {
    expect(rebuildMessage({ text, parameters })).toBe(message);
  });

  test('a text is cut at its parameters, not where the value is part of it', () => {
    const text = 'user <user> got 500 from <source>';
    expect(piecesOf({ text, names: ['user', null, 'source'] })).toEqual(['user ', ' got 500 from ', '']);
  });
});

describe('what a record says', () => {
  test('the blanks of a template are those of its lines', () => {
    const parser = learned(['opened  by\t(uid=0)', 'opened  by\t(uid=7)']);
    expect(parser.parse({ message: 'opened  by\t(uid=12)' })).toMatchObject({
      template_text: 'opened  by\t(uid=<uid>)',
      parameters: { uid: 12 },
    });
  });

  test('of a line with other blanks, these are a parameter', () => {
    const parser = learned(['rank 7 bit 15', 'rank 8 bit 16']);
    expect(parser.parse({ message: 'rank 9 bit   5' }).parameters).toEqual({
      rank: 9,
      bit: 5,
      _blanks: '| | |   ',
    });
    expect(parser.parse({ message: 'rank 9 bit 5' }).parameters).toEqual({ rank: 9, bit: 5 });
    const words = learned(['link is up']);
    expect(words.parse({ message: 'link is up' }).parameters).toBeUndefined();
    expect(words.parse({ message: 'link  is up' }).parameters).toEqual({ _blanks: '|  ' });
  });

  test('templates that become one keep the blanks that both have', () => {
    const lines = ['user   bob came  in', 'user eve came  in', 'user joe came  in', 'user ann came  in'];
    expect(
      learned(lines)
        .templates()
        .map(({ text }) => text),
    ).toEqual(['user <user> came  in']);
  });

  test('a template keeps its blanks over a restart', () => {
    const parser = learned(['opened  by\t(uid=0)', 'opened  by\t(uid=7)', '5\t6  7']);
    const after = newParser();
    after.restore(parser.templates());
    expect(after.templates().map(({ text }) => text)).toEqual(parser.templates().map(({ text }) => text));
  });

  test('what a line itself writes between angle brackets is not taken for a parameter', () => {
    const [line, other] = ['<user> logged in as user=bob', '<user> logged in as user=eve'];
    const event = learned([line, other]).parse({ message: line });
    expect(event).toMatchObject({ template_text: '<user> logged in as user=<user_2>' });
    expect(rebuilt(event)).toBe(line);
  });
});

describe('every line is rebuilt byte for byte', () => {
  test.each(MINERS)('by what %s learned, and by the compiled matcher', (miner) => {
    fc.assert(
      fc.property(oddStreams, (lines) => {
        const parser = learned(lines, { miner });
        const executor = new MatcherExecutor(
          JSON.parse(JSON.stringify(parser.compile(1))) as ReturnType<LineParser['compile']>,
        );
        // Twice: the first time the long way, then by the form that is known.
        for (const message of [...lines, ...lines]) {
          const event = parser.parse({ message });
          if (event.status.startsWith('skipped')) continue;
          expect(event.status).toBe('parsed');
          expect(rebuilt(event)).toBe(event.message);
          expect(executor.match({ message }, { time_zone: 'UTC', reference: REFERENCE })).toEqual(event);
        }
      }),
      { seed: 11, numRuns: 40 },
    );
  });

  test('while the templates are still learned', () => {
    fc.assert(
      fc.property(oddStreams, (lines) => {
        const parser = newParser();
        for (const message of lines) {
          const event = parser.learn({ message }).event;
          if (!event.status.startsWith('skipped')) expect(rebuilt(event)).toBe(event.message);
        }
      }),
      { seed: 12, numRuns: 60 },
    );
  });

  test('by templates that were split by values', () => {
    fc.assert(
      fc.property(oddStreams, (lines) => {
        const parser = learned(lines);
        const { template_id, parameters = {} } = parser.parse({ message: lines[0]! });
        // A value that reads like a parameter cannot be told from one: see rebuildMessage.
        const values = Object.entries(parameters).filter(([, value]) => !/<\w+>/.test(String(value)));
        if (template_id === undefined || values.length === 0) return;
        const [parameter, value] = values[0]!;
        const created = new Date(REFERENCE).toISOString();
        const children = [{ value: String(value), template_id: 'child' }];
        parser.setEdits({
          revision: 1,
          edits: [{ id: 'edit', created, kind: 'split', template_id, parameter, children }],
        });
        for (const message of lines) {
          const event = parser.parse({ message });
          if (event.template_text !== undefined) expect(rebuilt(event)).toBe(event.message);
        }
        expect(parameter === '_blanks' || parser.parse({ message: lines[0]! }).template_id === 'child').toBe(
          true,
        );
      }),
      { seed: 13, numRuns: 60 },
    );
  });

  function expectRebuilt(logs: ReadonlyMap<string, readonly string[]>, miner: (typeof MINERS)[number]): void {
    for (const [system, lines] of logs) {
      const parser = learned(lines, { miner });
      for (const message of lines) {
        const event = parser.parse({ message });
        if (event.status.startsWith('skipped')) continue;
        expect(rebuilt(event), system).toBe(event.message);
      }
    }
  }

  test.each(MINERS)('of what real programs log, by %s', (miner) => {
    expectRebuilt(linesOfRecordedLogs(), miner);
  });

  test.skipIf(!hasCorpus('loghub_2k')).each(MINERS)(
    'of the raw logs of the corpora, by %s (skipped without LOG_AI_DATA)',
    (miner) => {
      expectRebuilt(readRawLogs(), miner);
    },
  );
});
