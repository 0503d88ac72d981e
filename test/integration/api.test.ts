import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EndpointAnswer, type EndpointName, ENDPOINTS } from '../../common/api.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { askApi } from '../fixtures/api_client.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { startServiceInProcess, type ServiceInProcess } from '../fixtures/service_in_process.ts';
import { FAILURE_MINUTE, SHOP_MINUTES, smallShop } from '../fixtures/small_shop.ts';
import { runBackfill } from '../fixtures/run_backfill.ts';
import { ship } from '../fixtures/task_world.ts';

/** What the API says of a shop that failed, on a real cluster: each answer fits its schema, and they agree. */

const INDEX = 'logs-api';
const MINUTE = 60_000;
/** So that buckets of ten minutes are whole. */
const START = Math.floor(Date.now() / (10 * MINUTE)) * 10 * MINUTE - 50 * MINUTE;
const iso = (minute: number) => new Date(START + minute * MINUTE).toISOString();
const RANGE = { from: iso(0), to: iso(SHOP_MINUTES) };
const IN_RANGE = `from=${RANGE.from}&to=${RANGE.to}`;
const SHOP = smallShop(START);
const FAILED = 'Failed to connect to host <host>: refused after <tries> tries';

describe('the API', () => {
  const client = connectToCluster();
  let service: ServiceInProcess;

  /** The answer of an endpoint, checked against its schema. */
  const ask = async <N extends EndpointName>(
    name: N,
    path: string,
    init?: { body: unknown; method?: 'PUT' },
  ): Promise<EndpointAnswer<N>> => {
    const { status, body } = await askApi(service.url, path, init?.body, init?.method);
    expect({ status, body }).toMatchObject({ status: 200 });
    return ENDPOINTS[name].response.parse(body) as EndpointAnswer<N>;
  };
  const failedTemplate = async () => {
    const { templates } = await ask('templates', '/templates?query=failed%20conn');
    expect(templates.map(({ text }) => text)).toEqual([FAILED]);
    return templates[0]!;
  };

  beforeAll(async () => {
    await cleanCluster(client, `${INDEX}*`);
    service = await startServiceInProcess(
      loadConfig({
        env: {
          ELASTICSEARCH_URL,
          LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
          LOG_AI_ELASTICSEARCH__LOG_INDICES: `${INDEX}*`,
        },
      }),
    );
    await service.logAi.setUp();
  });
  afterAll(async () => {
    await service.close();
    await cleanCluster(client, `${INDEX}*`);
    await client.close();
  });

  test('knows nothing before anything was read', async () => {
    expect(await ask('status', '/status')).toMatchObject({ progress: {}, templates: 0 });
    expect(await ask('templates', '/templates')).toEqual({ total: 0, templates: [] });
    expect(await ask('anomalies', '/anomalies')).toEqual({ total: 0, anomalies: [] });
    expect(await ask('requests', '/requests')).toEqual({
      total: 0,
      totals: { failed: 0, degraded: 0 },
      requests: [],
    });
    expect(await ask('incidents', '/incidents')).toEqual({ total: 0, incidents: [] });
    expect(await ask('jobs', '/jobs')).toEqual({ jobs: [] });
    const counts = await ask('counts', `/counts?${IN_RANGE}`);
    expect(counts.known).not.toContain(true);
    expect(counts.series).toMatchObject([{ total: 0 }]);
  });

  test('reads a past range anew, as a job', async () => {
    await ship(client, INDEX, SHOP);
    const body = { kind: 'backfill', ...RANGE };
    expect(await ask('start_job', '/jobs', { body: { ...body, dry_run: true } })).toMatchObject({
      documents: SHOP.length,
      unlabelled: 0,
    });
    expect(await ask('jobs', '/jobs')).toEqual({ jobs: [] });
    const done = await runBackfill(service.url, RANGE);
    expect(done.result).toMatchObject({ counted_minutes: SHOP_MINUTES });
    const all = SHOP.length;
    // A list is a search: it shows a moment later what a job says of itself.
    await expect
      .poll(async () => (await ask('jobs', '/jobs')).jobs, { timeout: 10_000 })
      .toMatchObject([{ kind: 'backfill', status: 'done', total: all, done: all, request: RANGE }]);
    expect(await ask('requests', `/requests?${IN_RANGE}`)).toMatchObject({ total: 4 });
  });

  test('says how far the tasks have come: up to what may still be on its way', async () => {
    const before = Date.now();
    await ask('learn', '/learn', { body: null });
    const { now, progress } = await ask('status', '/status');
    const { learned_until, counted_until, correlated_until, detected_until } = progress;
    for (const until of [learned_until, counted_until, correlated_until, detected_until]) {
      expect(Date.parse(until!)).toBeGreaterThan(before - 3 * MINUTE);
      expect(Date.parse(until!)).toBeLessThanOrEqual(Date.parse(now));
    }
    expect(Date.parse(detected_until!) % MINUTE).toBe(0);
    expect(Date.parse(detected_until!)).toBeLessThanOrEqual(Date.parse(counted_until!));
  });

  test('counts lines over time, by what they are told apart by', async () => {
    const all = await ask('counts', `/counts?${IN_RANGE}&buckets=40`);
    expect(all).toMatchObject({ start: RANGE.from, interval_ms: MINUTE, is_truncated: false });
    expect(all.known).toEqual(Array.from({ length: SHOP_MINUTES }, () => true));
    expect(all.series[0]!.counts).toEqual(
      Array.from({ length: SHOP_MINUTES }, (_, minute) => (minute < FAILURE_MINUTE ? 2 : 5)),
    );
    const { series } = await ask('counts', `/counts?${IN_RANGE}&split=service&split=level&buckets=4`);
    expect(series).toEqual([
      { service: 'gateway', level: 'INFO', total: 40, counts: [10, 10, 10, 10] },
      { service: 'orders', level: 'INFO', total: 40, counts: [10, 10, 10, 10] },
      { service: 'orders', level: 'ERROR', total: 12, counts: [0, 0, 0, 12] },
    ]);
    const { id } = await failedTemplate();
    const one = await ask('counts', `/counts?${IN_RANGE}&split=template&template_id=${id}&buckets=1`);
    expect(one.series).toMatchObject([{ template_id: id, total: 12 }]);
  });

  test('tells where the newest lines of a template lie', async () => {
    const { id } = await failedTemplate();
    const { references } = await ask('samples', `/templates/${id}/samples?${IN_RANGE}&size=1`);
    expect(references).toEqual([{ _index: INDEX, _id: newestFailure() }]);
    const elsewhere = await ask('samples', `/templates/${id}/samples?${IN_RANGE}&service=gateway`);
    expect(elsewhere.references).toEqual([]);
    const nobody = await askApi(service.url, `/templates/nobody/samples?${IN_RANGE}`);
    expect(nobody.status).toBe(404);
  });

  test('keeps what a person said of an anomaly when the range is read anew', async () => {
    const { total, anomalies } = await ask('anomalies', `/anomalies?${IN_RANGE}`);
    expect(total).toBe(anomalies.length);
    const [{ event, anomaly }] = anomalies as [(typeof anomalies)[0]];
    expect(anomaly.status).not.toBe('expected');
    const path = `/anomalies/${event.id}`;
    const said = await ask('expect_anomaly', `${path}/expected`, { body: { expected: true }, method: 'PUT' });
    expect(said.anomaly.status).toBe('expected');
    await runBackfill(service.url, RANGE);
    expect(await ask('anomaly', path)).toEqual(said);
    const expected = await ask('anomalies', `/anomalies?${IN_RANGE}&status=expected`);
    expect(expected).toEqual({ total: 1, anomalies: [said] });
    const back = await ask('expect_anomaly', `${path}/expected`, {
      body: { expected: false },
      method: 'PUT',
    });
    expect(back.anomaly.status).toBe(anomaly.status);
    expect((await askApi(service.url, '/anomalies/nobody')).status).toBe(404);
    const nobody = await askApi(service.url, '/anomalies/nobody/expected', { expected: true }, 'PUT');
    expect(nobody.status).toBe(404);
  });

  test('shows incidents with their evidence, and keeps what a person said of one when the range is read anew', async () => {
    // What was taken back of its anomaly is told with the next run.
    await runBackfill(service.url, RANGE);
    const { total, incidents } = await ask('incidents', `/incidents?${IN_RANGE}&sort=worst`);
    expect(total).toBeGreaterThan(0);
    const { id } = incidents[0]!.event;
    const story = await ask('incident', `/incidents/${id}`);
    expect(story.anomalies.map(({ event }) => event.id)).toEqual(story.incident.incident.anomaly_ids);
    expect(story.anomalies[0]!.anomaly.incident_id).toBe(id);
    const acknowledged = { body: { acknowledged: true }, method: 'PUT' } as const;
    await ask('acknowledge_incident', `/incidents/${id}/acknowledged`, acknowledged);
    const noted = await ask('note_incident', `/incidents/${id}/notes`, { body: { text: 'Seen.' } });
    expect(noted.incident).toMatchObject({ acknowledged: {}, notes: [{ text: 'Seen.' }] });
    await runBackfill(service.url, RANGE);
    expect((await ask('incident', `/incidents/${id}`)).incident).toEqual(noted);
    expect((await askApi(service.url, '/incidents/nobody')).status).toBe(404);
    expect((await askApi(service.url, `/incidents/${id}/notes`, { text: ' ' })).status).toBe(400);
  });

  test('finds failed requests by where and with what they failed', async () => {
    const { id } = await failedTemplate();
    const found = await ask('requests', `/requests?${IN_RANGE}&service=orders&template_id=${id}&size=1`);
    expect(found).toMatchObject({ total: 4, requests: [{ first_error: { template_id: id } }] });
    expect(await ask('requests', `/requests?${IN_RANGE}&service=gateway`)).toMatchObject({ total: 0 });
  });

  /** The parameter of a filter. */
  const filteredBy = (filter: object) => `filter=${encodeURIComponent(JSON.stringify(filter))}`;
  const is = (field: string, value: unknown) => ({
    bool: { should: [{ term: { [field]: { value } } }], minimum_should_match: 1 },
  });

  test('filters anomalies, templates and requests by what KQL becomes', async () => {
    const totalOf = async (name: 'anomalies' | 'templates' | 'requests', filter: object) =>
      (await ask(name, `/${name}?${name === 'templates' ? '' : `${IN_RANGE}&`}${filteredBy(filter)}`)).total;
    const { anomalies } = await ask('anomalies', `/anomalies?${IN_RANGE}`);
    const [{ event, anomaly }] = anomalies as [(typeof anomalies)[0]];
    const ofType = anomalies.filter((one) => one.anomaly.type === anomaly.type).length;
    expect({
      'event.id: …': await totalOf('anomalies', is('event.id', event.id)),
      'not event.id: …': await totalOf('anomalies', { bool: { must_not: is('event.id', event.id) } }),
      'anomaly.type: …*': await totalOf('anomalies', {
        wildcard: { 'anomaly.type': { value: `${anomaly.type.slice(0, 4)}*` } },
      }),
      'service.name: nobody': await totalOf('anomalies', is('service.name', 'nobody')),
    }).toEqual({
      'event.id: …': 1,
      'not event.id: …': anomalies.length - 1,
      'anomaly.type: …*': ofType,
      'service.name: nobody': 0,
    });
    expect({
      'text: "host connect"': await totalOf('templates', { match_phrase: { text: 'host connect' } }),
      'text: "host nobody"': await totalOf('templates', { match_phrase: { text: 'host nobody' } }),
      '"connect host"': await totalOf('templates', {
        multi_match: { type: 'phrase', query: 'connect host', lenient: true },
      }),
      'text: conn*': await totalOf('templates', { query_string: { fields: ['text'], query: 'conn*' } }),
      'line_count >= 40': await totalOf('templates', { range: { line_count: { gte: '40' } } }),
    }).toEqual({
      'text: "host connect"': 1,
      'text: "host nobody"': 0,
      '"connect host"': 1,
      'text: conn*': 1,
      'line_count >= 40': 2,
    });
    expect({
      'services: gateway': await totalOf('requests', is('services', 'gateway')),
      'error_count > 3': await totalOf('requests', { range: { error_count: { gt: 3 } } }),
      'first_error.service: *': await totalOf('requests', { exists: { field: 'first_error.service' } }),
    }).toEqual({ 'services: gateway': 4, 'error_count > 3': 0, 'first_error.service: *': 4 });
  });

  test('shows nothing more for a filter: not of data streams that the caller may not read', async () => {
    const widest = { bool: { should: [{ match_all: {} }, { exists: { field: 'data_streams' } }] } };
    const totals = (data_streams: string) =>
      Promise.all(
        [`/anomalies?${IN_RANGE}&`, '/templates?', `/requests?${IN_RANGE}&`].map(async (path) => {
          const answer = await fetch(`${service.url}/api/v1${path}${filteredBy(widest)}`, {
            headers: { 'x-log-ai-user': 'ann', 'x-log-ai-data-streams': data_streams },
          });
          return ((await answer.json()) as { total: number }).total;
        }),
      );
    expect(await totals('another-stream')).toEqual([0, 0, 0]);
    expect((await totals(INDEX)).every((total) => total > 0)).toBe(true);
  });

  test.each([
    [
      { script: { script: 'true' } },
      'filter.script is no query that a filter may hold. It may hold bool, match_all,',
    ],
    [{ terms: { request_id: { index: 'secrets', id: '1', path: 'ids' } } }, 'expected array'],
    [{ range: { line_count: { gte: 'many' } } }, 'The filter does not fit the fields: '],
  ])('refuses the filter %j and says why', async (filter, message) => {
    const { status, body } = await askApi(service.url, `/templates?${filteredBy(filter)}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { code: 'request_invalid' } });
    expect(JSON.stringify(body)).toContain(message);
  });

  test('finds what lies under an id that was merged', async () => {
    const live = await failedTemplate();
    const stored = await service.logAi.ports.templates.get(live.id);
    await service.logAi.ports.templates.save([{ ...stored!, id: 'elder', merged_into: live.id }]);
    await client.indices.refresh({ index: 'log-ai-templates' });
    const { templates, merged } = await ask('templates', '/templates?ids=elder&ids=nobody');
    expect({ ids: templates.map(({ id }) => id), merged }).toEqual({
      ids: [live.id],
      merged: { elder: live.id },
    });
    expect(await ask('template', '/templates/elder')).toMatchObject({ id: live.id });
    const { series } = await ask('counts', `/counts?${IN_RANGE}&split=template&template_id=elder`);
    expect(series).toMatchObject([{ template_id: live.id, total: 12 }]);
    const { references } = await ask('samples', `/templates/elder/samples?${IN_RANGE}`);
    expect(references).toHaveLength(10);
    const { total } = await ask('anomalies', `/anomalies?${IN_RANGE}&template_id=elder`);
    expect(total).toBeGreaterThan(0);
    expect(await ask('requests', `/requests?${IN_RANGE}&template_id=elder`)).toMatchObject({ total: 4 });
  });
});

function newestFailure(): string {
  return SHOP.filter(({ message }) => message?.startsWith('Failed')).sort((left, right) =>
    left['@timestamp'] < right['@timestamp'] ? 1 : -1,
  )[0]!._id;
}
