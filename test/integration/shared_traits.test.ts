import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeLogAi, type LogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { requestServices } from '../../ml-service/src/service/requests.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { runCli } from '../fixtures/run_cli.ts';
import { standingClock } from '../fixtures/standing_clock.ts';
import { startProcess } from '../fixtures/task_world.ts';

/** Requests on a real cluster: those that come upon the new version of a service on one of its hosts fail. */

const START = Date.parse('2026-01-15T14:00:00Z');
const END = START + 3_600_000;
const INDEX = 'logs-*';
const REQUESTS = 400;
const RANGE = { from: new Date(START).toISOString(), to: new Date(END).toISOString() };

/** Every tenth request is paid on the new host; of these all but the first fail. */
function* linesOf(at: number) {
  const line = (service: string, more: object, message: string, level = 'INFO') => ({
    stream: service === 'payment' ? 'logs-payment-default' : 'logs-shop-default',
    document: {
      '@timestamp': new Date(START + at * 5000 + (service === 'payment' ? 20 : 0)).toISOString(),
      message,
      log: { level },
      service: { name: service },
      http: { request: { id: `r-${at}` } },
      ...more,
    },
  });
  const is_new = at % 10 === 0;
  const host = { host: { name: is_new ? 'node-7' : `node-${at % 3}` } };
  yield line('gateway', {}, `POST /orders/${at} from user kim`);
  const card = is_new ? 'gold' : 'plain';
  const version = { name: 'payment', version: is_new ? '2.4.1' : '2.4.0' };
  yield line('payment', { ...host, service: version }, `Charging order ${at} on a ${card} card`);
  if (is_new && at > 0) yield line('payment', host, `Cannot charge order ${at}: no route to bank`, 'ERROR');
}

describe('what failed requests share', () => {
  const client = connectToCluster();
  let logAi: LogAi;

  beforeAll(async () => {
    await cleanCluster(client, INDEX);
    logAi = composeLogAi(loadConfig({ env: { ELASTICSEARCH_URL } }));
    await logAi.setUp();
    const lines = Array.from({ length: REQUESTS }, (_, at) => [...linesOf(at)]).flat();
    const { errors } = await client.bulk({
      refresh: true,
      operations: lines.flatMap(({ stream, document }) => [{ create: { _index: stream } }, document]),
    });
    expect(errors).toBe(false);
    const process = startProcess(logAi, (ports) => standingClock(ports, END));
    await process.backfill({ from: START, to: END });
  });
  afterAll(async () => {
    await logAi.close();
    await cleanCluster(client, INDEX);
    await client.close();
  });

  const services = () => requestServices({ ...logAi.ports, now: () => END });

  test('is the host, the version and the value of those that failed, as one, with its numbers', async () => {
    const { traits, ...told } = await services().shared_traits({ query: RANGE });
    expect(told).toEqual({
      verdict: 'compared',
      least: 5,
      ...RANGE,
      failed_total: 39,
      failed: 39,
      others: 361,
      share: 1,
    });
    expect(traits).toHaveLength(1);
    expect(traits[0]).toMatchObject({
      kind: 'host',
      text: 'node-7',
      failed: 39,
      failed_of: 39,
      others: 1,
      others_of: 361,
    });
    expect(traits[0]!.also.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['payment 2.4.1', expect.stringMatching(/= gold$|gold/)]),
    );
    expect(traits[0]!.odds_ratio).toBeGreaterThan(1000);
    expect(traits[0]!.p_value).toBeLessThan(1e-40);
  });

  test('is made of the lines that the caller may read, and of failures that come from these alone', async () => {
    const ask = (...data_streams: string[]) => services().shared_traits({ query: RANGE }, { data_streams });
    expect(await ask('logs-payment-default', 'logs-shop-default')).toMatchObject({ verdict: 'compared' });
    // Each of the failed requests has a line that this one may not read.
    expect(await ask('logs-payment-default')).toMatchObject({ verdict: 'too_few_failed', failed_total: 0 });
  });

  test.each([
    { query: { ...RANGE, service: 'payment' }, verdict: 'compared', failed: 39 },
    { query: { ...RANGE, service: 'gateway' }, verdict: 'too_few_failed', failed: 0 },
    {
      query: { ...RANGE, filter: JSON.stringify({ term: { 'first_error.service': 'payment' } }) },
      verdict: 'compared',
      failed: 39,
    },
    // The first four minutes: four requests failed.
    {
      query: { from: RANGE.from, to: new Date(START + 240_000).toISOString() },
      verdict: 'too_few_failed',
      failed: 4,
    },
    { query: {}, verdict: 'compared', failed: 39 },
  ])('of $query: $verdict, $failed failed', async ({ query, verdict, failed }) => {
    expect(await services().shared_traits({ query })).toMatchObject({ verdict, failed });
  });

  test('is told on the command line', async () => {
    const env = { ELASTICSEARCH_URL };
    const range = ['--from', RANGE.from, '--to', RANGE.to];
    const { stdout } = await runCli(['requests', 'shared', ...range], { env });
    expect(stdout).toContain('39 failed requests beside 361 without an error');
    expect(stdout).toMatch(/39 of 39 +1 of 361 +×[\d,]+ +\S+ +host +node-7 \(and \d+ more\)/);
    const json = await runCli(['requests', 'shared', ...range, '--json'], { env });
    expect(JSON.parse(json.stdout)).toEqual(await services().shared_traits({ query: RANGE }));
    const backwards = await runCli(['requests', 'shared', '--from', RANGE.to, '--to', RANGE.from], { env });
    expect(backwards.code).toBe(1);
    expect(backwards.stderr).toContain('ends before it begins');
  });
});
