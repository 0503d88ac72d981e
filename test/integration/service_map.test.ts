import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EdgeDocument } from '../../common/documents/edge_document.ts';
import { MINUTE_MS } from '../../common/minutes.ts';
import { composeLogAi, type LogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { serviceMapServices } from '../../ml-service/src/service/service_map.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { runCli } from '../fixtures/run_cli.ts';

/** Who calls whom of what is stored, beside the period before. */

const START = Date.parse('2026-01-15T14:00:00Z');
const iso = (minute: number) => new Date(START + minute * MINUTE_MS).toISOString();

function edgeOf(minute: number, caller: string | undefined, callee: string, failures: number): EdgeDocument {
  return {
    '@timestamp': iso(minute),
    ...(caller !== undefined && { caller }),
    callee,
    calls: 10,
    failures,
    retries: 0,
    latency_ms: { sum: 200, max: 90 },
    share: 1,
    data_streams: callee === 'ledger' ? ['logs-bank-default'] : ['logs-shop-default'],
  };
}

describe('the service map', () => {
  const client = connectToCluster();
  let logAi: LogAi;

  beforeAll(async () => {
    await cleanCluster(client, 'logs-*');
    logAi = composeLogAi(loadConfig({ env: { ELASTICSEARCH_URL } }));
    await logAi.setUp();
    const edges = [-2, -1, 0, 1].flatMap((minute) => [
      edgeOf(minute, undefined, 'gateway', 0),
      edgeOf(minute, 'gateway', 'cart', minute < 0 ? 0 : 5),
      ...(minute < 0 ? [] : [edgeOf(minute, 'cart', 'ledger', 0)]),
    ]);
    await logAi.ports.courses.writeEdges({ from: START - 2 * MINUTE_MS, to: START + 2 * MINUTE_MS }, edges);
  });
  afterAll(async () => {
    await logAi.close();
    await cleanCluster(client, 'logs-*');
    await client.close();
  });

  const RANGE = { from: iso(0), to: iso(2) };
  const ask = (query: object, caller = {}) =>
    serviceMapServices({ ...logAi.ports, now: () => START + 2 * MINUTE_MS }).service_map({ query }, caller);

  test('has all edges of the range beside those of as many minutes before', async () => {
    expect(await ask(RANGE)).toMatchObject({
      ...RANGE,
      before_from: iso(-2),
      before_known: true,
      share: 1,
      services: [
        { name: 'cart', calls: 20, failures: 10, mean_ms: 20, before: { calls: 20, failures: 0 } },
        { name: 'gateway', calls: 20, failures: 0, before: { calls: 20 } },
        { name: 'ledger', calls: 20 },
      ],
      edges: [
        { callee: 'gateway', calls: 20 },
        { caller: 'cart', callee: 'ledger', calls: 20 },
        { caller: 'gateway', callee: 'cart', calls: 20, failures: 10 },
      ],
    });
  });

  test('is of whole minutes', async () => {
    const within = { from: iso(0.5), to: iso(1.5) };
    expect(await ask(within)).toEqual(await ask(RANGE));
  });

  test('shows a caller only calls of requests all of whose lines they may read', async () => {
    const { services } = await ask(RANGE, { data_streams: ['logs-shop-default'] });
    expect(services.map(({ name }) => name)).toEqual(['cart', 'gateway']);
    expect(await ask(RANGE, { data_streams: [] })).toMatchObject({ services: [], edges: [] });
  });

  test('is told on the command line, the failing first', async () => {
    const env = { ELASTICSEARCH_URL };
    const range = ['--from', RANGE.from, '--to', RANGE.to];
    const { stdout } = await runCli(['requests', 'map', ...range], { env });
    expect(stdout.trimEnd().split('\n').slice(2)).toEqual([
      'CALLS  BEFORE       FAILED  BEFORE   MEAN  BEFORE  RETRIES',
      '   20      20  10 (50.0 %)       0  20 ms   20 ms        0  gateway → cart',
      '   20      20            0       0  20 ms   20 ms        0  (outside) → gateway',
      '   20       0            0          20 ms                0  cart → ledger',
    ]);
    const json = await runCli(['requests', 'map', ...range, '--json'], { env });
    expect(JSON.parse(json.stdout)).toEqual(await ask(RANGE));
  });
});
