import { describe, expect, test } from 'vitest';
import { NO_EDITS } from '../../../../common/edits_in_force.ts';
import type { CompiledMatcher } from '../../../../ml-service/src/parse/matcher/compiled_matcher.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../../ml-service/src/settings/parse.ts';
import { LineParser } from '../../../../ml-service/src/parse/line_parser.ts';
import type { LogRepair, LogStore, StoredLog } from '../../../../ml-service/src/ports/logs.ts';
import type { TemplateStore } from '../../../../ml-service/src/ports/templates.ts';
import { learnUnknown } from '../../../../ml-service/src/tasks/cycle/learn.ts';
import { MATCHER_STATE } from '../../../../ml-service/src/tasks/cycle/publish.ts';
import { TemplateCatalog } from '../../../../ml-service/src/tasks/catalog/template_catalog.ts';
import { MemoryPublisher } from '../../../fixtures/memory_publisher.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');

/** Learns these messages, a page each, and tells in which order the world was changed. */
async function learn(messages: readonly unknown[], state = new SharedState()) {
  const order: string[] = [];
  const said = (state.values.get(MATCHER_STATE) ?? {}) as { generation?: number };
  const publisher = new MemoryPublisher(said.generation);
  const repairs: LogRepair[] = [];
  const pages = messages.map((message, number): StoredLog[] => [
    {
      reference: { _index: 'logs', _id: String(number) },
      seq_no: 1,
      primary_term: 1,
      source: { '@timestamp': '2026-11-22T09:59:30Z', message },
    },
  ]);
  const logs = {
    async *unknown() {
      yield* await Promise.resolve(pages);
    },
    repair: (some: readonly LogRepair[]) => {
      order.push('repair');
      repairs.push(...some);
      return Promise.resolve({ repaired: some.length, conflicts: 0, refused: [] });
    },
    refresh: () => {
      order.push('refresh');
      return Promise.resolve();
    },
  } as Partial<LogStore> as LogStore;
  const templates: TemplateStore = {
    refresh: () => Promise.resolve(),
    load: () => Promise.resolve([]),
    loadUse: () => Promise.resolve([]),
    save: () => {
      order.push('save templates');
      return Promise.resolve();
    },
  };
  const store = state.storeOf('a', () => NOW);
  const catalog = await TemplateCatalog.load({
    store: templates,
    edits: NO_EDITS,
    createParser: () => new LineParser({ config: DEFAULT_PARSE_CONFIG, reference: NOW }),
  });
  const summary = await learnUnknown({
    ports: {
      logs,
      templates,
      publisher: Object.assign(publisher, {
        publish: (matcher: CompiledMatcher) => {
          order.push('publish');
          return MemoryPublisher.prototype.publish.call(publisher, matcher);
        },
      }),
      state: {
        ...store,
        write: (id, value) => {
          order.push(`note ${id}`);
          return store.write(id, value);
        },
        update: async (id, change) => {
          const value = await store.update(id, change);
          order.push(`say ${JSON.stringify(value)}`);
          return value;
        },
      },
      now: () => NOW,
      pause: () => Promise.resolve(),
    },
    catalog,
    page_size: 1,
    request_id_fields: [],
  });
  return { summary, order, published: publisher.published, repairs };
}

describe('learning', () => {
  test('does first what a kill would otherwise lose', async () => {
    const state = new SharedState();
    state.values.set(MATCHER_STATE, { generation: 4, published: true });
    const { summary, order, repairs } = await learn(['Order 1 is paid', 'Order 2 is paid'], state);
    expect(order).toEqual([
      'say {"generation":5,"published":false,"edits":0}',
      'save templates',
      'note matcher:previous',
      'publish',
      'say {"generation":5,"published":true,"edits":0}',
      'repair',
      'repair', // the second page teaches nothing
      'refresh',
    ]);
    expect(summary).toEqual({
      documents: 2,
      repaired: 2,
      conflicts: 0,
      failed: 0,
      parked: 0,
      generation: 5,
      templates: 1,
      evicted: 0,
    });
    // With a new moment: whoever counted it as unknown sees it again.
    const ingested = new Date(NOW).toISOString();
    expect(repairs.map(({ fields }) => [fields.parse.status, fields.generation, fields.ingested])).toEqual([
      ['parsed', 5, ingested],
      ['parsed', 5, ingested],
    ]);
  });

  test.each([
    { before: undefined, generation: 1, why: 'nothing was ever published' },
    { before: { generation: 4, published: false }, generation: 5, why: 'the run before was killed' },
  ])('publishes without a line to learn where $why', async ({ before, generation }) => {
    const state = new SharedState();
    if (before) state.values.set(MATCHER_STATE, before);
    const { summary, published } = await learn([], state);
    expect(summary).toMatchObject({ documents: 0, generation });
    expect(published.map((matcher) => matcher.generation)).toEqual([generation]);
    expect(state.values.get(MATCHER_STATE)).toEqual({ generation, published: true, edits: 0 });
  });

  test('marks what holds no message', async () => {
    const { repairs } = await learn([undefined]);
    expect(repairs.map(({ fields }) => fields)).toEqual([
      { parse: { status: 'skipped:no_message' }, generation: 1, ingested: '2026-11-22T10:00:00.000Z' },
    ]);
  });

  test('never publishes half a surrogate pair: the cluster state could not be written', async () => {
    const { published, repairs } = await learn(['half of a pair \ud83d is here']);
    expect(JSON.stringify(published)).not.toMatch(/\\ud[89a-f][0-9a-f]{2}/i);
    expect(repairs[0]!.fields.template!.text).toBe('half of a pair \ufffd is here');
  });
});
