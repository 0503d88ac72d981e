import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listen, type ListeningServer } from '../../host/server/http_server.ts';
import type { RESPONSES } from '../../host/server/responses.ts';
import { type RouteHandler, RouteTable } from '../../host/server/router.ts';
import type { RouteValidation } from '../../host/server/validation.ts';

const accept = (value: unknown, { ok }: { ok: (value: unknown) => object }) => ok(value);
const READ: RouteValidation = { params: accept, query: accept };
const READ_ALL: RouteValidation = { ...READ, body: accept };

interface Parts {
  params: unknown;
  query: unknown;
  body: unknown;
}
type Answers = typeof RESPONSES;

/** A handler that answers with what it got. */
const echo: RouteHandler = (_context, request, responses) => {
  const { params, query, body } = request as Parts;
  return (responses as Answers).ok({ body: { params, query, body } });
};
const answerWith =
  (make: (responses: Answers) => unknown): RouteHandler =>
  (_context, _request, responses) =>
    make(responses as Answers);

const logError = vi.fn<(message: string) => void>();
const aborted = vi.fn<() => void>();
const waiting = Promise.withResolvers<undefined>();
let server: ListeningServer;

beforeAll(async () => {
  const table = new RouteTable();
  const router = table.createRouter();
  const get = (name: string, handler: RouteHandler, validate: RouteValidation = READ) =>
    router.get({ path: `/api/test/${name}`, validate }, handler);
  get('things/{id}', echo);
  get('closed/{id}', echo, false);
  get('refused', echo, { query: (_value, { badRequest }) => badRequest('no such thing', ['size']) });
  get('broken_validator', echo, {
    query: () => {
      throw new Error('it broke');
    },
  });
  get('typed', echo, {
    query: {
      validate: (_value, _context, name) => {
        throw new Error(`[${name}]: from a type`);
      },
    },
  });
  get(
    'empty',
    answerWith(({ noContent }) => noContent()),
  );
  get(
    'forbidden',
    answerWith(({ forbidden }) => forbidden()),
  );
  get(
    'custom',
    answerWith(({ customError }) =>
      customError({ statusCode: 502, body: { message: 'gone', attributes: { code: 'x' } } }),
    ),
  );
  get(
    'not_an_error',
    answerWith(({ customError }) => customError({ statusCode: 200, body: 'fine' })),
  );
  get('nothing', () => undefined);
  get('thrown', () => {
    throw new Error('a secret');
  });
  get('unknown_user', () => {
    throw Object.assign(new Error('security_exception'), { name: 'ResponseError', statusCode: 401 });
  });
  get('slow', (_context, request) => {
    const { aborted$ } = (request as { events: { aborted$: { subscribe(listener: () => void): void } } })
      .events;
    aborted$.subscribe(aborted);
    waiting.resolve(undefined);
    return new Promise(() => undefined);
  });
  for (const method of ['post', 'put', 'delete'] as const) {
    router[method]({ path: '/api/test/things', validate: READ_ALL }, echo);
  }
  router.post({ path: '/api/test/unread', validate: false }, echo);
  server = await listen({
    page: { htmlFor: () => '<page>', files: new Map() },
    plugin_id: 'logAi',
    routes: table.routes,
    context: { kibana_version: '8.12.2', handler_context: {}, logError },
    port: 0,
  });
});

afterAll(() => server.close());

async function ask(path: string, options: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${server.url}/api/test/${path}`, options);
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

const XSRF = { 'kbn-xsrf': 'true', 'content-type': 'application/json' };
const bad = (message: string) => ({ status: 400, body: { statusCode: 400, error: 'Bad Request', message } });

describe('validation of routes', () => {
  it('gives path parameters decoded, repeated keys as lists, all else as texts', async () => {
    expect(await ask('things/a%2Fb%20c?one=1&two=a&two=b')).toEqual({
      status: 200,
      body: { params: { id: 'a/b c' }, query: { one: '1', two: ['a', 'b'] }, body: {} },
    });
  });

  it('gives empty parts where there is no validation', async () => {
    expect((await ask('closed/7?one=1')).body).toEqual({ params: {}, query: {}, body: {} });
    const unread = await ask('unread', { method: 'POST', headers: XSRF, body: '{"a":1}' });
    expect(unread.body).toEqual({ params: {}, query: {}, body: {} });
  });

  it.each([
    ['refused', '[request query.size]: no such thing'],
    ['broken_validator', '[request query]: it broke'],
    ['typed', '[request query]: from a type'],
  ])('%s: 400 with %s', async (path, message) => {
    expect(await ask(path)).toEqual(bad(message));
  });

  it.each([
    ['no validation', undefined, "does not have a 'validate' specified"],
    ['a schema of another library', { query: { parse: () => ({}) } }, 'Expected a valid validation logic'],
  ])('refuses a route with %s when it is registered', (_what, validate, message) => {
    const router = new RouteTable().createRouter();
    expect(() =>
      router.get({ path: '/api/x', validate: validate as unknown as RouteValidation }, echo),
    ).toThrow(message);
  });

  it('refuses a second route of one address', () => {
    const router = new RouteTable().createRouter();
    router.get({ path: '/api/x', validate: false }, echo);
    router.post({ path: '/api/x', validate: false }, echo);
    expect(() => router.get({ path: '/api/x', validate: false }, echo)).toThrow('conflicts');
  });
});

describe('bodies', () => {
  const post = (body: string, headers: Record<string, string> = XSRF) =>
    ask('things', { method: 'POST', headers, body });

  it('are JSON', async () => {
    expect((await post('{"a":[1]}')).body).toMatchObject({ body: { a: [1] } });
    expect(await post('{"a":')).toEqual(bad('Invalid request payload JSON format'));
    expect((await post('a=1', { ...XSRF, 'content-type': 'text/csv' })).status).toBe(415);
  });

  it('are null when nothing was sent', async () => {
    expect((await ask('things', { method: 'PUT', headers: XSRF })).body).toMatchObject({ body: null });
  });

  it('have at most 1 MiB', async () => {
    expect((await post(JSON.stringify('x'.repeat(1_048_574)))).status).toBe(200);
    expect(await post(JSON.stringify('x'.repeat(1_048_575)))).toMatchObject({
      status: 413,
      body: { message: 'Payload content length greater than maximum allowed: 1048576' },
    });
  });
});

describe('forged requests', () => {
  it.each(['POST', 'PUT', 'DELETE'])('%s needs a header that other sites cannot send', async (method) => {
    expect(await ask('things', { method })).toEqual(bad('Request must contain a kbn-xsrf header.'));
    expect((await ask('things', { method, headers: { 'kbn-xsrf': 'x' } })).status).toBe(200);
    expect((await ask('things', { method, headers: { 'kbn-version': '8.12.2' } })).status).toBe(200);
  });

  it('takes no page of another version', async () => {
    const { status, body } = await ask('things/1', { headers: { 'kbn-version': '8.12.1' } });
    expect(status).toBe(400);
    expect(body).toMatchObject({ message: expect.stringContaining('out of date') as string });
  });
});

describe('answers', () => {
  it.each([
    ['empty', 204, undefined],
    ['forbidden', 403, { statusCode: 403, error: 'Forbidden', message: 'Forbidden' }],
    ['custom', 502, { statusCode: 502, error: 'Bad Gateway', message: 'gone', attributes: { code: 'x' } }],
    ['unknown_user', 401, { statusCode: 401, error: 'Unauthorized', message: 'security_exception' }],
    ['nowhere', 404, { statusCode: 404, error: 'Not Found', message: 'Not Found' }],
  ])('%s: %i', async (path, status, body) => {
    expect(await ask(path)).toEqual({ status, body });
  });

  it.each([
    ['thrown', 'a secret'],
    ['nothing', 'Expected KibanaResponse, but given: undefined.'],
    ['not_an_error', 'Expected from 400 to 599, but given: 200'],
  ])('%s: 500 that says nothing, and the log says %s', async (path, logged) => {
    logError.mockClear();
    expect(await ask(path)).toEqual({
      status: 500,
      body: {
        statusCode: 500,
        error: 'Internal Server Error',
        message: 'An internal server error occurred. Check Kibana server logs for details.',
      },
    });
    expect(logError).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(logged));
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
