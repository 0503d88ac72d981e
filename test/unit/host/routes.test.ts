import { errors } from '@elastic/elasticsearch';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type {
  KibanaResponse,
  ResponseFactory,
  RouteConfig,
  RouteHandler,
  RouteValidator,
} from '../../../server/kibana/contract.ts';
import { listen, type ListeningServer } from '../../host/server/http_server.ts';
import { RouteTable } from '../../host/server/router.ts';

type Validation = RouteConfig['validate'];

const accept: RouteValidator = (value, { ok }) => ok(value);
const READ: Validation = { params: accept, query: accept };
const READ_ALL: Validation = { ...READ, body: accept };

const configOf = (path: string, validate: Validation): RouteConfig => ({
  path,
  validate,
  options: { access: 'public', tags: [] },
  security: { authz: { requiredPrivileges: [] } },
});

/** A handler that answers with what it got. */
const echo: RouteHandler = (_context, { params, query, body }, { ok }) =>
  Promise.resolve(ok({ body: { params, query, body } }));
const answerWith =
  (make: (responses: ResponseFactory) => unknown): RouteHandler =>
  (_context, _request, responses) =>
    Promise.resolve(make(responses) as KibanaResponse);

const unknownUser = (headers: Record<string, string>) =>
  new errors.ResponseError({
    statusCode: 401,
    headers,
    body: { error: { type: 'security_exception', reason: 'unknown user' } },
    warnings: null,
    meta: {} as errors.ResponseError['meta']['meta'],
  });

const log = vi.fn<(message: string) => void>();
const aborted = vi.fn<() => void>();
const waiting = Promise.withResolvers<undefined>();
let server: ListeningServer;

const ANSWERS: Record<string, (responses: ResponseFactory) => unknown> = {
  text: ({ ok }) => ok({ body: 'a text' }),
  nothing_to_say: ({ ok }) => ok({ body: undefined }),
  custom: ({ customError }) =>
    customError({ statusCode: 502, body: { message: 'gone', attributes: { code: 'x' } } }),
  too_large: ({ customError }) => customError({ statusCode: 413, body: { message: 'too much' } }),
  too_late: ({ customError }) => customError({ statusCode: 504, body: { message: 'too late' } }),
  without_name: ({ customError }) => customError({ statusCode: 499, body: { message: 'closed' } }),
  error: ({ customError }) => customError({ statusCode: 500, body: new Error('an error') }),
  refused: ({ customError }) => customError({ statusCode: 500, body: unknownUser({}) }),
  no_error: ({ customError }) => customError({ statusCode: 200, body: { message: 'fine' } }),
  no_status: ({ customError }) => customError({ body: { message: 'x' } } as never),
  no_message: ({ customError }) => customError({ statusCode: 500, body: { message: '' } }),
  undefined: () => undefined,
  object: () => ({ status: 200 }),
  thrown: () => {
    throw new Error('a secret');
  },
  unknown_user: () => {
    throw unknownUser({});
  },
  asked_who: () => {
    throw unknownUser({ 'www-authenticate': 'ApiKey' });
  },
};

beforeAll(async () => {
  const table = new RouteTable();
  const router = table.createRouter();
  const get = (name: string, handler: RouteHandler, validate: Validation = READ) =>
    router.get(configOf(`/api/test/${name}`, validate), handler);
  get('things/{id}', echo);
  get('closed/{id}', echo, {});
  get('invalid', echo, { query: (_value, { badRequest }) => badRequest('no such thing', ['size']) });
  get('broken_validator', echo, {
    query: () => {
      throw new Error('it broke');
    },
  });
  for (const [name, make] of Object.entries(ANSWERS)) get(name, answerWith(make));
  get('slow', (_context, { events }) => {
    events.aborted$.subscribe(aborted);
    waiting.resolve(undefined);
    return new Promise(() => undefined);
  });
  for (const method of ['post', 'put'] as const) router[method](configOf('/api/test/things', READ_ALL), echo);
  router.post(configOf('/api/test/unread', {}), echo);
  server = await listen({
    page: { html: (base_path) => `<page of ${base_path}>`, files: new Map() },
    plugin_id: 'logAi',
    server_base_path: '/kibana',
    routes: table.routes,
    context: {
      kibana_version: '8.12.2',
      contextIn: () => ({ core: new Promise(() => undefined) }),
      logger: { error: log },
    },
    port: 0,
  });
});

beforeEach(() => log.mockClear());
afterAll(() => server.close());

async function ask(path: string, options: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${server.url}/api/test/${path}`, options);
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

const XSRF = { 'kbn-xsrf': 'true', 'content-type': 'application/json' };
const bad = (message: string) => ({ status: 400, body: { statusCode: 400, error: 'Bad Request', message } });
const NOT_FOUND = { status: 404, body: { statusCode: 404, error: 'Not Found', message: 'Not Found' } };

describe('addresses', () => {
  it.each([
    ['an address', 'things/7', 200],
    ['other letters', 'Things/7', 404],
    ['a slash at its end', 'things/7/', 404],
    ['no parameter', 'things/', 404],
    ['a parameter that cannot be decoded', 'things/%E0%A4%A', 400],
    ['no route', 'nowhere', 404],
  ])('%s: %s is %i', async (_what, path, status) => {
    expect((await ask(path)).status).toBe(status);
  });

  it.each(['OPTIONS', 'PATCH', 'DELETE'])('have no other methods: %s', async (method) => {
    expect(await ask('things/7', { method, headers: XSRF })).toEqual(NOT_FOUND);
  });

  it('answer to HEAD as to GET, without the body', async () => {
    expect(await ask('things/7', { method: 'HEAD' })).toEqual({ status: 200, body: undefined });
    expect(await ask('custom', { method: 'HEAD' })).toEqual({ status: 502, body: undefined });
  });

  it.each([
    ['/kibana/api/test/things/7', 200],
    ['/kibana/s/ops/api/test/things/7', 200],
    ['/kibana/s/OPS/api/test/things/7', 404],
    ['/api/test/things/7', 404],
    ['/kibana2/api/test/things/7', 404],
  ])('lie below the base path and in any space: %s is %i', async (path, status) => {
    expect((await fetch(new URL(path, server.url))).status).toBe(status);
  });

  it.each([
    ['/kibana/app/logAi/overview?a=1', '<page of /kibana>'],
    ['/kibana/s/ops/app/logAi', '<page of /kibana/s/ops>'],
    ['/kibana/s/ops', '<page of /kibana/s/ops>'],
  ])('the page knows what stands before them: %s', async (path, page) => {
    expect(await (await fetch(new URL(path, server.url))).text()).toBe(page);
  });
});

describe('validation of routes', () => {
  it('gives path parameters decoded, repeated keys as lists, all else as texts', async () => {
    expect(await ask('things/a%2Fb%20c?one=1&two=a&two=b&p=a+b&x%5B0%5D=1')).toEqual({
      status: 200,
      body: {
        params: { id: 'a/b c' },
        query: { one: '1', two: ['a', 'b'], p: 'a b', 'x[0]': '1' },
        body: {},
      },
    });
  });

  it('gives empty parts where there is no validation', async () => {
    expect((await ask('closed/7?one=1')).body).toEqual({ params: {}, query: {}, body: {} });
    const unread = await ask('unread', { method: 'POST', headers: XSRF, body: '{"a":' });
    expect(unread.body).toEqual({ params: {}, query: {}, body: {} });
  });

  it("keeps Kibana's own parameter to itself", async () => {
    expect((await ask('things/7?elasticInternalOrigin=true&a=1')).body).toMatchObject({ query: { a: '1' } });
  });

  it.each([
    ['invalid', '[request query.size]: no such thing'],
    ['broken_validator', '[request query]: it broke'],
  ])('%s: 400 with %s, and the log has it', async (path, message) => {
    expect(await ask(path)).toEqual(bad(message));
    expect(log).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('400 Bad Request'));
  });
});

describe('a route is refused when it is registered', () => {
  const register = (path: string, table = new RouteTable()) => {
    table.createRouter().get(configOf(path, {}), echo);
    return table;
  };

  it.each([
    [
      'no validation',
      undefined,
      "The [get] at [/api/x] does not have a 'validate' specified. Use 'false' as the value if you want to bypass validation.",
    ],
    ['a schema of another library', { query: { parse: () => ({}), validate: () => ({}) } }, '[query]'],
    ['a part that is undefined', { params: undefined }, '[params]'],
    ['a part that is none', { headers: {} }, '[headers]'],
    ['what is not imitated', false, 'does not imitate routes without validation'],
  ])('with %s', (_what, validate, message) => {
    const router = new RouteTable().createRouter();
    expect(() => router.get(configOf('/api/x', validate as unknown as Validation), echo)).toThrow(message);
  });

  it.each([
    ['api/x', 'Invalid path: api/x'],
    ['/api//x', 'Invalid path: /api//x'],
    ['/api/{id}/{id}', 'Cannot repeat the same parameter name: id in: /api/{id}/{id}'],
    ['/api/{id?}', 'The host does not imitate paths like /api/{id?}.'],
  ])('at %s', (path, message) => {
    expect(() => register(path)).toThrow(message);
  });

  it.each([
    ['/api/x', '/api/x'],
    ['/api/{a}/x', '/api/{b}/x'],
  ])('at %s where %s is', (path, other) => {
    const table = register(other);
    table.createRouter().post(configOf(path, {}), echo);
    expect(() => register(path, table)).toThrow(`New route ${path} conflicts with existing ${other}`);
  });
});

describe('bodies', () => {
  const post = (body: string | undefined, type: string | undefined) =>
    ask('things', {
      method: 'POST',
      headers: { 'kbn-xsrf': '1', ...(type !== undefined && { 'content-type': type }) },
      ...(body !== undefined && { body: new TextEncoder().encode(body) }),
    });

  it.each([
    ['application/json', '{"a":[1]}', { a: [1] }],
    ['application/json; charset=utf-8', 'null', null],
    ['application/vnd.x+json', '{"a":1}', { a: 1 }],
    [undefined, '{"a":1}', { a: 1 }],
    ['application/json', '{"constructor":{"prototype":1}}', { constructor: { prototype: 1 } }],
    ['text/csv', 'a,b', 'a,b'],
    ['application/x-www-form-urlencoded', 'a=1&a=2&b=x+y', { a: ['1', '2'], b: 'x y' }],
    ['application/octet-stream', 'ab', { type: 'Buffer', data: [97, 98] }],
    ['application/json', undefined, null],
    [undefined, undefined, null],
  ])('%s: %s is %j', async (type, body, expected) => {
    expect(await post(body, type)).toMatchObject({ status: 200, body: { body: expected } });
  });

  it.each([
    ['application/json', '{"a":', 400, 'Invalid request payload JSON format'],
    ['application/json', '{"a":{"__proto__":{}}}', 400, 'Invalid request payload JSON format'],
    ['rubbish', '{}', 400, 'Invalid content-type header'],
    ['application/xml', '<a/>', 415, 'Unsupported Media Type'],
    ['multipart/form-data; boundary=x', '--x--', 415, 'Unsupported Media Type'],
  ])('%s: %s is refused with %i', async (type, body, status, message) => {
    expect(await post(body, type)).toMatchObject({ status, body: { statusCode: status, message } });
  });

  it('have at most 1 MiB', async () => {
    const type = 'application/json';
    expect((await post(JSON.stringify('x'.repeat(1_048_574)), type)).status).toBe(200);
    expect(await post(JSON.stringify('x'.repeat(1_048_575)), type)).toEqual({
      status: 413,
      body: {
        statusCode: 413,
        error: 'Request Entity Too Large',
        message: 'Payload content length greater than maximum allowed: 1048576',
      },
    });
  });
});

describe('forged requests', () => {
  const FORGED = bad('Request must contain a kbn-xsrf header.');

  it.each([
    ['POST', {}, FORGED],
    ['PUT', {}, FORGED],
    ['POST', { 'kbn-xsrf': 'x' }, { status: 200 }],
    ['PUT', { 'kbn-version': '8.12.2' }, { status: 200 }],
    ['POST', { 'kbn-version': '' }, { status: 200 }],
  ])('%s with %j', async (method, headers, expected) => {
    expect(await ask('things', { method, headers: headers as HeadersInit })).toMatchObject(expected);
  });

  it.each(['GET', 'POST'])('a page of another version is told so: %s', async (method) => {
    const path = method === 'GET' ? 'things/1' : 'things';
    expect(await ask(path, { method, headers: { 'kbn-version': '8.12.1' } })).toEqual({
      status: 400,
      body: {
        statusCode: 400,
        error: 'Bad Request',
        message:
          'Browser client is out of date, please refresh the page ("kbn-version" header was "8.12.1" but should be "8.12.2")',
        attributes: { expected: '8.12.2', got: '8.12.1' },
      },
    });
  });
});

describe('answers', () => {
  it.each([
    ['custom', 502, { error: 'Bad Gateway', message: 'gone', attributes: { code: 'x' } }],
    ['too_large', 413, { error: 'Request Entity Too Large', message: 'too much' }],
    ['too_late', 504, { error: 'Gateway Time-out', message: 'too late' }],
    ['without_name', 499, { error: 'Unknown', message: 'closed' }],
    ['error', 500, { error: 'Internal Server Error', message: 'an error' }],
    ['refused', 500, { error: 'Internal Server Error', message: '[security_exception]: unknown user' }],
    ['nowhere', 404, { error: 'Not Found', message: 'Not Found' }],
  ])('%s: %i', async (path, status, body) => {
    expect(await ask(path)).toEqual({ status, body: { statusCode: status, ...body } });
  });

  it.each([
    ['text', 'text/html; charset=utf-8', 'a text'],
    ['nothing_to_say', null, ''],
    ['things/7', 'application/json; charset=utf-8', '{"params":{"id":"7"},"query":{},"body":{}}'],
  ])('%s comes as %s', async (path, type, expected) => {
    const answer = await fetch(`${server.url}/api/test/${path}`);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      type,
      expected,
    ]);
  });

  it.each([
    ['unknown_user', 'Basic realm="Authorization Required"'],
    ['asked_who', 'ApiKey'],
  ])('pass on that Elasticsearch does not know the user: %s', async (path, challenge) => {
    const answer = await fetch(`${server.url}/api/test/${path}`);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, challenge]);
    expect(await answer.json()).toMatchObject({ error: 'Unauthorized' });
  });

  it.each([
    ['thrown', 'a secret'],
    ['undefined', 'Unexpected result from Route Handler. Expected KibanaResponse, but given: undefined.'],
    ['object', 'Unexpected result from Route Handler. Expected KibanaResponse, but given: Object.'],
    ['no_error', 'Unexpected Http status code. Expected from 400 to 599, but given: 200'],
    ['no_status', 'options.statusCode is expected to be set. given options: undefined'],
    ['no_message', 'expected error message to be provided'],
  ])('%s: 500 that says nothing, and the log says %s', async (path, logged) => {
    expect(await ask(path)).toEqual({
      status: 500,
      body: {
        statusCode: 500,
        error: 'Internal Server Error',
        message: 'An internal server error occurred. Check Kibana server logs for details.',
      },
    });
    expect(log).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(logged));
  });

  it('say to the handler that nobody waits any more', async () => {
    const impatience = new AbortController();
    const asked = ask('slow', { signal: impatience.signal });
    await waiting.promise;
    impatience.abort();
    await expect(asked).rejects.toThrow('aborted');
    await vi.waitFor(() => expect(aborted).toHaveBeenCalledOnce());
  });
});
