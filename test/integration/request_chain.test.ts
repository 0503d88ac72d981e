import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorBody, RequestsResponse, RequestStoryResponse } from '../../common/api.ts';
import type { RequestSampleDocument } from '../../common/documents/request_sample_document.ts';
import { HOUR_MS } from '../../common/minutes.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { askApi } from '../fixtures/api_client.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { runCli } from '../fixtures/run_cli.ts';
import { type ServiceInProcess, startServiceInProcess } from '../fixtures/service_in_process.ts';

/** One request across services, by what lies in the cluster. */

const INDEX = 'logs-request_chain';
const env = {
  ELASTICSEARCH_URL,
  LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
  LOG_AI_ELASTICSEARCH__LOG_INDICES: `${INDEX}*`,
};
const START = Date.parse('2026-01-15T10:00:00.000Z');
const at = (ms: number) => new Date(START + ms).toISOString();

/** A line as a shipper sends it: its service, when it was written, what it says. */
type Shipped = readonly [service: string, ms: number, message: string, level?: 'ERROR'];

const SERVICES = [
  'gateway',
  'sessions',
  'catalog',
  'prices',
  'cart',
  'checkout',
  'stock',
  'payment',
  'ledger',
  'mailer',
];
/** A request that crosses ten services, each of which calls the next; how many milliseconds each takes to ask and to answer. */
const NORMAL: readonly Shipped[] = [
  ...SERVICES.map((service, at): Shipped => [
    service,
    at * 10,
    `${service} was asked to do its part of order ${at + 40}`,
  ]),
  ...SERVICES.toReversed().map((service, at): Shipped => [
    service,
    100 + at * 10,
    `${service} has answered with status ${at + 200}`,
  ]),
];
/** The same until the ledger, which breaks; its callers say so on the way back. */
const FAILED: readonly Shipped[] = [
  ...NORMAL.slice(0, 9),
  ['ledger', 2080, 'Disk quota of volume 7 is exceeded', 'ERROR'],
  ...SERVICES.slice(0, 8)
    .toReversed()
    .map((service, at): Shipped => [
      service,
      2090 + at * 10,
      `${service} gives up after 3 failures`,
      'ERROR',
    ]),
];

const client = connectToCluster();
let service: ServiceInProcess;
let shipped = 0;

/** Documents as they are, with the id of the document where it is given. */
async function index(documents: readonly object[], { name = INDEX }: { name?: string } = {}): Promise<void> {
  for (let from = 0; from < documents.length; from += 5000) {
    const operations = documents
      .slice(from, from + 5000)
      .flatMap((document) => [{ index: { _id: `line-${(shipped += 1)}` } }, document]);
    const { errors, items } = await client.bulk({ index: name, operations, refresh: true });
    expect(errors, JSON.stringify(items.find(({ index: one }) => one?.error))).toBe(false);
  }
}

const documentsOf = (request_id: string, lines: readonly Shipped[], since = 0) =>
  lines.map(([name, ms, message, level = 'INFO']) => ({
    '@timestamp': at(since + ms),
    message,
    log: { level },
    service: { name },
    http: { request: { id: request_id } },
  }));
const ship = (request_id: string, lines: readonly Shipped[], since = 0) =>
  index(documentsOf(request_id, lines, since));

const ask = (id: string) => askApi<RequestStoryResponse>(service.url, `/requests/${encodeURIComponent(id)}`);
async function storyOf(id: string): Promise<RequestStoryResponse> {
  const { status, body } = await ask(id);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}
const wayOf = ({ lines }: RequestStoryResponse) => lines.map((line) => line.service).join(' ');

beforeAll(async () => {
  await cleanCluster(client, `${INDEX}*`);
  service = await startServiceInProcess(loadConfig({ env }));
  await service.logAi.setUp();
  await ship('normal', NORMAL);
  await ship('other-normal', NORMAL, 1000);
  await ship('failed', FAILED, 2000);
  await ship('other-failed', FAILED, 9000);
  await ship('stopped', NORMAL.slice(0, 12), 20_000);
  await askApi(service.url, '/learn', null);
});
afterAll(async () => {
  await service.close();
  await cleanCluster(client, `${INDEX}*`);
  await client.close();
});

test('a request across ten services: each is called by the one before, its lines are in time order', async () => {
  const story = await storyOf('normal');
  expect(story).toMatchObject({
    outcome: 'succeeded',
    start: at(0),
    end: at(190),
    line_count: 20,
    error_count: 0,
    gaps: [],
    clock_skews: [],
    comparison: { requests: 0 },
  });
  expect(story.spans.map(({ service: name, caller }) => [name, caller])).toEqual(
    SERVICES.map((name, index) => [name, index === 0 ? undefined : index - 1]),
  );
  expect(wayOf(story)).toBe([...SERVICES, ...SERVICES.toReversed()].join(' '));
  expect(story.lines.map(({ span }) => story.spans[span]!.service)).toEqual(
    story.lines.map((line) => line.service),
  );
  expect(story).not.toHaveProperty('first_error');
  expect(story).not.toHaveProperty('refused');
});

test('a request whose gateway names an id of its own beside the trace, found by either', async () => {
  const trace = 'trace-7f3a99';
  const [entry, ...others] = documentsOf(trace, FAILED, 30_000).map(({ http, ...line }) => ({
    ...line,
    trace: { id: http.request.id },
  }));
  await index([{ ...entry, http: { request: { id: 'gw-51c2e0' } } }, ...others]);
  await askApi(service.url, '/learn', null);
  const story = await storyOf(trace);
  expect(wayOf(story)).toBe(FAILED.map(([name]) => name).join(' '));
  expect(story).toMatchObject({ request_id: trace, request_ids: ['gw-51c2e0', trace], outcome: 'failed' });
  expect(await storyOf('gw-51c2e0')).toEqual({ ...story, request_id: 'gw-51c2e0' });

  const since = at(30_000);
  const { body } = await askApi<RequestsResponse>(service.url, `/requests?from=${since}&to=${at(40_000)}`);
  expect(body.requests).toMatchObject([{ request_id: trace, request_ids: ['gw-51c2e0', trace] }]);
});

describe('beside requests of its path that succeeded', () => {
  const OTHERS = 40;

  beforeAll(async () => {
    const { lines } = await storyOf('normal');
    const samples = Array.from({ length: OTHERS }, (_, number): RequestSampleDocument => {
      const start = at(-60_000 + number * 1000);
      return {
        '@timestamp': start,
        request_id: `sample-${number}`,
        outcome: 'succeeded',
        event: { start, end: start },
        path: { service: 'gateway', template_id: lines[0]!.template_id! },
        line_count: lines.length,
        steps: lines.map(({ '@timestamp': time, service: name, level, template_id }) => ({
          offset_ms: Date.parse(time) - START,
          service: name,
          ...(level && { level }),
          template_id: template_id!,
        })),
        data_streams: [INDEX],
      };
    });
    await service.logAi.ports.courses.writeSamples({ from: START - HOUR_MS, to: START }, samples);
  });

  test('one that failed: the first error, the last good step, the one that is missing, the gap', async () => {
    const [{ lines }, story] = await Promise.all([storyOf('normal'), storyOf('failed')]);
    expect(story.outcome).toBe('failed');
    expect(story.first_error).toMatchObject({ service: 'ledger', '@timestamp': at(4080) });
    expect(story.comparison.requests).toBe(OTHERS);
    expect(story.comparison.break_point?.last_good).toMatchObject({
      service: 'ledger',
      '@timestamp': at(2080),
    });
    expect(story.comparison.break_point?.unusual).toEqual(story.first_error);
    // What comes after the ledger was asked is that it asks the mailer.
    const asked = lines.find(({ service: name }) => name === 'mailer')!;
    expect(story.comparison.break_point?.missing).toEqual({
      service: 'mailer',
      template_id: asked.template_id,
    });
    expect(story.gaps).toEqual([{ start: at(2080), end: at(4080), usual_ms: 10, times: 0 }]);
  });

  test('one that stops without an error failed, too', async () => {
    const story = await storyOf('stopped');
    expect(story.outcome).toBe('failed');
    expect(story).not.toHaveProperty('first_error');
    expect(story.comparison.break_point).toMatchObject({
      last_good: { service: 'ledger', '@timestamp': at(20_110) },
      missing: { service: 'payment' },
    });
    expect(story.comparison.break_point).not.toHaveProperty('unusual');
  });

  test('one that went as they did', async () => {
    const { outcome, comparison } = await storyOf('other-normal');
    expect({ outcome, comparison }).toEqual({ outcome: 'succeeded', comparison: { requests: OTHERS } });
  });

  test('on the command line: a tree of calls, with the texts of its lines', async () => {
    const { code, stdout, stderr } = await runCli(['request', 'failed', '--lines'], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      'failed  failed\n2026-01-15 10:00:02 – 10:00:04 UTC, 2.2 s, 9 services, 18 lines, 9 errors\n',
    );
    expect(stdout).toMatch(/^ {16}ledger ✗ +\+80 ms +2 s {2}2 lines, 1 error$/m);
    expect(stdout).toMatch(/^Compared with 40 requests that began with the same line and succeeded:$/m);
    expect(stdout).toMatch(/^ {2}missing step {4}mailer "mailer was asked to do its part of order <\w+>"$/m);
    expect(stdout).toMatch(/ERROR {5}ledger {12}Disk quota of volume <?\w+>? is exceeded$/m);
    const json = await runCli(['request', 'failed', '--json'], { env });
    expect(JSON.parse(json.stdout)).toEqual(await storyOf('failed'));
  });
});

describe('bad input', () => {
  const LINES: readonly Shipped[] = [
    ['gateway', 0, 'gateway was asked to do its part of order 1'],
    ['stock', 10, 'stock was asked to do its part of order 2'],
    ['gateway', 20, 'gateway has answered with status 200'],
  ];
  const raw = (id: string, name: string, message: string, fields: object = {}) => ({
    message,
    service: { name },
    http: { request: { id } },
    ...fields,
  });

  test('lines without a time stand where they were indexed, in one chain', async () => {
    const before = Date.now();
    for (const [name, , message] of LINES) await index([raw('timeless', name, message)]);
    const story = await storyOf('timeless');
    expect(wayOf(story)).toBe('gateway stock gateway');
    expect(Date.parse(story.start)).toBeGreaterThanOrEqual(before);
    expect(story.outcome).toBe('succeeded');
  });

  test('two formats of time are one time', async () => {
    await index([
      raw(
        'formats',
        'gateway',
        '15/Jan/2026:10:00:00 +0000 INFO gateway was asked to do its part of order 1',
      ),
      raw('formats', 'stock', '2026-01-15T12:00:01.500+02:00 INFO stock was asked to do its part of order 2'),
      raw('formats', 'gateway', 'gateway has answered with status 200', { '@timestamp': at(2000) }),
    ]);
    const story = await storyOf('formats');
    expect(story.lines.map((line) => [line.service, line['@timestamp']])).toEqual([
      ['gateway', at(0)],
      ['stock', at(1500)],
      ['gateway', at(2000)],
    ]);
  });

  test('what was shipped twice under one id is there once; under two, twice, and the request went the same way', async () => {
    const documents = documentsOf('twice', LINES);
    const operations = documents.flatMap((document, number) => [
      { index: { _id: `same-${number}` } },
      document,
    ]);
    await client.bulk({ index: INDEX, operations, refresh: true });
    await client.bulk({ index: INDEX, operations, refresh: true });
    const once = await storyOf('twice');
    expect(once.line_count).toBe(3);
    await index(documents);
    const twice = await storyOf('twice');
    expect(twice.line_count).toBe(6);
    expect(twice.spans).toEqual(once.spans.map((span) => ({ ...span, line_count: 2 * span.line_count })));
    expect(twice.outcome).toBe(once.outcome);
  });

  test.each([
    'req-"1"',
    "req-'1'",
    'req-*',
    'req-?',
    'a/b',
    '../templates',
    '%2e%2e',
    'a\\b',
    '{"match_all":{}}',
    'req:1',
    '-1',
    'ü€𝕏',
    'a&b=c#d',
  ])('the id %s is meant to the letter', async (id) => {
    expect((await ask(id)).status).toBe(404);
    await ship(id, LINES);
    const { request_id, line_count } = await storyOf(id);
    expect({ request_id, line_count }).toEqual({ request_id: id, line_count: 3 });
  });

  test('on the command line, too', async () => {
    const { stdout } = await runCli(['request', '--json', '--', '-1'], { env });
    expect(JSON.parse(stdout)).toMatchObject({ request_id: '-1', line_count: 3 });
  });

  test.each(['..', '*', 'a b'])('nothing is found of the id %j, in a sentence', async (id) => {
    const { code, stdout, stderr } = await runCli(['request', '--', id], { env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(`log-ai: No line carries the request id ${id}.\n`);
  });

  test('an id of 10 kB is that of no request', async () => {
    const id = 'x'.repeat(10_240);
    await ship(id, [['giant', 0, 'giant was asked to do its part of order 1']]);
    const { status, body } = await askApi<ErrorBody>(service.url, `/requests/${id}`);
    expect(status).toBe(400);
    expect(body.error.code).toBe('request_invalid');
    expect(body.error.message).toContain('<=512 characters');
    const { code, stderr } = await runCli(['request', id], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^log-ai: No line carries the request id x+…\.\n$/);
  });

  test('a line that is late by more than an hour does not push the request out of sight', async () => {
    await ship('late', LINES);
    await ship('late', [['audit', 1.5 * HOUR_MS, 'audit was asked to do its part of order 7']]);
    const story = await storyOf('late');
    expect(story).toMatchObject({ line_count: 4, refused: 'too_long', outcome: 'succeeded' });
    expect(wayOf(story)).toBe('gateway stock gateway audit');
    expect(story.gaps).toEqual([{ start: at(20), end: at(1.5 * HOUR_MS), usual_ms: 10, times: 0 }]);
    const { stdout } = await runCli(['request', 'late'], { env });
    expect(stdout).toContain('Its lines span 1.5 h: the id is used again, or it is not that of a request.');
  });

  test('ten thousand lines of one request are all there; of more, those of the last hour, and no outcome', async () => {
    const lines = Array.from({ length: 10_000 }, (_, number): Shipped => {
      const name = SERVICES[number % 10]!;
      return [name, number, `${name} was asked to do its part of order ${number}`];
    });
    await ship('long', lines);
    const story = await storyOf('long');
    expect(story.lines).toHaveLength(10_000);
    expect(story).not.toHaveProperty('refused');
    // It never ends: more follow in the next two hours.
    await ship('long', [['gateway', 2 * HOUR_MS, 'gateway has answered with status 200']]);
    const endless = await storyOf('long');
    expect(endless).toMatchObject({ refused: 'too_many_lines', line_count: 1, start: at(2 * HOUR_MS) });
    expect(endless).not.toHaveProperty('outcome');
    const { stdout } = await runCli(['request', 'long'], { env });
    expect(stdout).toContain('long  outcome unknown\n');
    expect(stdout).toContain(
      'Too many lines have this id for one of a request: those of its last hour are here, at most 10,000.',
    );
  });
});
