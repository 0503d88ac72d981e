import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { ENDPOINTS, type EndpointName } from '../../../common/api.ts';
import { addressOf } from '../../../common/api/address.ts';
import { anomalyTypeText } from '../../../public/anomalies/anomaly_type_label.ts';
import { verdictText } from '../../../public/status/verdict_text.ts';
import { ServiceClient } from '../../../server/service/service_client.ts';
import { ANSWERS } from '../../fixtures/memory_services.ts';

/** A plugin that is older than its service: what it does not know yet takes nothing away from what it knows. */

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function clientOf(status: number, answer: unknown) {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return new ServiceClient({ url: `http://127.0.0.1:${port}`, timeout_ms: 5000 });
}

/** As a newer service says it: with a key more in each object. */
function withNews(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNews);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, withNews(inner)]);
  return { ...Object.fromEntries(entries), news: 7 } as unknown;
}

const never = new AbortController().signal;
const call = async (name: EndpointName, answer: unknown) => {
  const id = addressOf(ENDPOINTS[name], {}).includes('{id}') ? { id: 'a' } : {};
  return (await clientOf(200, answer)).call(name, id, { signal: never }) as Promise<unknown>;
};
type Answers = Record<string, Record<string, unknown>>;

describe('an older plugin', () => {
  test.each((Object.keys(ENDPOINTS) as EndpointName[]).map((name) => ({ name })))(
    'reads an answer of $name that says more',
    async ({ name }) => {
      const known = (ANSWERS as unknown as Answers)[name]!;
      const read = (await call(name, withNews(known))) as Record<string, unknown>;
      expect(read).toMatchObject(known);
      expect(Object.keys(read).sort()).toEqual(Object.keys(known).sort());
    },
  );

  test('reads words that it does not know', async () => {
    const anomaly = structuredClone(ANSWERS.anomaly) as { anomaly: object };
    const news = {
      ...anomaly,
      anomaly: { ...anomaly.anomaly, type: 'clock_skew', status: 'acknowledged' },
    };
    const read = await call('anomalies', { total: 1, anomalies: [news] });
    expect(read).toMatchObject({ anomalies: [{ anomaly: { type: 'clock_skew', status: 'acknowledged' } }] });
    const [job] = ANSWERS.jobs.jobs;
    expect(await call('jobs', { jobs: [{ ...job, kind: 'back_test', status: 'paused' }] })).toMatchObject({
      jobs: [{ kind: 'back_test', status: 'paused' }],
    });
    const pin = { id: 'edit_2', kind: 'pin', created: '2026-11-22T10:00:00.000Z', template_id: 'a' };
    const edits = { revision: 2, total: 2, edits: [pin, ...ANSWERS.edits.edits] };
    expect(await call('edits', edits)).toEqual(edits);
  });

  test('still refuses what is no answer of the service', async () => {
    await expect(call('anomalies', { total: 1 })).rejects.toMatchObject({ code: 'service_unreachable' });
  });

  test('passes on in words what is refused with a code that it does not know', async () => {
    const refusal = { error: { code: 'too_steep', message: 'Climb down first.', hint: 1 } };
    const client = await clientOf(409, refusal);
    await expect(client.call('status', {}, { signal: never })).rejects.toMatchObject({
      name: 'LogAiError',
      code: 'conflict',
      message: 'Climb down first.',
      details: { code: 'too_steep' },
    });
  });

  test('shows what it does not know by its name', () => {
    expect(anomalyTypeText('new_template')).toBe('New template');
    expect(anomalyTypeText('clock_skew')).toBe('Clock skew');
    const verdict = { detector: 'tide', verdict: 'too_early' as 'judged', minutes: 2 };
    expect(verdictText(verdict)).toBe('too early (2 minutes)');
  });
});
