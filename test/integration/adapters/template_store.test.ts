import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeadLetterDocument } from '../../../common/documents/operation_documents.ts';
import type { TemplateDocument } from '../../../common/documents/template_document.ts';
import type { LogAiError } from '../../../common/errors.ts';
import { ElasticsearchTemplateStore } from '../../../ml-service/src/adapters/elasticsearch/templates/template_store.ts';
import type { TemplateQuery } from '../../../ml-service/src/ports/templates.ts';
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

  it('sets aside a document that cannot be read, says so, and goes on with the rest', async () => {
    const index = 'log-ai-templates';
    const problems: LogAiError[] = [];
    const told = new ElasticsearchTemplateStore({ client, onProblem: (problem) => problems.push(problem) });
    await store.save([templateOf('good')]);
    const { columns: _columns, ...broken } = templateOf('broken');
    await client.index({ index, id: 'broken', document: broken, refresh: true });
    await client.index({ index, id: 'empty', document: {}, refresh: true });

    // Who only reads changes nothing.
    expect((await told.load()).map(({ id }) => id)).toEqual(['good']);
    expect(problems).toMatchObject([{ code: 'state_corrupt', details: { ids: ['broken', 'empty'] } }]);
    expect(problems.pop()!.message).toContain('They stay where they are');
    expect((await client.count({ index })).count).toBe(3);

    expect((await told.load({ sets_aside: true })).map(({ id }) => id)).toEqual(['good']);
    expect(problems).toMatchObject([{ code: 'state_corrupt', details: { ids: ['broken', 'empty'] } }]);
    expect(problems[0]!.message).toMatch(
      /^2 templates of log-ai-templates cannot be read: broken, empty\..* columns/,
    );
    await client.indices.refresh({ index: 'log-ai-dead-letters' });
    const letters = await client.search<DeadLetterDocument>({
      index: 'log-ai-dead-letters',
      sort: 'document_id',
    });
    expect(letters.hits.hits.map(({ _source }) => _source)).toMatchObject([
      { index, document_id: 'broken', reason: 'unreadable_template', document: broken },
      { index, document_id: 'empty', reason: 'unreadable_template', document: {} },
    ]);
    // It is told once; what is learned anew under the id is a template as any other.
    expect((await told.load({ sets_aside: true })).map(({ id }) => id)).toEqual(['good']);
    expect(problems).toHaveLength(1);
    await told.save([templateOf('broken')]);
    expect((await load()).map(({ id }) => id)).toEqual(['broken', 'good']);
  });

  it('keeps a document that cannot be read where the dead letters do not take it', async () => {
    const index = 'log-ai-templates';
    const problems: LogAiError[] = [];
    const told = new ElasticsearchTemplateStore({ client, onProblem: (problem) => problems.push(problem) });
    await store.save([templateOf('good')]);
    await client.index({ index, id: 'empty', document: {}, refresh: true });
    await client.indices.delete({ index: 'log-ai-dead-letters' });
    await client.indices.create({
      index: 'log-ai-dead-letters',
      mappings: { properties: { index: { type: 'date' } } },
    });

    expect((await told.load({ sets_aside: true })).map(({ id }) => id)).toEqual(['good']);
    expect(problems).toMatchObject([{ code: 'state_corrupt', details: { ids: ['empty'] } }]);
    expect(problems[0]!.message).toMatch(/0 of them were moved .* it does not take the others/);
    await client.indices.refresh({ index });
    expect((await client.count({ index })).count).toBe(2);
    await client.indices.delete({ index: 'log-ai-dead-letters' });
  });

  it('leaves what a newer version wrote as it is, and understands as much as it can', async () => {
    const index = 'log-ai-templates';
    const problems: LogAiError[] = [];
    const told = new ElasticsearchTemplateStore({ client, onProblem: (problem) => problems.push(problem) });
    await client.indices.putMapping({
      index,
      properties: {
        weight: { type: 'integer' },
        parameters: { properties: { scale: { type: 'integer' } } },
        split_from: { properties: { since: { type: 'date' } } },
      },
    });
    const newer = {
      ...templateOf('t1'),
      weight: 3,
      level: 'LOUD',
      merged_by: 'chance',
      columns: ['Connection', 'to', { prefix: '', suffix: '', kind: 'mac' }],
      parameters: [{ name: 'target', type: 'mac', scale: 1 }],
      split_from: { template_id: 't0', parameter: 'by', value: 'x', since: TIME },
    };
    await client.index({ index, id: 't1', document: newer, refresh: true });

    const [template] = await told.load({ sets_aside: true });
    expect(problems).toEqual([]);
    expect(template).toMatchObject({
      ...newer,
      level: undefined,
      parameters: [{ name: 'target', type: 'string' }],
    });
    await told.save([{ ...template!, line_count: 7 }]);
    const { _source } = await client.get({ index, id: 't1' });
    expect(_source).toMatchObject({ weight: 3, line_count: 7, level: 'LOUD', parameters: newer.parameters });
    expect(_source).toMatchObject({ split_from: newer.split_from, columns: newer.columns });
  });

  it('writes what a process knows in the place of what cannot be read', async () => {
    await client.index({ index: 'log-ai-templates', id: 't1', document: { id: 't1' }, refresh: true });
    await store.save([templateOf('t1')]);
    expect(await load()).toEqual([templateOf('t1')]);
  });

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
