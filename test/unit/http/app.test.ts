import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { ErrorBody } from '../../../common/api.ts';
import { ERROR_CODES, type ErrorCode, LogAiError } from '../../../common/errors.ts';
import { createHttpApp } from '../../../ml-service/src/adapters/http/app.ts';
import { ENDPOINTS } from '../../../ml-service/src/adapters/http/endpoints.ts';
import { Metrics } from '../../../ml-service/src/adapters/http/metrics.ts';
import type { HttpServices } from '../../../ml-service/src/adapters/http/services.ts';
import { ANSWERS, memoryServices } from '../../fixtures/memory_services.ts';

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
  const RANGE = { from: '2026-11-22T10:00:00Z', to: '2026-11-22T11:00:00+01:00' };
  test.each<{ call: string; body?: unknown; asks: keyof HttpServices; input?: unknown; answer: unknown }>([
    {
      call: 'POST /parse',
      body: { lines: [{ message: 'a', '@timestamp': 1, level: 'INFO' }] },
      asks: 'parse',
      input: [{ message: 'a', '@timestamp': 1, level: 'INFO' }],
      answer: { records: ANSWERS.parse },
    },
    {
      call: 'GET /templates',
      asks: 'templates',
      input: { size: 50, from: 0 },
      answer: ANSWERS.templates,
    },
    {
      call: 'GET /templates?query=time%20out&service=cart&size=7&from=14',
      asks: 'templates',
      input: { query: 'time out', service: 'cart', size: 7, from: 14 },
      answer: ANSWERS.templates,
    },
    {
      call: 'GET /templates/template_a%2Fb_1a2b',
      asks: 'template',
      input: 'template_a/b_1a2b',
      answer: ANSWERS.template,
    },
    {
      call: 'GET /anomalies',
      asks: 'anomalies',
      input: { size: 100, min_score: 0 },
      answer: { anomalies: ANSWERS.anomalies },
    },
    {
      call: `GET /anomalies?from=${RANGE.from}&to=${encodeURIComponent('2026-11-22T13:00:00+01:00')}&min_score=50`,
      asks: 'anomalies',
      input: { from: RANGE.from, to: '2026-11-22T13:00:00+01:00', size: 100, min_score: 50 },
      answer: { anomalies: ANSWERS.anomalies },
    },
    {
      call: 'GET /requests?size=3',
      asks: 'requests',
      input: { size: 3 },
      answer: { requests: ANSWERS.requests },
    },
    {
      call: 'GET /requests/r-1',
      asks: 'request',
      input: 'r-1',
      answer: ANSWERS.request,
    },
    {
      call: 'POST /detect',
      body: { from: RANGE.from, to: '2026-11-22T11:00:00Z' },
      asks: 'detect',
      input: { from: RANGE.from, to: '2026-11-22T11:00:00Z' },
      answer: ANSWERS.detect,
    },
    { call: 'POST /learn', asks: 'learn', answer: ANSWERS.learn },
    { call: 'GET /status', asks: 'status', answer: ANSWERS.status },
  ])('$call', async ({ call, body, asks, input, answer }) => {
    const [method, path] = call.split(' ') as [string, string];
    const app = await startApp();
    const init = body === undefined ? { method } : undefined;
    const response = await (init ? app.ask(BASE + path, init) : app.post(BASE + path, body));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    const given: unknown = await response.json();
    expect(given).toEqual(answer);
    expect(app.asked).toEqual([{ name: asks, input }]);
    const endpoint = ENDPOINTS.find(
      (candidate) =>
        candidate.method === method.toLowerCase() &&
        new RegExp(`^${candidate.path.replace('{id}', '[^/]+')}$`).test(path.split('?', 1)[0]!),
    );
    expect(endpoint!.response.parse(given)).toEqual(answer);
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
  ['no range', '/detect', { body: '{}' }, 400, 'request_invalid', /from/],
  ['no zone', '/detect', { body: '{"from":"2026-01-01T00:00:00","to":"2026-01-02T00:00:00Z"}' }, 400, 'request_invalid', /from/],
  ['an empty range', '/detect', { body: '{"from":"2026-01-01T00:00:00Z","to":"2026-01-01T00:00:00Z"}' }, 400, 'request_invalid', /from must be before to/],
  ['a size of 0', '/templates?size=0', undefined, 400, 'request_invalid', /size/],
  ['a size of many', '/templates?size=many', undefined, 400, 'request_invalid', /size/],
  ['a page too far', '/templates?from=9001', undefined, 400, 'request_invalid', /from/],
  ['an unknown key', '/anomalies?colour=red', undefined, 400, 'request_invalid', /colour/],
  ['a score above 100', '/anomalies?min_score=101', undefined, 400, 'request_invalid', /min_score/],
  ['a backward range', '/requests?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', undefined, 400, 'request_invalid', /from must be before to/],
  ['a damaged path', '/templates/%E0%A4%A', undefined, 400, 'request_invalid', /cannot be read/],
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
