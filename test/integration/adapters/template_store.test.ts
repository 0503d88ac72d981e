import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TemplateDocument } from '../../../common/documents/template_document.ts';
import { ElasticsearchTemplateStore } from '../../../ml-service/src/adapters/elasticsearch/template_store.ts';
import type { TemplateQuery } from '../../../ml-service/src/ports.ts';
import { cleanUp, connect, ELASTICSEARCH_URL, setUpFresh } from './elasticsearch_under_test.ts';

const TIME = '2026-11-22T10:00:00.000Z';
const LATER = '2026-11-22T11:00:00.000Z';

function templateOf(id: string, fields: Partial<TemplateDocument> = {}): TemplateDocument {
  return {
    id,
    version: 1,
    text: `Connection to <target> refused by ${id}`,
    columns: ['Connection', 'to', { prefix: '', suffix: '' }, 'refused', 'by', id],
    parameters: [{ name: 'target', type: 'string' }],
    services: ['checkout'],
    line_count: 1,
    first_seen: TIME,
    last_seen: TIME,
    updated: TIME,
    ...fields,
  };
}

const byId = (left: TemplateDocument, right: TemplateDocument) => (left.id < right.id ? -1 : 1);

describe.skipIf(!ELASTICSEARCH_URL)('template store', () => {
  let client: Client;
  let store: ElasticsearchTemplateStore;
  const load = async () => [...(await store.load())].sort(byId);

  beforeAll(() => {
    client = connect();
  });
  beforeEach(async () => {
    await setUpFresh(client);
    store = new ElasticsearchTemplateStore({ client });
  });
  afterAll(() => cleanUp(client));

  it('gives back what it was given, at once and beyond one page', async () => {
    const templates = Array.from({ length: 6000 }, (_, number) =>
      templateOf(`t${String(number).padStart(4, '0')}`),
    );
    await store.save(templates);
    expect(await load()).toEqual(templates);
  });

  it('saves again without a write where nothing changed', async () => {
    await store.save([templateOf('t1')]);
    const { _version: before } = await client.get({ index: 'log-ai-templates', id: 't1' });
    await store.save([templateOf('t1', { updated: LATER })]);
    const { _version: after } = await client.get({ index: 'log-ai-templates', id: 't1' });
    expect(after).toBe(before);
    await store.save([templateOf('t1', { version: 2, text: 'Connection to <target> <what>' })]);
    expect(await load()).toMatchObject([{ id: 't1', version: 2, text: 'Connection to <target> <what>' }]);
  });

  it.each(['new', 'known'])(
    'loses nothing when two processes save the same %s templates at the same time',
    async (kind) => {
      const other = new ElasticsearchTemplateStore({ client: connect() });
      const ids = Array.from({ length: 200 }, (_, number) => `t${number}`);
      if (kind === 'known') await store.save(ids.map((id) => templateOf(id)));
      await Promise.all([
        store.save(ids.map((id) => templateOf(id, { services: ['auth'], version: 2, text: 'newer' }))),
        other.save(
          ids.map((id) => templateOf(id, { services: ['gateway'], last_seen: LATER, line_count: 5 })),
        ),
      ]);
      const services = kind === 'known' ? ['auth', 'checkout', 'gateway'] : ['auth', 'gateway'];
      const expected = { version: 2, text: 'newer', services, last_seen: LATER, line_count: 5 };
      const templates = await load();
      expect(templates).toHaveLength(ids.length);
      for (const template of templates) expect(template).toMatchObject(expected);
    },
  );

  it('follows a merge to the template that lives on', async () => {
    await store.save([
      templateOf('young', { merged_into: 'middle' }),
      templateOf('middle', { merged_into: 'old' }),
      templateOf('old'),
      templateOf('circle', { merged_into: 'circle' }),
    ]);
    expect((await store.get('young'))?.id).toBe('old');
    expect(await store.get('circle')).toBeUndefined();
    expect(await store.get('never')).toBeUndefined();
  });

  it('finds live templates by words, id and service, the last seen first', async () => {
    await store.save([
      templateOf('t1', { last_seen: LATER }),
      templateOf('t2'),
      templateOf('t3', { text: 'Disk <disk> is full', services: ['storage'] }),
      templateOf('t4', { merged_into: 't1' }),
    ]);
    await store.load();
    const idsOf = async (query: Partial<TemplateQuery>) => {
      const { total, templates } = await store.search({ size: 10, ...query });
      return [total, ...templates.map(({ id }) => id)];
    };
    expect(await idsOf({})).toEqual([3, 't1', 't2', 't3']);
    expect(await idsOf({ query: 'refused connection' })).toEqual([2, 't1', 't2']);
    expect(await idsOf({ query: 't3' })).toEqual([1, 't3']);
    expect(await idsOf({ service: 'storage' })).toEqual([1, 't3']);
    expect(await idsOf({ query: 'disk', service: 'checkout' })).toEqual([0]);
    expect(await idsOf({ size: 1, from: 1 })).toEqual([3, 't2']);
    expect(await idsOf({ size: 0 })).toEqual([3]);
  });

  it('finds words that are only begun, or stand inside others, whatever their order', async () => {
    await store.save([
      templateOf('t1'),
      templateOf('t2', { text: 'Disk <disk> is full' }),
      templateOf('t3', { text: 'c.s.checkout.OrderController began' }),
    ]);
    await store.load();
    const found = async (query: string) =>
      (await store.search({ size: 10, query })).templates.map(({ id }) => id);
    expect(await found('refused conn')).toEqual(['t1']);
    expect(await found('refu')).toEqual(['t1']);
    expect(await found('ref connection')).toEqual(['t1']);
    expect(await found('controller')).toEqual(['t3']);
    expect(await found('checkout.order bega')).toEqual(['t3']);
    expect(await found('connection full')).toEqual([]);
    expect(await found('<disk> is fu')).toEqual(['t2']);
    expect(await found('*:*')).toEqual([]);
  });

  it('finds templates by level, ids and when they were new, in any order', async () => {
    await store.save([
      templateOf('t1', { level: 'ERROR', line_count: 5, last_seen: LATER }),
      templateOf('t2', { level: 'INFO', line_count: 9, first_seen: LATER, last_seen: LATER }),
      templateOf('t3', { line_count: 7 }),
    ]);
    await store.load();
    const found = async (query: Partial<TemplateQuery>) =>
      (await store.search({ size: 10, ...query })).templates.map(({ id }) => id);
    expect(await found({ level: 'ERROR' })).toEqual(['t1']);
    expect(await found({ ids: ['t3', 't1', 'nobody'] })).toEqual(['t1', 't3']);
    const later = Date.parse(LATER);
    expect(await found({ first_seen: { from: later } })).toEqual(['t2']);
    expect(await found({ first_seen: { to: later } })).toEqual(['t1', 't3']);
    expect(await found({ first_seen: { from: later, to: later + 1 } })).toEqual(['t2']);
    expect(await found({ sort: 'line_count' })).toEqual(['t2', 't3', 't1']);
    expect(await found({ sort: 'line_count', order: 'asc' })).toEqual(['t1', 't3', 't2']);
    expect(await found({ sort: 'first_seen' })).toEqual(['t2', 't1', 't3']);
    expect(await found({ sort: 'last_seen', order: 'asc' })).toEqual(['t3', 't1', 't2']);
  });

  it('knows which ids were merged, and into which', async () => {
    expect((await store.mergedIds()).idsOf('t1')).toEqual(['t1']);
    await store.save([
      templateOf('t1', { merged_into: 't2' }),
      templateOf('t2', { merged_into: 't3' }),
      templateOf('t3'),
    ]);
    await store.load();
    const merged = await store.mergedIds();
    expect(merged.liveOf('t1')).toBe('t3');
    expect(merged.idsOf('t3').sort()).toEqual(['t1', 't2', 't3']);
  });

  it('refuses to write where nothing is set up', async () => {
    await cleanUp(client);
    await expect(store.save([templateOf('t1')])).rejects.toMatchObject({ code: 'not_set_up' });
    await expect(store.load()).rejects.toMatchObject({ code: 'not_set_up' });
    await expect(store.search({ size: 1 })).rejects.toMatchObject({ code: 'not_set_up' });
    expect(await client.indices.exists({ index: 'log-ai-templates' })).toBe(false);
  });
});
