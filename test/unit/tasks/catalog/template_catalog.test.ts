import { describe, expect, test } from 'vitest';
import { NO_EDITS } from '../../../../common/edits_in_force.ts';
import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../../ml-service/src/settings/parse.ts';
import { DateOrders } from '../../../../ml-service/src/parse/header/timestamp.ts';
import { LineParser } from '../../../../ml-service/src/parse/line_parser.ts';
import { MatcherExecutor } from '../../../../ml-service/src/parse/matcher/compiled_matcher.ts';
import { compileReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';
import type { TemplateStore } from '../../../../ml-service/src/ports/templates.ts';
import { atOnce } from '../../../../ml-service/src/parse/in_slices.ts';
import { TemplateCatalog } from '../../../../ml-service/src/tasks/catalog/template_catalog.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const MINUTE = NOW / 60_000;
const reader = compileReader();
const CONTEXT = { time_zone: 'UTC', reference: NOW, dates: new DateOrders() };

/** A store as all processes of a fleet see it. */
class MemoryTemplates implements TemplateStore {
  readonly documents = new Map<string, TemplateDocument>();
  readonly saves: string[][] = [];

  load() {
    return Promise.resolve([...this.documents.values()]);
  }

  loadUse() {
    return this.load();
  }

  refresh() {
    return Promise.resolve();
  }

  save(templates: readonly TemplateDocument[]) {
    this.saves.push(templates.map(({ id }) => id));
    for (const template of templates) this.documents.set(template.id, template);
    return Promise.resolve();
  }

  get only(): TemplateDocument {
    expect(this.documents.size).toBe(1);
    return [...this.documents.values()][0]!;
  }
}

const open = (store: TemplateStore) =>
  TemplateCatalog.load({
    store,
    edits: NO_EDITS,
    createParser: () => new LineParser({ config: DEFAULT_PARSE_CONFIG, reference: NOW, reader }),
  });
const paid = (by: string) => ({ message: `Order 7 is paid by user ${by}`, service: 'orders' });
const row = (template_id: string, count: number, minute = MINUTE) => ({
  minute,
  template_id,
  service: 'orders',
  level: 'INFO' as const,
  count,
});

describe('where templates come from', () => {
  test('is noted of every line that is learned, also of one that teaches nothing', async () => {
    const catalog = await open(new MemoryTemplates());
    const { template_id } = catalog.learn(paid('card'), NOW, 'logs-b');
    catalog.learn(paid('card'), NOW, 'logs-a');
    catalog.learn(paid('card'), NOW, 'logs-a');
    expect(catalog.dataStreamsOf(template_id!)).toEqual(['logs-a', 'logs-b']);
  });

  test('is noted of the lines that the cluster labels by itself, when they are counted', async () => {
    const catalog = await open(new MemoryTemplates());
    const { template_id } = catalog.learn(paid('card'), NOW, 'logs-b');
    catalog.lines.noteCounted({ ...row(template_id!, 3), data_stream: 'logs-c' });
    expect(catalog.dataStreamsOf(template_id!)).toEqual(['logs-b', 'logs-c']);
  });

  test('is not known of lines that lie nowhere', async () => {
    const catalog = await open(new MemoryTemplates());
    const { template_id } = catalog.learn(paid('card'), NOW);
    expect(catalog.dataStreamsOf(template_id!)).toBeUndefined();
  });
});

describe('the template catalog', () => {
  test('remembers what it learned: another process labels alike', async () => {
    const store = new MemoryTemplates();
    const catalog = await open(store);
    catalog.learn(paid('card'), NOW);
    expect(catalog.isUnpublished).toBe(true);
    catalog.learn(paid('voucher'), NOW + 5);
    await catalog.documents.save(store, NOW + 10);
    expect(store.only).toMatchObject({
      services: ['orders'],
      version: 2,
      line_count: 0,
      first_seen: '2026-11-22T10:00:00.000Z',
      updated: '2026-11-22T10:00:00.010Z',
    });
    const successor = await open(store);
    expect(successor.isUnpublished).toBe(false);
    expect(successor.parse(paid('transfer'))).toEqual(catalog.parse(paid('transfer')));
    expect(successor.parse(paid('transfer')).template_id).toBe(store.only.id);
  });

  test('writes only what changed', async () => {
    const store = new MemoryTemplates();
    const catalog = await open(store);
    catalog.learn(paid('card'), NOW);
    catalog.learn({ message: 'GET /health took 3ms' }, NOW);
    await catalog.documents.save(store, NOW);
    await catalog.documents.save(store, NOW);
    catalog.learn(paid('card'), NOW + 1);
    await catalog.documents.save(store, NOW);
    catalog.learn(paid('voucher'), NOW + 1);
    await catalog.documents.save(store, NOW);
    expect(store.saves.map((ids) => ids.length)).toEqual([2, 1]);
  });

  test.each([
    { by: 'card', why: 'the line teaches nothing else' },
    { by: 'voucher', why: 'the line changes the template, too' },
  ])('takes the first sight back to a line that comes late: $why', async ({ by }) => {
    const store = new MemoryTemplates();
    const catalog = await open(store);
    catalog.learn(paid('card'), NOW);
    catalog.learn(paid(by), NOW - 60_000);
    await catalog.documents.save(store, NOW);
    expect(store.only.first_seen).toBe('2026-11-22T09:59:00.000Z');
  });

  test('keeps book of lines, counted once or again', async () => {
    const store = new MemoryTemplates();
    const catalog = await open(store);
    const id = catalog.learn(paid('card'), NOW).template_id!;
    const count = (before: number[], after: number[]) => {
      const rows = { before: before.map((n) => row(id, n)), after: after.map((n) => row(id, n)) };
      catalog.lines.setLines(atOnce(catalog.lines.linesWithout(rows)));
      for (const counted of rows.after) catalog.lines.noteCounted(counted);
      return atOnce(catalog.lines.linesWithout({ before: [], after: [row(id, 0)] }))[id];
    };
    expect(count([], [5])).toBe(5);
    expect(count([5], [5])).toBe(5);
    expect(count([5], [8])).toBe(8);
    expect(count([8], [])).toBe(0);
    catalog.lines.noteCounted({ ...row(id, 2, MINUTE + 3), service: 'billing' });
    await catalog.documents.save(store, NOW);
    expect(store.only).toMatchObject({
      services: ['billing', 'orders'],
      level: 'INFO',
      last_seen: '2026-11-22T10:03:00.000Z',
    });
  });

  test('writes what an earlier version described otherwise, and raises the version where the text is another', async () => {
    const store = new MemoryTemplates();
    const catalog = await open(store);
    const took = (duration: number) => ({ message: `Request of the cart took ${duration}ms` });
    catalog.learn(took(5), NOW);
    catalog.learn(paid('card'), NOW);
    catalog.learn(paid('voucher'), NOW);
    await catalog.documents.save(store, NOW);
    const [request, order] = [...store.documents.values()];
    expect(request).toMatchObject({
      text: 'Request of the cart took <duration_ms>ms',
      parameters: [{ name: 'duration_ms', type: 'duration', unit: 'ms' }],
    });
    const integers = [{ name: 'duration_ms', type: 'integer' as const }];
    store.documents.set(request!.id, { ...request!, parameters: integers });
    const renamed = { text: order!.text.replaceAll(/<\w+>/g, '<value>'), version: 4 };
    store.documents.set(order!.id, { ...order!, ...renamed });

    const upgraded = await open(store);
    expect(upgraded.isUnpublished).toBe(true);
    // Who only makes an edit leaves it to the one who learns.
    await upgraded.documents.saveEdited(store, NOW);
    expect(store.documents.get(request!.id)!.parameters).toBe(integers);
    await upgraded.documents.save(store, NOW);
    expect(store.documents.get(request!.id)).toEqual(request);
    expect(store.documents.get(order!.id)).toEqual({ ...order, version: 5 });
    expect(upgraded.parse(paid('transfer')).template_version).toBe(5);
    const saves = store.saves.length;
    const again = await open(store);
    await again.documents.save(store, NOW);
    expect([again.isUnpublished, store.saves.length]).toEqual([false, saves]);
  });

  test('lets the older of two ids for one template stand for both', async () => {
    const store = new MemoryTemplates();
    const first = await open(store);
    first.learn(paid('card'), NOW);
    await first.documents.save(store, NOW);
    const younger = store.only;
    const older = { ...younger, id: 'template_paid_0001', first_seen: '2026-11-22T09:00:00.000Z' };
    await store.save([older]);

    const catalog = await open(store);
    expect(catalog.isUnpublished).toBe(true);
    expect(catalog.parse(paid('card')).template_id).toBe(older.id);
    expect(catalog.resolve(younger.id)).toBe(older.id);
    expect([...catalog.known().keys()]).toEqual([older.id]);
    catalog.lines.noteCounted(row(younger.id, 4));
    await catalog.documents.save(store, NOW);
    expect(store.documents.get(younger.id)).toMatchObject({ merged_into: older.id });
    expect(store.documents.get(older.id)).toMatchObject({ line_count: 4 });
    expect((await open(store)).isUnpublished).toBe(false);
  });

  test('what learning makes one was seen where and when either was', async () => {
    const store = new MemoryTemplates();
    const catalog = await open(store);
    const saying = (user: string, service: string, time: number) =>
      catalog.learn({ message: `bean ${user} is ready`, service }, time).template_id!;
    const oldest = saying('orders', 'web', NOW);
    saying('carts', 'shop', NOW + 2000);
    saying('users', 'web', NOW + 4000);
    catalog.lines.noteCounted({
      ...row(saying('mails', 'post', NOW - 1000), 3, MINUTE + 1),
      service: 'post',
    });
    await catalog.documents.save(store, NOW);
    expect(store.documents.get(oldest)).toMatchObject({
      services: ['post', 'shop', 'web'],
      first_seen: '2026-11-22T09:59:59.000Z',
      last_seen: '2026-11-22T10:01:00.000Z',
      line_count: 3,
    });
  });
});

describe('parameters that hold ids of requests', () => {
  const ORDER = '8f14e45f-ceea-4f6a-9c11-00002b7f1000';
  const taken = (order: string) => ({ message: `took ${order} for user 7`, service: 'stock' });
  const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
  /** A catalog with one template whose first value is an id. */
  const learned = async (store = new MemoryTemplates()) => {
    const catalog = await open(store);
    catalog.learn(taken(ORDER), NOW);
    const { template_id, parameters } = catalog.learn(taken(ORDER.replace('8f14', '8f15')), NOW);
    catalog.compile(1);
    return { catalog, store, template_id: template_id!, name: Object.keys(parameters!)[0]! };
  };

  test('label lines that name no request, and the matcher is to be published anew', async () => {
    const { catalog, template_id, name } = await learned();
    expect(catalog.parse(taken(ORDER)).request_id).toBeUndefined();
    expect(catalog.request_parameters.note([{ template_id, names: [name], decided: at(1) }])).toEqual([
      template_id,
    ]);
    expect(catalog.isUnpublished).toBe(true);
    expect(catalog.parse(taken(ORDER)).request_id).toBe(ORDER);
    expect(new MatcherExecutor(catalog.compile(2)).match(taken(ORDER), CONTEXT).request_id).toBe(ORDER);
  });

  test('stand behind those that are named so, and what a shipper sends before both', async () => {
    const catalog = await open(new MemoryTemplates());
    const said = (order: string, request: string) => ({ message: `took ${order} request_id=${request} now` });
    catalog.learn(said(ORDER, 'req-1001'), NOW);
    const { template_id } = catalog.learn(said(ORDER.replace('8f14', '8f15'), 'req-1002'), NOW);
    const { names } = catalog.templates()[0]!;
    catalog.request_parameters.note([{ template_id: template_id!, names: [names[0]!], decided: at(1) }]);
    expect(catalog.parse(said(ORDER, 'req-1003'))).toMatchObject({
      request_id: 'req-1003',
      request_ids: ['req-1003', ORDER],
    });
    expect(catalog.parse({ ...said(ORDER, 'req-1003'), request_id: 'r-9' }).request_id).toBe('r-9');
  });

  test('are known to whoever loads the templates; what was taken back labels nothing', async () => {
    const { catalog, store, template_id, name } = await learned();
    catalog.request_parameters.note([{ template_id, names: [name], decided: at(1) }]);
    await catalog.documents.save(store, NOW);
    const other = await open(store);
    expect(other.parse(taken(ORDER)).request_id).toBe(ORDER);
    expect(other.request_parameters.note([{ template_id, names: [], decided: at(2) }])).toEqual([
      template_id,
    ]);
    expect(other.parse(taken(ORDER)).request_id).toBeUndefined();
  });

  test('are taken up once, the last decision stands, and of what is unknown nothing is taken up', async () => {
    const { catalog, template_id, name } = await learned();
    const decision = { template_id, names: [name], decided: at(2) };
    expect(catalog.request_parameters.note([decision])).toHaveLength(1);
    expect(catalog.request_parameters.note([decision])).toEqual([]);
    expect(catalog.request_parameters.note([{ ...decision, names: [], decided: at(1) }])).toEqual([]);
    expect(catalog.request_parameters.note([{ ...decision, template_id: 'template_gone' }])).toEqual([]);
    expect(catalog.parse(taken(ORDER)).request_id).toBe(ORDER);
  });

  test('a name that no value has any more says nothing', async () => {
    const { catalog, template_id } = await learned();
    catalog.request_parameters.note([{ template_id, names: ['gone'], decided: at(1) }]);
    expect(catalog.parse(taken(ORDER)).request_id).toBeUndefined();
  });

  test('those of templates that turn out to be one are of both', async () => {
    const catalog = await open(new MemoryTemplates());
    const line = (verb: string, order: string) => ({ message: `stock ${verb} ${order} now` });
    const ids = ['took', 'gave'].map((verb) => {
      catalog.learn(line(verb, ORDER), NOW);
      return catalog.learn(line(verb, ORDER.replace('8f14', '8f15')), NOW).template_id!;
    });
    expect(new Set(ids).size).toBe(2);
    const [older, younger] = ids.map((id) => catalog.templates().find((one) => one.id === id)!);
    catalog.request_parameters.note([
      { template_id: younger!.id, names: [younger!.names[0]!], decided: at(1) },
    ]);
    const columns = ['stock', { prefix: '', suffix: '' }, ...older!.columns.slice(2)];
    catalog.unite({ templates: [older!, younger!], columns });
    expect(catalog.documents.get(older!.id)).toMatchObject({
      request_parameters: { names: [younger!.names[0]], decided: at(1) },
    });
  });
});
