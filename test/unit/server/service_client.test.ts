import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { addressOf } from '../../../common/api/address.ts';
import { ENDPOINTS } from '../../../common/api.ts';
import { ServiceClient } from '../../../server/service/service_client.ts';
import { ANSWERS } from '../../fixtures/memory_services.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function clientOf(answer: RequestListener, options: { token?: string; timeout_ms?: number } = {}) {
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return new ServiceClient({ url: `http://127.0.0.1:${port}/`, timeout_ms: 5000, ...options });
}

const json =
  (status: number, body: unknown): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const never = new AbortController().signal;
const refusal = (code: string) => ({ error: { code, message: `because of ${code}` } });

describe('the address of an endpoint', () => {
  test.each([
    [
      ENDPOINTS.templates,
      { query: { ids: ['a', 'b&c'], size: 2, service: undefined } },
      '/templates?ids=a&ids=b%26c&size=2',
    ],
    [ENDPOINTS.request, { id: 'req/1 ?#%' }, '/requests/req%2F1%20%3F%23%25'],
    [ENDPOINTS.request, { id: '$&' }, '/requests/%24%26'],
    [ENDPOINTS.status, {}, '/status'],
  ])('%#', (endpoint, input, address) => {
    expect(addressOf(endpoint, input)).toBe(address);
  });
});

describe('the client of the service', () => {
  test('asks with the token and gives the answer', async () => {
    const asked: { url?: string | undefined; method?: string | undefined; token?: string | undefined }[] = [];
    const client = await clientOf(
      (request, response) => {
        asked.push({ url: request.url, method: request.method, token: request.headers.authorization });
        json(200, ANSWERS.requests)(request, response);
      },
      { token: 'secret' },
    );
    expect(await client.call('requests', { query: { size: 2 } }, { signal: never })).toEqual(
      ANSWERS.requests,
    );
    expect(asked).toEqual([{ url: '/api/v1/requests?size=2', method: 'GET', token: 'Bearer secret' }]);
  });

  test.each<[name: string, answer: RequestListener, code: string]>([
    ['the service refuses with a code of its own', json(404, refusal('not_found')), 'not_found'],
    // A 401 would end the user's session in Kibana.
    ['the token is wrong', json(401, refusal('unauthorized')), 'service_refused'],
    ['something else answers', json(404, { hello: 1 }), 'service_unreachable'],
    ['something else answers well', json(200, { hello: 1 }), 'service_unreachable'],
    ['it answers no JSON', (_request, response) => void response.end('<html>'), 'service_unreachable'],
    ['it hangs up', (request) => void request.socket.destroy(), 'service_unreachable'],
  ])('%s', async (_name, answer, code) => {
    const client = await clientOf(answer);
    await expect(client.call('requests', {}, { signal: never })).rejects.toMatchObject({
      name: 'LogAiError',
      code,
    });
  });

  test('asks once more where a connection ends just when it is used again', async () => {
    const connections = new WeakMap<object, number>();
    let hung_up = 0;
    const client = await clientOf((request, response) => {
      const uses = (connections.get(request.socket) ?? 0) + 1;
      connections.set(request.socket, uses);
      if (uses === 1 || hung_up === 1) {
        json(200, ANSWERS.requests)(request, response);
        return;
      }
      hung_up += 1;
      request.socket.destroy();
    });
    const asked = () => client.call('requests', {}, { signal: never });
    const answers = [await asked(), await asked(), await asked()];
    expect(answers).toEqual(answers.map(() => ANSWERS.requests));
    expect(hung_up).toBe(1);
  });

  test('does not wait for ever, nor for a browser that is gone', async () => {
    const silent: RequestListener = () => undefined;
    const impatient = await clientOf(silent, { timeout_ms: 50 });
    await expect(impatient.call('status', {}, { signal: never })).rejects.toThrow(
      /did not respond within 0.05 s/,
    );
    const client = await clientOf(silent);
    const gone = new AbortController();
    const asked = client.call('status', {}, { signal: gone.signal });
    gone.abort();
    await expect(asked).rejects.toMatchObject({ code: 'service_unreachable' });
  });
});
