import { afterEach, describe, expect, test } from 'vitest';
import {
  ChatCompletions,
  completionsUrl,
} from '../../../../ml-service/src/adapters/language_model/chat_completions.ts';
import { DEFAULT_PARSE_CONFIG, type MinerName } from '../../../../ml-service/src/settings/parse.ts';
import { LineParser } from '../../../../ml-service/src/parse/line_parser.ts';
import { compileReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';
import { Refiner } from '../../../../ml-service/src/tasks/cycle/refine.ts';
import { TemplateCatalog } from '../../../../ml-service/src/tasks/catalog/template_catalog.ts';
import { NO_EDITS } from '../../../../common/edits_in_force.ts';
import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import { EditWorld } from '../../../fixtures/edit_world.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';
import { type ModelAnswer, startModelServer } from '../../../fixtures/model_server.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const KEY = 'sk-never-to-be-seen';
const reader = compileReader();

/** Titles of one word or several, which no mask knows: each number of words is a template of its own, or several. */
const TITLES = [
  'Dune',
  'The Trial',
  'War and Peace',
  'One Hundred Years of Solitude',
  'Emma by Austen',
  'Ulysses',
];
const LINES = TITLES.map(
  (title, index) =>
    `reader 10.1.2.${index} took the book ${title} from shelf A${index}7 for ${index + 3} days`,
);
const GOOD = '{"template": "reader <*> took the book <*> from shelf <*> for <*>"}';
/** What stands in lines and must not leave: values that masks know. */
const RAW_VALUES = /10\.1\.2\.\d|A\d7|\b\d days/;

const servers: { close(): Promise<unknown> }[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function refine(options: {
  answer: (samples: readonly string[]) => ModelAnswer;
  lines?: readonly string[];
  miner?: MinerName;
  timeout_ms?: number;
  max_templates?: number;
}) {
  const { answer, lines = LINES, miner = 'drain', timeout_ms = 2000, max_templates = 10 } = options;
  const server = await startModelServer(answer);
  servers.push(server);
  const saved = new Map<string, TemplateDocument>();
  const store = {
    refresh: () => Promise.resolve(),
    load: () => Promise.resolve([...saved.values()]),
    save: (templates: readonly TemplateDocument[]) => {
      for (const template of templates) saved.set(template.id, template);
      return Promise.resolve();
    },
  };
  const newParser = () =>
    new LineParser({ config: { ...DEFAULT_PARSE_CONFIG, miner }, reference: NOW, reader });
  const catalog = await TemplateCatalog.load({ store, edits: NO_EDITS, createParser: newParser });
  for (const message of lines) catalog.learn({ message }, NOW);
  const before = catalog.templates().map(({ id, text, version }) => ({ id, text, version }));
  catalog.compile(1);
  const state = new SharedState().storeOf('a', () => NOW);
  let now = NOW;
  const refiner = new Refiner({
    model: new ChatCompletions(
      { base_url: server.base_url, model: 'm', api_key: KEY, timeout_ms },
      { retry_delay_ms: 1 },
    ),
    max_templates,
    now: () => now,
  });
  const run = () => refiner.run({ catalog, state });
  const summary = (await run())!;
  return { server, store, newParser, catalog, before, summary, run, wait: (ms: number) => (now += ms) };
}

describe('a model that answers well', () => {
  test.each(['drain', 'spell'] as const)('makes templates of %s one: the oldest id stays', async (miner) => {
    const { catalog, before, summary, store, newParser } = await refine({ answer: () => GOOD, miner });
    expect(before.length).toBeGreaterThan(3);
    const { template } = summary.cases[0]!;
    expect(template).toEqual({
      id: before[0]!.id,
      text: 'reader <reader> took the book <book> from shelf <shelf> for <duration_days> days',
      covers: before.length,
    });
    expect(catalog.templates()).toHaveLength(1);
    expect(before.every(({ id }) => catalog.resolve(id) === template!.id)).toBe(true);
    // Spell's oldest has these columns already.
    expect(catalog.templates()[0]!.version).toBe(before[0]!.version + (miner === 'drain' ? 1 : 0));
    expect(catalog.isUnpublished).toBe(true);
    for (const [index, message] of LINES.entries()) {
      expect(catalog.parse({ message })).toMatchObject({
        template_id: template!.id,
        parameters: { book: TITLES[index], reader: `10.1.2.${index}`, duration_days: index + 3 },
      });
    }
    expect(
      catalog.learn({ message: LINES[0]!.replace('Dune', 'A Tale of Two Cities') }, NOW).template_id,
    ).toBe(template!.id);
    // After a restart it is as before.
    await catalog.documents.save(store, NOW);
    const again = await TemplateCatalog.load({ store, edits: NO_EDITS, createParser: newParser });
    expect(again.templates().map(({ id, text }) => [id, text])).toEqual([[template!.id, template!.text]]);
    expect(again.resolve(before.at(-1)!.id)).toBe(template!.id);
  });

  test('gets masked samples, and no value of any line', async () => {
    const { server, summary } = await refine({ answer: () => GOOD });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      authorization: `Bearer ${KEY}`,
    });
    for (const { body } of server.requests) expect(body).not.toMatch(RAW_VALUES);
    expect(server.requests[0]!.body).toContain(
      'reader <*> took the book War and Peace from shelf <*> for <*>',
    );
    expect(server.requests[0]!.body).not.toContain(KEY);
    expect(JSON.stringify(summary)).not.toMatch(RAW_VALUES);
  });

  test('what the samples agree on stays, even where it proposed a value', async () => {
    const { summary } = await refine({
      answer: () =>
        'Sure!\n```json\n{"template": "reader <*> took <*> book <*> from shelf <*> for <*>"}\n```',
    });
    expect(summary.cases[0]!.template!.text).toBe(
      'reader <reader> took the book <book> from shelf <shelf> for <duration_days> days',
    );
  });

  test('is not asked about kinds that are clear', async () => {
    const lines = [
      'disk 1 failed',
      'disk 2 failed',
      'VM Started',
      'VM Stopped',
      'user bob left',
      'user eve left',
    ];
    const { server, summary } = await refine({ answer: () => GOOD, lines });
    expect(server.requests).toEqual([]);
    expect(summary).toEqual({ cases: [], waiting: 0 });
  });
});

describe('a model that answers badly changes nothing', () => {
  test.each<[string, string]>([
    ['not_json', 'I would say the template is: reader <*> took the book <*>'],
    ['not_json', '{"template": "reader <*'],
    ['not_json', ''],
    ['wrong_shape', '{"templates": ["reader <*>"]}'],
    ['wrong_shape', '{"template": 5}'],
    ['several_events', '{"template": null}'],
    ['does_not_match', '{"template": "reader <*> took the book Dune from shelf <*> for <*>"}'],
    ['does_not_match', '{"template": ""}'],
    ['does_not_match', '{"template": "a reader took a book"}'],
    ['no_word', '{"template": "<*>"}'],
    ['no_word', '{"template": "<*> <*> <*>"}'],
    ['too_general', '{"template": "reader <*>"}'],
  ])('%s: %s', async (refused, answer) => {
    const { catalog, before, summary, run, server } = await refine({ answer: () => answer });
    expect(summary.cases).toMatchObject([{ refused }]);
    expect(catalog.templates().map(({ id, text, version }) => ({ id, text, version }))).toEqual(before);
    expect(catalog.isUnpublished).toBe(false);
    // Nor is it asked again before the case has grown.
    expect(await run()).toEqual({ cases: [], waiting: 0 });
    expect(server.requests).toHaveLength(1);
  });

  test('opposites stay two events', async () => {
    const lines = ['started', 'stopped', 'paused', 'resumed'].map(
      (verb) => `the job of the night was ${verb} at last`,
    );
    const answer = () => '{"template": "the job of the night was <*> at last"}';
    const { summary } = await refine({ answer, lines });
    expect(summary.cases).toMatchObject([{ refused: 'opposites' }]);
  });
});

describe('a server that fails', () => {
  const html = '<!doctype html><title>Welcome</title>';
  test.each<[string, string, number, ModelAnswer]>([
    ['answers HTML', 'language_model_failed', 1, (to) => to.setHeader('content-type', 'text/html').end(html)],
    ['answers another shape', 'language_model_failed', 1, (to) => to.end('{"choices": []}')],
    [
      'answers without content',
      'language_model_failed',
      1,
      (to) => to.end('{"choices":[{"message":{"content":null}}]}'),
    ],
    ['refuses the key', 'language_model_failed', 1, (to) => to.writeHead(401).end(`Incorrect key ${KEY}`)],
    ['has no such model', 'language_model_failed', 1, (to) => to.writeHead(404).end('{}')],
    [
      'sends elsewhere',
      'language_model_failed',
      1,
      (to) => to.writeHead(307, { location: '/elsewhere' }).end(),
    ],
    ['fails', 'language_model_failed', 2, (to) => to.writeHead(500).end('oops')],
    ['is asked too much', 'language_model_failed', 2, (to) => to.writeHead(429).end()],
    ['hangs up', 'language_model_unreachable', 2, (to) => to.destroy()],
    ['does not end', 'language_model_failed', 1, (to) => to.end('x'.repeat(2 << 20))],
    ['does not answer', 'language_model_unreachable', 1, () => undefined],
    ['answers by halves', 'language_model_unreachable', 1, (to) => to.write('{"choices"')],
  ])('%s', async (_, code, requests, answer) => {
    const { server, summary, catalog, before, run, wait } = await refine({
      answer: () => answer,
      timeout_ms: 500,
    });
    expect(summary).toMatchObject({ cases: [], waiting: 1, problem: { code } });
    expect(JSON.stringify(summary)).not.toContain(KEY);
    expect(summary.problem!.message).toMatch(/refine\./);
    expect(server.requests).toHaveLength(requests);
    expect(catalog.templates()).toHaveLength(before.length);
    // The next cycles do not wait for it; later it is asked again.
    expect(await run()).toBeUndefined();
    wait(600_000);
    await run();
    expect(server.requests.length).toBeGreaterThan(requests);
  });

  test('once, and answers then', async () => {
    let count = 0;
    const answer = () =>
      ++count === 1 ? (to: { writeHead(status: number): { end(): void } }) => to.writeHead(503).end() : GOOD;
    const { summary } = await refine({ answer });
    expect(summary.cases[0]!.template).toBeDefined();
  });

  test('is not there', async () => {
    const { server, summary } = await refine({ answer: () => GOOD, lines: [] });
    expect(summary.cases).toEqual([]);
    await server.close();
    const model = new ChatCompletions(
      { base_url: server.base_url, model: 'm', api_key: KEY, timeout_ms: 500 },
      { retry_delay_ms: 1 },
    );
    await expect(model.ask([])).rejects.toMatchObject({ code: 'language_model_unreachable' });
  });
});

describe('what people edited', () => {
  const lineOf = (title: string) => `reader took the book ${title} from the shelf`;
  const EDITED = [lineOf('Dune'), lineOf('The Trial')];
  const OTHERS = TITLES.slice(2).map(lineOf);
  const ANSWER = '{"template": "reader took the book <*> from the shelf"}';

  /** Templates of {@link EDITED} and {@link OTHERS}, an edit of the first ones, and a model that answers well. */
  async function editedWorld(edit: (world: EditWorld, ids: string[]) => Promise<unknown>) {
    const world = new EditWorld();
    const ids = (await world.learn(...EDITED)).map(({ template_id }) => template_id!);
    await edit(world, ids);
    await world.learn(...OTHERS);
    return { world, ids };
  }
  const refineWorld = async (world: EditWorld, ask: () => Promise<string> | string = () => ANSWER) => {
    const refiner = new Refiner({ model: { ask: async () => ask() }, max_templates: 10, now: () => NOW });
    const catalog = await world.open();
    const summary = await refiner.run({ catalog, state: world.state });
    await catalog.documents.save(world.templates, NOW);
    return summary!;
  };

  test.each<[string, (world: EditWorld, ids: string[]) => Promise<unknown>]>([
    ['renamed', async (world, ids) => {
      for (const template_id of ids) await world.edit({ kind: 'rename', template_id, name: 'a favourite' });
    }],
    ['expected', async (world, ids) => {
      for (const template_id of ids) await world.edit({ kind: 'expect', template_id, expected: true });
    }],
    ['merged', (world, template_ids) => world.edit({ kind: 'merge', template_ids })],
  ])('stays as it is where it was %s', async (_, edit) => {
    const { world } = await editedWorld(edit);
    const before = await world.labels(...EDITED);
    const { cases } = await refineWorld(world);
    expect(cases).toMatchObject([{ templates: OTHERS.length, template: { covers: OTHERS.length } }]);
    expect(await world.labels(...EDITED)).toEqual(before);
    expect(new Set(await world.ids(...OTHERS)).size).toBe(1);
    expect(before.map(({ template_id }) => template_id)).not.toContain((await world.ids(OTHERS[0]!))[0]);
  }); // prettier-ignore

  test('stays as it is where it was split, and what was split off, too', async () => {
    const world = new EditWorld();
    const seats = [12, 13].map((seat) => `reader took the book at seat ${seat} from the shelf`);
    const [id] = (await world.learn(...seats)).map(({ template_id }) => template_id!);
    const [parameter] = [...(await world.look()).documents.all().values()][0]!.parameters.map(
      ({ name }) => name,
    );
    await world.edit({ kind: 'split', template_id: id!, parameter: parameter!, values: ['13'] });
    await world.learn(...OTHERS);
    const before = await world.labels(...seats);
    expect(new Set(before.map(({ template_id }) => template_id)).size).toBe(2);
    const { cases } = await refineWorld(world);
    expect(cases).toMatchObject([{ template: { covers: OTHERS.length } }]);
    expect(await world.labels(...seats)).toEqual(before);
  });

  test('is theirs no more where they took it back', async () => {
    const { world } = await editedWorld(async (at, [template_id]) => {
      await at.edit({ kind: 'rename', template_id: template_id!, name: 'a favourite' });
      await at.undo();
    });
    const { cases } = await refineWorld(world);
    expect(cases).toMatchObject([{ template: { covers: TITLES.length } }]);
  });

  test('while the model thought about it is not touched: the next run knows', async () => {
    const { world, ids } = await editedWorld(() => Promise.resolve());
    const rename = () => world.edit({ kind: 'rename', template_id: ids[0]!, name: 'a favourite' });
    const interrupted = await refineWorld(world, async () => {
      await rename();
      return ANSWER;
    });
    expect(interrupted).toEqual({ cases: [], waiting: 1 });
    expect(new Set(await world.ids(...EDITED, ...OTHERS)).size).toBe(TITLES.length);
    expect(await refineWorld(world)).toMatchObject({ cases: [{ template: { covers: TITLES.length - 1 } }] });
    expect(await world.ids(EDITED[0]!)).toEqual([ids[0]]);
  });
});

test('a run asks about so many cases, the others wait', async () => {
  const lines = ['alpha', 'beta', 'gamma'].flatMap((kind) =>
    TITLES.map((title) => `${kind} reader took the book ${title} from the shelf`),
  );
  const answer = ([first]: readonly string[]) =>
    `{"template": "${first!.split(' ')[0]!} reader took the book <*> from the shelf"}`;
  const { summary, run, catalog } = await refine({ answer, lines, max_templates: 2 });
  expect([summary.cases.length, summary.waiting]).toEqual([2, 1]);
  expect(await run()).toMatchObject({ cases: [{ template: {} }], waiting: 0 });
  expect(catalog.templates()).toHaveLength(3);
});

test.each([
  ['http://127.0.0.1:11434', 'http://127.0.0.1:11434/v1/chat/completions'],
  ['https://api.example.org/v1/', 'https://api.example.org/v1/chat/completions'],
  [
    'https://example.org/models/openai?api-version=1',
    'https://example.org/models/openai/chat/completions?api-version=1',
  ],
])('%s is asked at %s', (base_url, url) => {
  expect(completionsUrl(base_url)).toBe(url);
});
