import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HttpFetchOptions } from '../../../public/kibana/contract.ts';
import { createBasePath } from '../../host/browser/base_path.ts';
import { createHttp } from '../../host/browser/http.ts';

const ORIGIN = 'http://kibana.test';
const { basePath, fetch: ask } = createHttp({
  kibana_version: '8.12.2',
  build_number: 70_281,
  base_path: createBasePath('/kibana/s/ops'),
});

const fetched = vi.fn<(request: Request) => Promise<Response>>();

beforeEach(() => {
  vi.stubGlobal('fetch', fetched);
  // On a page, an address begins at the page's own site.
  vi.stubGlobal(
    'Request',
    class extends Request {
      constructor(path: string, options: RequestInit) {
        super(new URL(path, ORIGIN), options);
      }
    },
  );
  fetched.mockReset();
  fetched.mockImplementation(async () => Promise.resolve(Response.json({})));
});
afterEach(() => vi.unstubAllGlobals());

async function requestOf(path: string, options?: HttpFetchOptions): Promise<Request> {
  await ask(path, options);
  return fetched.mock.lastCall![0];
}

describe('basePath', () => {
  it.each([
    ['/app/logAi', '/kibana/s/ops/app/logAi'],
    ['/app/logAi?a=/b', '/kibana/s/ops/app/logAi?a=/b'],
    ['app/logAi', 'app/logAi'],
    ['?a=b', '?a=b'],
    ['//elastic.co/x', '//elastic.co/x'],
    ['https://elastic.co/x', 'https://elastic.co/x'],
  ])('prepend: %s → %s', (path, expected) => {
    expect(basePath.prepend(path)).toBe(expected);
  });

  it.each([
    ['/kibana/s/ops/app/logAi', '/app/logAi'],
    ['/kibana/s/ops', '/'],
    ['/kibana/s/ops2/app', '/kibana/s/ops2/app'],
    ['/app/logAi', '/app/logAi'],
  ])('remove: %s → %s', (path, expected) => {
    expect(basePath.remove(path)).toBe(expected);
  });

  it('changes nothing where there is none', () => {
    const none = createBasePath('');
    expect([none.get(), none.prepend('/app/x'), none.remove('/app/x')]).toEqual(['', '/app/x', '/app/x']);
  });
});

describe('what http.fetch sends', () => {
  it('says which Kibana asks', async () => {
    const { url, method, headers } = await requestOf('/api/x', { method: 'POST', body: '{}' });
    expect([method, url]).toEqual(['POST', `${ORIGIN}/kibana/s/ops/api/x`]);
    expect(Object.fromEntries(headers)).toEqual({
      'content-type': 'application/json',
      'kbn-build-number': '70281',
      'kbn-version': '8.12.2',
      'x-elastic-internal-origin': 'Kibana',
    });
  });

  it.each([
    ['no query', {}, ''],
    ['what is undefined is left out', { a: undefined, b: 1 }, '?b=1'],
    ['lists repeat their key', { a: [1, 'b c'] }, '?a=1&a=b%20c'],
    ['an empty list is nothing', { a: [] }, ''],
    ['null is empty', { a: null }, '?a='],
    ['objects are lost', { a: { b: 1 } }, '?a='],
    ['what is no number is lost', { a: Number.NaN }, '?a='],
    ['a boolean is its name', { a: false }, '?a=false'],
    ['signs are encoded', { 'a b': 'ü&=+' }, '?a%20b=%C3%BC%26%3D%2B'],
  ])('query: %s', async (_what, query, expected) => {
    expect((await requestOf('/api/x', { query })).url).toBe(`${ORIGIN}/kibana/s/ops/api/x${expected}`);
  });

  it('takes a query in the path for a part of its last name', async () => {
    expect((await requestOf('/api/x?size=1#2')).url).toBe(`${ORIGIN}/kibana/s/ops/api/x%3Fsize=1%232`);
  });

  it.each([
    [
      'headers of Kibana',
      ['/api/x', { headers: { 'kbn-xsrf': '1', 'kbn-version': '8.0.0', accept: '*' } }],
      'Invalid fetch headers, headers beginning with "kbn-" are not allowed: [kbn-xsrf,kbn-version]',
    ],
    [
      'the header of its own pages',
      ['/api/x', { headers: { 'x-elastic-internal-origin': 'me' } }],
      'Invalid fetch headers, headers beginning with "x-elastic-internal-" are not allowed: [x-elastic-internal-origin]',
    ],
    [
      'options that are none',
      ['/api/x', 'POST'],
      'Invalid fetch arguments, must either be (string, object) or (object, undefined), received (string, string)',
    ],
    [
      'an option that the contract has not',
      ['/api/x', { asResponse: true }],
      'does not imitate the option asResponse',
    ],
    ['one object', [{ path: '/api/x' }], 'does not imitate fetch with one object'],
  ])('refuses %s', async (_what, given, message) => {
    await expect(ask(...(given as Parameters<typeof ask>))).rejects.toThrow(message);
    expect(fetched).not.toHaveBeenCalled();
  });
});

describe('what http.fetch gives', () => {
  it.each([
    ['application/json', '{"a":1}', { a: 1 }],
    ['application/json; charset=utf-8', '[]', []],
    ['text/plain', '{"a":1}', { a: 1 }],
    ['text/plain', 'a text', 'a text'],
    ['text/html', '', ''],
  ])('a body of %s, %s, is %j', async (type, body, expected) => {
    fetched.mockResolvedValue(new Response(body, { headers: { 'content-type': type } }));
    expect(await ask('/api/x')).toEqual(expected);
  });

  it('ndjson is a blob', async () => {
    fetched.mockResolvedValue(new Response('{}', { headers: { 'content-type': 'application/ndjson' } }));
    expect(await ask('/api/x')).toBeInstanceOf(Blob);
  });
});

describe('what http.fetch throws', () => {
  const body = { statusCode: 503, error: 'Service Unavailable', message: 'gone', attributes: { code: 'x' } };

  it('has the answer, and its status line as the message', async () => {
    const response = Response.json(body, { status: 503, statusText: 'Service Unavailable' });
    fetched.mockResolvedValue(response);
    await expect(ask('/api/x')).rejects.toMatchObject({
      name: 'Error',
      message: 'Service Unavailable',
      body,
      response,
      request: { url: `${ORIGIN}/kibana/s/ops/api/x` },
    });
  });

  it.each([
    ['nothing answers', new TypeError('Failed to fetch')],
    ['it was aborted', new DOMException('The user aborted a request.', 'AbortError')],
  ])('has no response where %s', async (_what, { name, message }) => {
    fetched.mockRejectedValue(Object.assign(new Error(message), { name }));
    const thrown: unknown = await ask('/api/x').catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown).toMatchObject({ name, message, response: undefined, body: undefined });
  });

  it('has the response, and no body, where JSON is none', async () => {
    fetched.mockResolvedValue(new Response('<html>', { headers: { 'content-type': 'application/json' } }));
    await expect(ask('/api/x')).rejects.toMatchObject({
      name: 'SyntaxError',
      response: { status: 200 },
      body: null,
    });
  });
});
