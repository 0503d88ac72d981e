import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import {
  answerSchemaOf,
  type EndpointContract,
  type EndpointName,
  ENDPOINTS,
  ErrorBody,
} from '../../../../common/api.ts';
import { headersOf } from '../../../../common/api/caller.ts';
import { ERROR_CODES, type ErrorCode, LogAiError } from '../../../../common/errors.ts';
import { createHttpApp } from '../../../../ml-service/src/adapters/http/app.ts';
import { Metrics } from '../../../../ml-service/src/adapters/http/metrics.ts';
import type { HttpServices } from '../../../../ml-service/src/ports/api.ts';
import { ANSWERS, memoryServices } from '../../../fixtures/memory_services.ts';

const TOKEN = 'a-token-of-sixteen-or-more';
const BASE = '/api/v1';
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function startApp(options: { overrides?: Partial<HttpServices>; api_token?: string } = {}) {
  const { services, asked } = memoryServices(options.overrides);
  const logged: string[] = [];
  const app = createHttpApp({
    services,
    logger: pino({ level: 'trace' }, { write: (line: string) => logged.push(line) }),
    metrics: new Metrics(),
    version: '1.2.3',
    max_body_bytes: 4096,
    api_token: options.api_token,
  });
  const server = app.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (path: string, init?: RequestInit) => fetch(`${url}${path}`, init);
  const post = (path: string, body: unknown) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { ask, post, asked, logged };
}

const errorOf = async (answer: Response) => ErrorBody.parse(await answer.json()).error;

describe('every endpoint hands over what was asked and gives back the answer', () => {
  const RANGE = 'from=2026-11-22T10:00:00Z&to=2026-11-22T13:00:00%2B01:00';
  const FROM_TO = { from: '2026-11-22T10:00:00Z', to: '2026-11-22T13:00:00+01:00' };
  const CALLS: readonly {
    call: string;
    body?: unknown;
    asks: EndpointName;
    request: unknown;
    status?: 202 | 200;
  }[] = [
    {
      call: 'POST /parse',
      body: { lines: [{ message: 'a', '@timestamp': 1, level: 'INFO' }] },
      asks: 'parse',
      request: { body: { lines: [{ message: 'a', '@timestamp': 1, level: 'INFO' }] } },
    },
    {
      call: 'POST /classify',
      body: { texts: ['Disk is full'] },
      asks: 'classify',
      request: { body: { texts: ['Disk is full'] } },
    },
    {
      call: 'GET /templates',
      asks: 'templates',
      request: { query: { size: 50, from: 0, sort: 'last_seen', order: 'desc' } },
    },
    {
      call: 'GET /templates?query=time%20ou&service=cart&level=ERROR&size=7&from=14&sort=line_count&order=asc&ids=a&ids=b',
      asks: 'templates',
      request: {
        query: {
          query: 'time ou',
          service: 'cart',
          level: 'ERROR',
          size: 7,
          from: 14,
          sort: 'line_count',
          order: 'asc',
          ids: ['a', 'b'],
        },
      },
    },
    {
      call: 'GET /templates?ids=a&first_seen_from=2026-11-22T10:00:00Z',
      asks: 'templates',
      request: {
        query: {
          ids: ['a'],
          first_seen_from: '2026-11-22T10:00:00Z',
          size: 50,
          from: 0,
          sort: 'last_seen',
          order: 'desc',
        },
      },
    },
    {
      call: 'GET /templates/template_a%2Fb_1a2b',
      asks: 'template',
      request: { id: 'template_a/b_1a2b' },
    },
    {
      call: 'GET /similar_templates?like=disk%20full&service=cart&size=3',
      asks: 'similar_templates',
      request: { query: { like: 'disk full', service: 'cart', size: 3 } },
    },
    {
      call: `GET /templates/t1/samples?${RANGE}&service=cart`,
      asks: 'samples',
      request: { id: 't1', query: { ...FROM_TO, service: 'cart', size: 10 } },
    },
    {
      call: `GET /counts?${RANGE}`,
      asks: 'counts',
      request: { query: { ...FROM_TO, split: [], buckets: 60 } },
    },
    {
      call: `GET /counts?${RANGE}&split=service&split=level&template_id=t1&buckets=500&level=WARN`,
      asks: 'counts',
      request: {
        query: {
          ...FROM_TO,
          split: ['service', 'level'],
          template_id: ['t1'],
          buckets: 500,
          level: 'WARN',
        },
      },
    },
    {
      call: 'GET /anomalies',
      asks: 'anomalies',
      request: { query: { size: 100, min_score: 0, min_risk: 0 } },
    },
    {
      call: `GET /anomalies?${RANGE}&min_score=50&min_risk=75&service=cart&template_id=t1&type=frequency&status=active`,
      asks: 'anomalies',
      request: {
        query: {
          ...FROM_TO,
          size: 100,
          min_score: 50,
          min_risk: 75,
          service: 'cart',
          template_id: 't1',
          type: 'frequency',
          status: 'active',
        },
      },
    },
    {
      call: 'GET /edits?template_id=t1',
      asks: 'edits',
      request: { query: { template_id: 't1', size: 100 } },
    },
    {
      call: 'POST /edits',
      body: { kind: 'expect', template_id: 't1' },
      asks: 'edit',
      request: { body: { kind: 'expect', template_id: 't1', expected: true } },
    },
    { call: 'POST /edits/edit_3/undo', asks: 'undo_edit', request: { id: 'edit_3' } },
    { call: 'GET /anomalies/frequency_1', asks: 'anomaly', request: { id: 'frequency_1' } },
    {
      call: 'PUT /anomalies/frequency_1/expected',
      body: { expected: true },
      asks: 'expect_anomaly',
      request: { id: 'frequency_1', body: { expected: true } },
    },
    {
      call: 'GET /expectations?state=all&size=5',
      asks: 'expectations',
      request: { query: { state: 'all', size: 5 } },
    },
    {
      call: 'POST /expectations',
      body: { about: { template_id: 't1' }, note: ' Load test ' },
      asks: 'expect',
      request: { body: { kind: 'expected', about: { template_id: 't1' }, note: 'Load test' } },
    },
    {
      call: 'PUT /expectations/expectation_1',
      body: { until: null },
      asks: 'change_expectation',
      request: { id: 'expectation_1', body: { until: null } },
    },
    {
      call: 'POST /expectations/expectation_1/undo',
      asks: 'undo_expectation',
      request: { id: 'expectation_1' },
    },
    {
      call: 'GET /incidents?service=cart&sort=worst&min_score=50&offset=20',
      asks: 'incidents',
      request: { query: { service: 'cart', sort: 'worst', min_score: 50, offset: 20, size: 100 } },
    },
    { call: 'GET /incidents/incident_1', asks: 'incident', request: { id: 'incident_1' } },
    { call: 'GET /incidents/incident_1/causes', asks: 'incident_causes', request: { id: 'incident_1' } },
    {
      call: 'PUT /incidents/incident_1/acknowledged',
      body: { acknowledged: true },
      asks: 'acknowledge_incident',
      request: { id: 'incident_1', body: { acknowledged: true } },
    },
    {
      call: 'POST /incidents/incident_1/notes',
      body: { text: ' The database was restarted. ' },
      asks: 'note_incident',
      request: { id: 'incident_1', body: { text: 'The database was restarted.' } },
    },
    {
      call: 'GET /requests?size=3&service=cart&template_id=t1',
      asks: 'requests',
      request: { query: { size: 3, service: 'cart', template_id: 't1' } },
    },
    {
      call: `GET /request_counts?${RANGE}&service=cart`,
      asks: 'request_counts',
      request: { query: { ...FROM_TO, outcome: 'failed', service: 'cart' } },
    },
    {
      call: `GET /shared_traits?${RANGE}&service=cart&template_id=t1`,
      asks: 'shared_traits',
      request: { query: { ...FROM_TO, service: 'cart', template_id: 't1' } },
    },
    { call: 'GET /requests/r-1', asks: 'request', request: { id: 'r-1' } },
    // An id like any other: nothing else lies below the requests.
    { call: 'GET /requests/shared', asks: 'request', request: { id: 'shared' } },
    {
      call: `GET /service_map?${RANGE}`,
      asks: 'service_map',
      request: { query: FROM_TO },
    },
    { call: 'POST /learn', asks: 'learn', request: {} },
    { call: 'GET /jobs', asks: 'jobs', request: { query: { size: 20 } } },
    {
      call: 'POST /jobs',
      body: { kind: 'backfill', ...FROM_TO, rate_limit_docs_per_s: 50 },
      asks: 'start_job',
      request: { body: { kind: 'backfill', ...FROM_TO, rate_limit_docs_per_s: 50 } },
      status: 202,
    },
    { call: 'GET /jobs/a', asks: 'job', request: { id: 'a' }, status: 200 },
    { call: 'POST /jobs/a/pause', asks: 'pause_job', request: { id: 'a' } },
    { call: 'POST /jobs/a/resume', asks: 'resume_job', request: { id: 'a' } },
    { call: 'POST /jobs/a/cancel', asks: 'cancel_job', request: { id: 'a' } },
    { call: 'GET /status', asks: 'status', request: {} },
    { call: 'GET /data_streams', asks: 'data_streams', request: {} },
  ];

  test.each(CALLS)('$call', async ({ call, body, asks, request, status = 200 }) => {
    const [method, path] = call.split(' ') as [string, string];
    const app = await startApp();
    const response = await app.ask(BASE + path, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const given: unknown = await response.json();
    expect(given).toEqual(ANSWERS[asks]);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(app.asked).toEqual([{ name: asks, input: request }]);
    expect(answerSchemaOf(ENDPOINTS[asks]).parse(given)).toEqual(given);
  });

  test('none is left out', () => {
    expect(new Set(CALLS.map(({ asks }) => asks))).toEqual(new Set(Object.keys(ENDPOINTS)));
  });
});

// prettier-ignore
const REFUSED: readonly [string, string, RequestInit | undefined, number, ErrorCode, RegExp][] = [
  ['JSON that ends early', '/parse', { body: '{"lines":[' }, 400, 'request_invalid', /send JSON/],
  ['no body', '/parse', {}, 400, 'request_invalid', /does not fit/],
  ['another type', '/parse', { body: 'x', headers: {} }, 400, 'request_invalid', /does not fit/],
  ['no lines', '/parse', { body: '{"lines":[]}' }, 400, 'request_invalid', /lines/],
  ['a list', '/parse', { body: '[]' }, 400, 'request_invalid', /expected object/],
  ['no message', '/parse', { body: '{"lines":[{}]}' }, 400, 'request_invalid', /lines\[0\]\.message/],
  ['an extra key', '/parse', { body: '{"lines":[{"message":""}],"x":1}' }, 400, 'request_invalid', /"x"/],
  ['too much', '/parse', { body: `"${'x'.repeat(5000)}"` }, 413, 'payload_too_large', /in parts/],
  ['no range', '/jobs', { body: '{"kind":"backfill"}' }, 400, 'request_invalid', /from/],
  ['no kind', '/jobs', { body: '{"from":"2026-01-01T00:00:00Z"}' }, 400, 'request_invalid', /kind/],
  ['no zone', '/jobs', { body: '{"kind":"backfill","from":"2026-01-01T00:00:00","to":"2026-01-02T00:00:00Z"}' }, 400, 'request_invalid', /from/],
  ['an empty range', '/jobs', { body: '{"kind":"backfill","from":"2026-01-01T00:00:00Z","to":"2026-01-01T00:00:00Z"}' }, 400, 'request_invalid', /from must be before to/],
  ['a rate of nothing', '/jobs', { body: '{"kind":"backfill","from":"2026-01-01T00:00:00Z","rate_limit_docs_per_s":0}' }, 400, 'request_invalid', /rate_limit_docs_per_s/],
  ['a size of 0', '/templates?size=0', undefined, 400, 'request_invalid', /size/],
  ['a size of many', '/templates?size=many', undefined, 400, 'request_invalid', /size/],
  ['a page too far', '/templates?from=9001', undefined, 400, 'request_invalid', /from/],
  ['an unknown key', '/anomalies?colour=red', undefined, 400, 'request_invalid', /colour/],
  ['a score above 100', '/anomalies?min_score=101', undefined, 400, 'request_invalid', /min_score/],
  ['a backward range', '/requests?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', undefined, 400, 'request_invalid', /from must be before to/],
  ['an id that is none', `/requests/${'x'.repeat(513)}`, undefined, 400, 'request_invalid', /expected string to have <=512 characters/],
  ['a damaged path', '/templates/%E0%A4%A', undefined, 400, 'request_invalid', /cannot be read/],
  ['a range without an end', '/counts?from=2026-01-01T00:00:00Z', undefined, 400, 'request_invalid', /to/],
  ['too many buckets', '/counts?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&buckets=501', undefined, 400, 'request_invalid', /buckets/],
  ['a split by colour', '/counts?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&split=colour', undefined, 400, 'request_invalid', /split/],
  ['an order by colour', '/templates?sort=colour', undefined, 400, 'request_invalid', /sort/],
  ['a type that is none', '/anomalies?type=colour', undefined, 400, 'request_invalid', /type/],
  ['no word on it', '/anomalies/a/expected', { method: 'PUT', body: '{}' }, 400, 'request_invalid', /expected/],
  ['an unknown route', '/nothing', undefined, 404, 'not_found', /nothing at GET \/api\/v1\/nothing: see \/openapi\.json/],
  ['another method', '/templates', {}, 404, 'not_found', /nothing at POST \/api\/v1\/templates/],
];

describe('what does not fit is refused before anybody does anything', () => {
  test.each(REFUSED)('%s', async (_, path, init, status, code, says) => {
    const app = await startApp();
    const headers = { 'content-type': 'application/json' };
    const answer = await app.ask(BASE + path, init && { method: 'POST', headers, ...init });
    const { message, ...error } = await errorOf(answer);
    expect({ status: answer.status, ...error }).toMatchObject({ status, code });
    expect(message).toMatch(says);
    expect(app.asked).toEqual([]);
  });
});

describe('who asks', () => {
  const ON_BEHALF = { 'x-log-ai-user': 'J%C3%B6rg', 'x-log-ai-data-streams': 'logs-a,logs-b' };
  const callersOf = async (headers: Record<string, string>) => {
    const callers: unknown[] = [];
    const app = await startApp({
      overrides: {
        status: (_request, caller) => {
          callers.push(caller);
          return Promise.resolve(ANSWERS.status);
        },
      },
    });
    await app.ask(`${BASE}/status`, { headers });
    return callers;
  };

  test('is told to the services, with what they may see', async () => {
    expect(await callersOf(ON_BEHALF)).toEqual([{ user: 'Jörg', data_streams: ['logs-a', 'logs-b'] }]);
    expect(await callersOf({ 'x-log-ai-data-streams': '' })).toEqual([{ data_streams: [] }]);
    expect(await callersOf({})).toEqual([{}]);
  });

  test('on behalf of somebody gets nothing from endpoints that show everything', async () => {
    const app = await startApp();
    const operators = Object.values(ENDPOINTS as Record<string, EndpointContract>).filter(
      ({ privilege }) => privilege === undefined,
    );
    expect(operators.length).toBeGreaterThan(0);
    for (const { method, path } of operators) {
      const answer = await app.ask(BASE + path, { method: method.toUpperCase(), headers: ON_BEHALF });
      expect({ path, status: answer.status }).toEqual({ path, status: 403 });
    }
    expect(app.asked).toEqual([]);
  });

  test('cannot be said without the token', async () => {
    const app = await startApp({ api_token: TOKEN });
    expect((await app.ask(`${BASE}/status`, { headers: ON_BEHALF })).status).toBe(401);
    expect(app.asked).toEqual([]);
  });
});

test('who asks is told to the services; a dry run is answered at once', async () => {
  const estimate = { documents: 7, unlabelled: 2, estimated_seconds: 1 };
  const asked: unknown[] = [];
  const app = await startApp({
    overrides: {
      start_job: (request, caller) => {
        asked.push([request, caller]);
        return Promise.resolve(estimate);
      },
    },
  });
  const body = { kind: 'backfill', from: '2026-11-22T10:00:00Z', dry_run: true };
  const answer = await app.ask(`${BASE}/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf({ user: 'Jörg' }) },
    body: JSON.stringify(body),
  });
  expect({ status: answer.status, body: (await answer.json()) as unknown }).toEqual({
    status: 200,
    body: estimate,
  });
  expect(asked).toEqual([[{ body }, { user: 'Jörg' }]]);
});

describe('errors of the services', () => {
  test.each(Object.keys(ERROR_CODES) as ErrorCode[])('%s has its status', async (code) => {
    const error = new LogAiError(code, 'Do this.', { details: { index: 'i', password: 'secret' } });
    const app = await startApp({ overrides: { status: () => Promise.reject(error) } });
    const answer = await app.ask(`${BASE}/status`);
    expect(answer.status).toBe(ERROR_CODES[code].status);
    expect(await errorOf(answer)).toEqual({
      code,
      message: 'Do this.',
      details: { index: 'i', password: '[redacted]' },
    });
  });

  test('that nobody thought of are told to the log, not to the caller', async () => {
    const app = await startApp({
      overrides: { status: () => Promise.reject(new TypeError('secret of the inside')) },
    });
    const answer = await app.ask(`${BASE}/status`);
    expect(answer.status).toBe(500);
    expect(await errorOf(answer)).toEqual({
      code: 'internal',
      message: 'Something went wrong in Log AI: its log tells more.',
    });
    expect(app.logged.join('')).toContain('secret of the inside');
  });
});

describe('operation', () => {
  test('is live whatever happens, and ready or not with the reason', async () => {
    const reasons = ['Elasticsearch does not answer.'];
    const app = await startApp({
      overrides: { readiness: () => Promise.resolve({ status: 'not_ready', reasons }) },
    });
    expect(await (await app.ask('/health/live')).json()).toEqual({ status: 'live' });
    const notReady = await app.ask('/health/ready');
    expect(notReady.status).toBe(503);
    expect(await notReady.json()).toEqual({ status: 'not_ready', reasons });
    expect((await (await startApp()).ask('/health/ready')).status).toBe(200);
  });

  test('measures answers by route, not by address', async () => {
    const app = await startApp();
    await app.ask(`${BASE}/templates/template_one`);
    await app.ask(`${BASE}/templates/template_two`);
    await app.ask(`${BASE}/nowhere`);
    const metrics = await (await app.ask('/metrics')).text();
    expect(metrics).toContain(
      'log_ai_http_request_duration_seconds_count{route="/api/v1/templates/:id",status="200"} 2',
    );
    expect(metrics).toContain('log_ai_http_request_duration_seconds_count{route="none",status="404"} 1');
    expect(metrics).not.toContain('template_one');
  });

  test('does not say what it is built with', async () => {
    const answer = await (await startApp()).ask('/health/live');
    expect(answer.headers.get('x-powered-by')).toBeNull();
  });
});

describe('with a token', () => {
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

  test('whoever does not have it gets nothing but health', async () => {
    const app = await startApp({ api_token: TOKEN });
    for (const init of [
      undefined,
      bearer('wrong'),
      bearer(`${TOKEN}x`),
      { headers: { authorization: TOKEN } },
    ]) {
      for (const path of [`${BASE}/status`, `${BASE}/nowhere`, '/metrics', '/openapi.json']) {
        const answer = await app.ask(path, init);
        expect(answer.status).toBe(401);
        expect((await errorOf(answer)).code).toBe('unauthorized');
      }
    }
    expect(app.asked).toEqual([]);
    expect((await app.ask('/health/live')).status).toBe(200);
    expect((await app.ask('/health/ready')).status).toBe(200);
  });

  test('whoever has it gets everything', async () => {
    const app = await startApp({ api_token: TOKEN });
    for (const path of [`${BASE}/status`, '/metrics', '/openapi.json']) {
      expect((await app.ask(path, bearer(TOKEN))).status).toBe(200);
    }
    expect(app.logged.join('')).not.toContain(TOKEN);
  });
});
