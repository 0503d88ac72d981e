import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LogAiFields } from '../../../common/documents/log_document.ts';
import type { TimeRange } from '../../../ml-service/src/ports/time.ts';
import { ElasticsearchLogStore } from '../../../ml-service/src/adapters/elasticsearch/logs/log_store.ts';
import type { CountedLines } from '../../../ml-service/src/store/counted_lines.ts';
import type { StoredLog } from '../../../ml-service/src/ports/logs.ts';
import {
  cleanUp,
  connect,
  ELASTICSEARCH_URL,
  LOG_INDICES,
  setUpBeside,
  setUpFresh,
} from './elasticsearch_under_test.ts';

const INDEX = 'logs-adapters-shop';
const START = Date.parse('2026-11-22T10:00:00Z');
const MINUTE = START / 60_000;
const HOUR = { from: START, to: START + 3_600_000 };
const BOUNDS = { range: HOUR, max_lines: 10_000 };

interface Line {
  readonly second: number;
  readonly template_id?: string;
  readonly service?: string;
  readonly level?: string;
  readonly request_id?: string;
  readonly request_ids?: readonly string[];
  readonly severity?: string;
}

function documentOf({
  second,
  template_id,
  service = 'checkout',
  level = 'INFO',
  request_id,
  request_ids,
  severity,
}: Line) {
  return {
    '@timestamp': new Date(START + second * 1000).toISOString(),
    message: `line at ${second}`,
    service: { name: service },
    log: { level },
    log_ai: {
      parse: { status: template_id ? 'parsed' : 'unknown' },
      ...(template_id && { template: { id: template_id, version: 1, text: 'line at <number>' } }),
      ...(request_id && { request_id }),
      ...(request_ids && { request_ids }),
      ...(severity && {
        severity: {
          label: severity,
          confidence: 1,
          requires_immediate_action: false,
          decided_by: 'level' as const,
          is_failure: severity !== 'warning',
        },
      }),
    },
  };
}

async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

const byText = (left: unknown, right: unknown) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1);

describe.skipIf(!ELASTICSEARCH_URL)('log store', () => {
  let client: Client;
  let store: ElasticsearchLogStore;
  const write = async (documents: readonly object[], index = INDEX) => {
    const operations = documents.flatMap((document, number) => [
      { create: { _id: `line-${number}` } },
      document,
    ]);
    const { errors } = await client.bulk({ index, operations, refresh: true });
    expect(errors).toBe(false);
  };
  /** An index as it is without our template, whose documents never saw the pipeline. */
  const writeUnlabelled = (documents: readonly object[], index = 'logs-adapters-old') =>
    client.indices
      .create({
        index,
        settings: { 'index.final_pipeline': '_none' },
        mappings: { properties: { '@timestamp': { type: 'date' } } },
      })
      .then(() => write(documents, index));

  beforeAll(() => {
    client = connect();
    store = new ElasticsearchLogStore({ client, indices: [LOG_INDICES] });
  });
  beforeEach(() => setUpFresh(client));
  afterAll(() => cleanUp(client));

  it('answers with nothing where there are no logs', async () => {
    expect(await collect(store.unknown({ page_size: 10 }))).toEqual([]);
    expect(await store.countWithin(HOUR)).toBe(0);
    expect(await store.firstWithin(HOUR)).toBeUndefined();
    expect(await store.minutesWithin(HOUR)).toEqual([]);
    expect(await store.countMinutes([MINUTE])).toEqual({ rows: [], readable: new Set() });
    expect(await store.refreshIntervals()).toEqual(new Map());
    expect(await store.documentsByMinute(HOUR)).toEqual([]);
    expect(await store.firstFailure(0)).toBeUndefined();
    expect(await store.measureRequests(['r-1'], HOUR)).toEqual([]);
    expect(await collect(store.failedRequestIds(HOUR, '@timestamp'))).toEqual([]);
    expect(await collect(store.requestEvents(['r-1'], BOUNDS))).toEqual([]);
    expect(await store.repair([])).toEqual({ repaired: 0, conflicts: 0, refused: [] });
    await store.refresh();
  });

  it('pages through unknown documents, the first to come first', async () => {
    await write([{ second: 9 }, { second: 1, template_id: 't1' }].map(documentOf));
    await write([documentOf({ second: 5 })], 'logs-adapters-second');
    await write([documentOf({ second: 7 })], 'logs-adapters-third');
    const pages: (readonly StoredLog[])[] = [];
    for await (const page of store.unknown({ page_size: 2 })) pages.push(page);
    expect(pages.map((page) => page.map(({ source }) => source['message']))).toEqual([
      ['line at 9', 'line at 5'],
      ['line at 7'],
    ]);
    const come = Date.parse((pages[0]![1]!.source['log_ai'] as { ingested: string }).ingested);
    expect(
      await collect(store.unknown({ page_size: 2, range: { from: come + 1, to: Infinity } })),
    ).toHaveLength(1);
  });

  it('sees all documents of its start while they are repaired', async () => {
    const count = 25;
    await write(Array.from({ length: count }, (_, second) => documentOf({ second })));
    const fields: LogAiFields = {
      parse: { status: 'parsed' },
      template: { id: 't1', version: 1, text: 'line' },
    };
    let seen = 0;
    for await (const page of store.unknown({ page_size: 4 })) {
      seen += page.length;
      expect(await store.repair(page.map((log) => ({ log, fields })))).toMatchObject({
        repaired: page.length,
      });
      await store.refresh();
    }
    expect(seen).toBe(count);
    expect(await collect(store.unknown({ page_size: 4 }))).toEqual([]);
  });

  it('repairs what nobody changed meanwhile, and adds to what the shipper sent', async () => {
    await write([documentOf({ second: 1 }), documentOf({ second: 2 }), documentOf({ second: 3 })]);
    const logs = await collect(store.unknown({ page_size: 10 }));
    await client.update({ index: INDEX, id: logs[1]!.reference._id, doc: { message: 'changed' } });
    const fields: LogAiFields = {
      parse: { status: 'parsed' },
      template: { id: 't1', version: 1, text: 'line at <number>' },
      params: { number: 1 },
      generation: 4,
    };
    const result = await store.repair([
      ...logs.slice(0, 2).map((log) => ({ log, fields })),
      { log: logs[2]!, fields: { ...fields, generation: 'four' } as never },
    ]);
    expect(result).toMatchObject({ repaired: 1, conflicts: 1, refused: [{ is_of_index: false }] });
    const { _source } = await client.get<Record<string, unknown>>({
      index: INDEX,
      id: logs[0]!.reference._id,
    });
    expect(_source).toMatchObject({ message: 'line at 1', service: { name: 'checkout' }, log_ai: fields });
  });

  it('labels old documents where they lie, in an index older than set-up', async () => {
    await cleanUp(client);
    await writeUnlabelled(
      [10, 20, 4000].map((second) => ({
        '@timestamp': START + second * 1000,
        message: `old line ${second}`,
      })),
    );
    await setUpBeside(client);
    expect(await store.countWithin(HOUR)).toBe(2);
    expect(await store.countWithin(HOUR, 'unlabelled')).toBe(2);
    expect(await store.firstWithin(HOUR)).toBe(START + 10_000);
    expect(await store.firstWithin({ ...HOUR, from: START + 10_001 })).toBe(START + 20_000);
    expect(await store.firstWaiting(HOUR, 0)).toBeUndefined();
    expect(await store.relabel(HOUR, { most: 1 })).toBe(1);
    await store.refresh();
    const waiting = await store.firstWaiting(HOUR, 0);
    expect([START + 10_000, START + 20_000]).toContain(waiting);
    expect(await store.firstWaiting(HOUR, Date.now() + 60_000)).toBeUndefined();
    expect(await store.firstWaiting({ from: HOUR.from, to: waiting! }, 0)).toBeUndefined();
    expect(await store.countWithin(HOUR, 'unlabelled')).toBe(1);
    expect(await store.relabel(HOUR, { most: 1000 })).toBe(1);
    expect(await store.relabel(HOUR, { most: 1000 })).toBe(0);
    expect(await store.countWithin(HOUR, 'unlabelled')).toBe(0);
    expect(await store.countWithin(HOUR, 'unknown')).toBe(2);
    expect(await store.countWithin({ from: HOUR.to, to: HOUR.to + 3_600_000 }, 'unlabelled')).toBe(1);
    const unknown = await collect(store.unknown({ page_size: 10 }));
    expect(unknown.map(({ source }) => source['message']).sort()).toEqual(['old line 10', 'old line 20']);
    const { 'logs-adapters-old': old } = await client.indices.getMapping({ index: 'logs-adapters-old' });
    expect(old?.mappings.properties?.['log_ai']).toMatchObject({
      properties: { params: { type: 'flattened' } },
    });
  });

  it('reads beside indices that know none of our fields', async () => {
    await cleanUp(client);
    await client.indices.create({
      index: 'logs-adapters-foreign',
      mappings: { properties: { text: { type: 'text' } } },
    });
    await setUpBeside(client);
    await client.index({ index: 'logs-adapters-foreign', document: { text: 'x' }, refresh: true });
    await write([documentOf({ second: 1, template_id: 't1', request_id: 'r-1', severity: 'error' })]);
    expect(await collect(store.requestEvents(['r-1'], BOUNDS))).toHaveLength(1);
    expect(await collect(store.failedRequestIds(HOUR, '@timestamp'))).toMatchObject([{ id: 'r-1' }]);
    expect((await store.countMinutes([MINUTE])).rows).toHaveLength(1);
    expect(await collect(store.unknown({ page_size: 5 }))).toEqual([]);
    expect(
      await store.samples({ template_ids: ['t1'], service: 'checkout', range: HOUR, size: 5 }),
    ).toHaveLength(1);
    const ofService = { service: 'checkout', range: HOUR, size: 5 };
    expect(await store.samples(ofService)).toHaveLength(1);
    expect(await store.samples({ ...ofService, severities: ['error', 'critical'] })).toHaveLength(1);
    expect(await store.samples({ ...ofService, severities: ['critical'] })).toEqual([]);
  });

  it('says that set-up is missing when there is no pipeline', async () => {
    await writeUnlabelled([{ '@timestamp': START, message: 'x' }]);
    await cleanUp(client);
    await writeUnlabelled([{ '@timestamp': START, message: 'x' }]);
    await expect(store.relabel(HOUR, { most: 10 })).rejects.toMatchObject({ code: 'not_set_up' });
  });

  it('counts by minute, index, status, template, service and level, however the level is spelt', async () => {
    await write([
      ...[1, 2, 3].map((second) => documentOf({ second, template_id: 't1', level: 'error' })),
      documentOf({ second: 4, template_id: 't1', level: 'ERROR' }),
      documentOf({ second: 5, template_id: 't2', service: 'gateway', level: 'chatty' }),
      { ...documentOf({ second: 6, template_id: 't2' }), service: undefined, log: undefined },
      documentOf({ second: 70, template_id: 't1' }),
      documentOf({ second: 130, template_id: 't1' }),
      documentOf({ second: 8 }),
    ]);
    const parsed = { minute: MINUTE, index: INDEX, status: 'parsed' };
    const expected: CountedLines[] = [
      { ...parsed, template_id: 't1', service: 'checkout', level: 'ERROR', count: 4 },
      { ...parsed, template_id: 't2', service: 'gateway', count: 1 },
      { ...parsed, template_id: 't2', service: 'unknown', count: 1 },
      { ...parsed, status: 'unknown', service: 'checkout', level: 'INFO', count: 1 },
      { ...parsed, minute: MINUTE + 2, template_id: 't1', service: 'checkout', level: 'INFO', count: 1 },
    ];
    const { rows, readable } = await store.countMinutes([MINUTE + 2, MINUTE]);
    expect([...rows].sort(byText)).toEqual(expected.sort(byText));
    expect([...readable]).toEqual([INDEX]);
    expect(await store.documentsByMinute(HOUR)).toEqual([
      { minute: MINUTE, documents: 7 },
      { minute: MINUTE + 1, documents: 1 },
      { minute: MINUTE + 2, documents: 1 },
    ]);
  });

  it('counts what never saw the pipeline, and leaves to a stream what a stream counts', async () => {
    await writeUnlabelled([
      { '@timestamp': START, message: 'x' },
      { '@timestamp': START, message: 'y', log_ai: { counted_by: 'stream:logs-0' } },
    ]);
    const { rows } = await store.countMinutes([MINUTE]);
    expect(rows).toEqual([
      { minute: MINUTE, index: 'logs-adapters-old', status: 'unlabelled', service: 'unknown', count: 1 },
    ]);
  });

  it('says which indices it could read: not a closed one, nor one that nobody serves', async () => {
    await write([documentOf({ second: 1, template_id: 't1' })]);
    await write([documentOf({ second: 2, template_id: 't1' })], 'logs-adapters-closed');
    await client.indices.close({ index: 'logs-adapters-closed' });
    await client.indices.create({
      index: 'logs-adapters-nowhere',
      settings: { 'index.routing.allocation.require._name': 'nobody' },
      wait_for_active_shards: 0,
    });
    const { rows, readable } = await store.countMinutes([MINUTE]);
    expect(rows.map(({ index, count }) => [index, count])).toEqual([[INDEX, 1]]);
    expect([...readable]).toEqual([INDEX]);
    expect(await store.documentsByMinute(HOUR)).toEqual([{ minute: MINUTE, documents: 1 }]);
    // A closed one would not let go of the pipeline.
    await client.indices.delete({ index: 'logs-adapters-closed' });
  });

  it('tells how often the indices are refreshed', async () => {
    await write([documentOf({ second: 1 })]);
    for (const [name, refresh_interval] of [
      ['slow', '2m'],
      ['never', '-1'],
    ] as const)
      await client.indices.create({ index: `logs-adapters-${name}`, settings: { refresh_interval } });
    expect(await store.refreshIntervals()).toEqual(
      new Map([
        [INDEX, 1000],
        ['logs-adapters-never', Infinity],
        ['logs-adapters-slow', 120_000],
      ]),
    );
  });

  it('counts across indices whose service is text with a keyword beside it', async () => {
    const text = { type: 'text', fields: { keyword: { type: 'keyword' } } } as const;
    await client.indices.create({
      index: 'logs-adapters-mixed',
      mappings: {
        properties: { service: { properties: { name: text } }, log: { properties: { level: text } } },
      },
    });
    await write([documentOf({ second: 1, template_id: 't1', service: 'Check Out' })], 'logs-adapters-mixed');
    await write([documentOf({ second: 2, template_id: 't1' })]);
    const { rows } = await store.countMinutes([MINUTE]);
    expect(rows.map(({ service, level, count }) => [service, level, count]).sort()).toEqual([
      ['Check Out', 'INFO', 1],
      ['checkout', 'INFO', 1],
    ]);
    const samples = { template_ids: ['t1'], range: HOUR, size: 5 };
    expect(await store.samples({ ...samples, service: 'Check Out' })).toEqual([
      { _index: 'logs-adapters-mixed', _id: 'line-0' },
    ]);
  });

  it('counts more series than one page of an aggregation holds', async () => {
    const series = 12_000;
    await write(
      Array.from({ length: series }, (_, number) =>
        documentOf({ second: number % 60, template_id: `t${number}` }),
      ),
    );
    const { rows } = await store.countMinutes([MINUTE]);
    expect(rows).toHaveLength(series);
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(series);
  });

  it('tells the minutes of documents, by when they happened and by when they came', async () => {
    const before = Date.now() - 60_000;
    await write([1, 61, 62, 3700].map((second) => documentOf({ second })));
    expect(await store.minutesWithin(HOUR)).toEqual([MINUTE, MINUTE + 1]);
    const ingested = { from: before, to: Date.now() + 60_000 };
    const touched = (ranges: { ingested: TimeRange; happened: TimeRange; of?: 'requests' }) =>
      store.minutesTouched({ of: 'counts', ...ranges });
    expect(await touched({ ingested, happened: { ...HOUR, to: HOUR.to + 3_600_000 } })).toEqual([
      { minute: MINUTE, documents: 1 },
      { minute: MINUTE + 1, documents: 2 },
      { minute: MINUTE + 61, documents: 1 },
    ]);
    expect(await touched({ ingested, happened: { from: 0, to: START + 60_000 } })).toHaveLength(1);
    const earlier = { from: before - 60_000, to: before };
    expect(await touched({ ingested: earlier, happened: HOUR })).toEqual([]);
    await write([documentOf({ second: 130, request_id: 'r-1' })], 'logs-adapters-second');
    expect(await touched({ ingested, happened: HOUR, of: 'requests' })).toEqual([
      { minute: MINUTE + 2, documents: 1 },
    ]);
  });

  describe('where lines name several ids', () => {
    /** The gateway names its own id and that of the trace, the others the trace alone. */
    const lines = [
      documentOf({ second: 1, service: 'gateway', request_id: 'r-1', request_ids: ['r-1', 'trace-a'] }),
      documentOf({ second: 2, service: 'cart', request_id: 'trace-a' }),
      documentOf({
        second: 3,
        service: 'payment',
        request_id: 'p-9',
        request_ids: ['p-9', 'trace-a'],
        severity: 'error',
        level: 'ERROR',
      }),
      documentOf({ second: 4, service: 'cart', request_id: 'trace-b' }),
    ];
    const told = (events: readonly { request_id: string; service: string; own_id?: string }[]) =>
      events.map(({ request_id, service, own_id }) => `${request_id} ${service} ${own_id ?? ''}`.trim());

    it('a request is found by each of them, and has all of its lines in time order', async () => {
      await write(lines);
      expect(told(await collect(store.requestEvents(['trace-a'], BOUNDS)))).toEqual([
        'trace-a gateway r-1',
        'trace-a cart',
        'trace-a payment p-9',
      ]);
      expect(told(await collect(store.requestEvents(['r-1'], BOUNDS)))).toEqual([
        'r-1 gateway',
        'r-1 cart trace-a',
        'r-1 payment p-9',
      ]);
      expect(await store.measureRequests(['p-9', 'trace-b'], HOUR)).toEqual([
        { id: 'p-9', lines: 3, first: START + 1000, last: START + 3000 },
        { id: 'trace-b', lines: 1, first: START + 4000, last: START + 4000 },
      ]);
    });

    it('is listed once, by the id that most lines name, and failed once', async () => {
      await write(lines);
      expect((await collect(store.requestIds(HOUR, 1))).sort()).toEqual(['trace-a', 'trace-b']);
      expect(await collect(store.failedRequestIds(HOUR, '@timestamp'))).toMatchObject([{ id: 'trace-a' }]);
      const soon = { from: Date.now() - 60_000, to: Date.now() + 60_000 };
      expect(await collect(store.touchedRequests(['trace-a'], soon))).toEqual([
        { id: 'trace-a', range: { from: START + 1000, to: START + 3001 } },
      ]);
    });

    it('one that stands beside more than a request has joins nothing, which is told', async () => {
      await write(
        Array.from({ length: 52 }, (_, at) =>
          documentOf({ second: at, request_id: `r-${at}`, request_ids: [`r-${at}`, 'user-42'] }),
        ),
      );
      expect(await collect(store.requestIds(HOUR, 1))).toHaveLength(52);
      expect(await store.measureRequests(['r-1'], HOUR)).toEqual([
        {
          id: 'r-1',
          lines: 1,
          first: START + 1000,
          last: START + 1000,
          refused_beside: [{ id: 'user-42', lines: 52, reason: 'too_many_ids' }],
        },
      ]);
    });
  });

  it('finds failed requests and all their lines in time order', async () => {
    await write([
      documentOf({
        second: 3,
        request_id: 'r-1',
        service: 'inventory',
        level: 'ERROR',
        severity: 'error',
        template_id: 't1',
      }),
      documentOf({ second: 1, request_id: 'r-1', service: 'gateway' }),
      documentOf({ second: 2, request_id: 'r-2', severity: 'warning' }),
      documentOf({ second: 2, request_id: 'r-3', severity: 'critical', level: 'fatal' }),
      documentOf({ second: 4, severity: 'error' }),
    ]);
    await write([documentOf({ second: 2, request_id: 'r-1' })], 'logs-adapters-second');
    const failedAt = (id: string, second: number) => {
      const time = START + second * 1000;
      return { id, range: { from: time, to: time + 1 } };
    };
    const both = [failedAt('r-1', 3), failedAt('r-3', 2)];
    expect(await collect(store.failedRequestIds(HOUR, '@timestamp'))).toEqual(both);
    expect(await collect(store.failedRequestIds({ from: START + 2500, to: HOUR.to }, '@timestamp'))).toEqual([
      both[0],
    ]);
    const soon = { from: Date.now() - 60_000, to: Date.now() + 60_000 };
    expect(await collect(store.failedRequestIds(soon, 'log_ai.ingested'))).toEqual(both);
    const first = (await store.firstFailure(0))!;
    expect(first).toBeGreaterThan(soon.from);
    expect(await store.firstFailure(first + 60_000)).toBeUndefined();
    expect(await store.measureRequests(['r-1'], HOUR)).toEqual([
      { id: 'r-1', lines: 3, first: START + 1000, last: START + 3000 },
    ]);
    expect(await store.measureRequests(['r-1'])).toMatchObject([{ id: 'r-1', last: START + 3000 }]);
    const bounded = { range: { from: START + 1500, to: START + 2500 }, max_lines: 1 };
    expect(
      (await collect(store.requestEvents(['r-1', 'r-3'], bounded))).map(({ timestamp }) => timestamp),
    ).toEqual([START + 2000]);

    expect(await collect(store.requestEvents(['r-3', 'r-1'], BOUNDS))).toEqual([
      {
        request_id: 'r-1',
        timestamp: START + 1000,
        service: 'gateway',
        level: 'INFO',
        reference: { _index: INDEX, _id: 'line-1' },
      },
      {
        request_id: 'r-1',
        timestamp: START + 2000,
        service: 'checkout',
        level: 'INFO',
        reference: { _index: 'logs-adapters-second', _id: 'line-0' },
      },
      {
        request_id: 'r-1',
        timestamp: START + 3000,
        service: 'inventory',
        level: 'ERROR',
        template_id: 't1',
        reference: { _index: INDEX, _id: 'line-0' },
      },
      {
        request_id: 'r-3',
        timestamp: START + 2000,
        service: 'checkout',
        level: 'FATAL',
        reference: { _index: INDEX, _id: 'line-3' },
      },
    ]);
  });

  it('reads the lines of requests in OpenTelemetry layout and with nanoseconds', async () => {
    await client.indices.create({
      index: 'logs-adapters-otel',
      mappings: { properties: { '@timestamp': { type: 'date_nanos' } } },
    });
    const document = {
      '@timestamp': '2026-11-22T10:00:01.500250000Z',
      severity_text: 'warn',
      resource: { attributes: { 'service.name': 'payment' } },
      log_ai: { request_id: 'r-1', parse: { status: 'parsed' } },
    };
    await write([document], 'logs-adapters-otel');
    await write([documentOf({ second: 1, request_id: 'r-1' }), documentOf({ second: 2, request_id: 'r-1' })]);
    const events = await collect(store.requestEvents(['r-1'], BOUNDS));
    expect(events.map(({ timestamp, service, level }) => [timestamp - START, service, level])).toEqual([
      [1000, 'checkout', 'INFO'],
      [1500.25, 'payment', 'WARN'],
      [2000, 'checkout', 'INFO'],
    ]);
  });

  it('reads lines of requests with their values, hosts and versions', async () => {
    const line = documentOf({ second: 1, request_id: 'r-1', template_id: 't1' });
    const detailed = {
      ...line,
      host: { name: 'node-7' },
      service: { name: 'checkout', version: '2.4.1' },
      log_ai: { ...line.log_ai, params: { number: 17, sku: 'A-1' } },
    };
    await write([detailed, documentOf({ second: 2, request_id: 'r-1' })]);
    expect(await collect(store.detailedRequestEvents(['r-1'], BOUNDS))).toMatchObject([
      { template_id: 't1', params: { number: 17, sku: 'A-1' }, host: 'node-7', version: '2.4.1' },
      { timestamp: START + 2000, params: {} },
    ]);
  });

  it('refers to the newest samples of a template and service', async () => {
    await write([
      documentOf({ second: 1, template_id: 't1' }),
      documentOf({ second: 3, template_id: 't1' }),
      documentOf({ second: 2, template_id: 't1' }),
      documentOf({ second: 4, template_id: 't1', service: 'gateway' }),
      documentOf({ second: 5, template_id: 't2' }),
      { ...documentOf({ second: 6, template_id: 't1' }), service: undefined },
    ]);
    const options = { template_ids: ['t1'], range: HOUR, size: 2 };
    expect((await store.samples({ ...options, service: 'checkout' })).map(({ _id }) => _id)).toEqual([
      'line-1',
      'line-2',
    ]);
    expect((await store.samples({ ...options, service: 'unknown' })).map(({ _id }) => _id)).toEqual([
      'line-5',
    ]);
    const ofAny = await store.samples({ ...options, template_ids: ['t1', 't2'] });
    expect(ofAny.map(({ _id }) => _id)).toEqual(['line-5', 'line-4']);
  });
});
