import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Job } from '../../common/api.ts';
import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import { BacktestResult } from '../../common/documents/backtest_result.ts';
import { composeLogAi, type LogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { askApi } from '../fixtures/api_client.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { failingOrders } from '../fixtures/failing_orders.ts';
import { readJob, runBackfill, waitForJob } from '../fixtures/run_backfill.ts';
import { runCli } from '../fixtures/run_cli.ts';
import { type ServiceProcess, startServiceProcess } from '../fixtures/service_process.ts';
import { beginAnew, readFinalState, ship } from '../fixtures/task_world.ts';

/** Back-tests on a real cluster: what they find, what they write, and after a kill. */

const INDEX = 'logs-backtest-old';
const MINUTE = 60_000;
const BLOCK = 360 * MINUTE;
/** Days ago, two hours before a block ends, so that there are two of them. */
const START = Math.floor(Date.now() / BLOCK) * BLOCK - 12 * BLOCK - 120 * MINUTE;
const RANGE = {
  from: new Date(START).toISOString(),
  to: new Date(START + 240 * MINUTE).toISOString(),
};
const env = {
  ELASTICSEARCH_URL,
  LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
  LOG_AI_ELASTICSEARCH__LOG_INDICES: 'logs-backtest-*',
  LOG_AI_TASKS__INTERVAL_SECONDS: '1',
  LOG_AI_TASKS__LEASE_TTL_SECONDS: '3',
};

/** For eight minutes of each block the database refuses. */
const LINES = failingOrders({
  start: START,
  minutes: 240,
  isFailing: (minute) => (minute >= 100 && minute < 108) || (minute >= 170 && minute < 178),
});

describe('a back-test', () => {
  const client = connectToCluster();
  let logAi: LogAi;
  let service: ServiceProcess;
  let found: Readonly<Record<string, AnomalyDocument>>;

  const anomalies = async () =>
    (await readFinalState(client, INDEX)).anomalies as Readonly<Record<string, AnomalyDocument>>;
  const forget = () =>
    client.deleteByQuery({ index: 'log-ai-anomalies*', query: { match_all: {} }, refresh: true });
  const start = async (more: Record<string, unknown> = {}) => {
    const { status, body } = await askApi<Job>(service.url, '/jobs', { kind: 'backtest', ...RANGE, ...more });
    expect({ status, body }).toMatchObject({ status: 202, body: { kind: 'backtest' } });
    return body.id;
  };
  const run = async (more: Record<string, unknown> = {}) => {
    const job = await waitForJob(service.url, await start(more));
    expect(job).toMatchObject({ status: 'done', done: LINES.length, total: LINES.length });
    return BacktestResult.parse(job.result);
  };

  beforeAll(async () => {
    await cleanCluster(client, 'logs-backtest-*');
    logAi = composeLogAi(loadConfig({ env }));
    await logAi.setUp();
    await beginAnew(logAi, INDEX);
    await ship(client, INDEX, LINES);
    service = await startServiceProcess(env);
    await runBackfill(service.url, RANGE);
    found = await anomalies();
    expect(Object.keys(found).length).toBeGreaterThan(1);
  });
  afterAll(async () => {
    await service.kill();
    await logAi.close();
    await cleanCluster(client, 'logs-backtest-*');
    await client.close();
  });

  test('finds what was found when the range was read, and writes nothing', async () => {
    await forget();
    const { worst, worst_incidents, ...result } = await run();
    // Two outages are an incident each, with the requests that failed for it.
    expect(worst_incidents).toHaveLength(result.incidents);
    expect(worst_incidents.map(({ failed_requests }) => failed_requests > 0)).toEqual([true, true]);
    expect(result).toMatchObject({ anomalies: Object.keys(found).length, expected: 0, judged_minutes: 240 });
    const told = worst.map(({ id, type, first_seen, last_seen, risk_score }) => [
      id,
      type,
      first_seen,
      last_seen,
      risk_score,
    ]);
    const stored = Object.values(found).map(({ event, anomaly }) => [
      event.id,
      anomaly.type,
      anomaly.first_seen,
      anomaly.last_seen,
      event.risk_score,
    ]);
    expect(told.sort()).toEqual(stored.sort());
    expect(await anomalies()).toEqual({});
  });

  test('at a high sensitivity finds them at least as severe, at a low one at most', async () => {
    const normal = await run({ sensitivity: 'normal' });
    for (const [sensitivity, is] of [
      ['high', (a: number, b: number) => a >= b],
      ['low', (a: number, b: number) => a <= b],
    ] as const) {
      const other = new Map((await run({ sensitivity })).worst.map(({ id, risk_score }) => [id, risk_score]));
      expect(normal.worst.every(({ id, risk_score }) => is(other.get(id)!, risk_score))).toBe(true);
      expect([...other.values()]).not.toEqual(normal.worst.map(({ risk_score }) => risk_score));
    }
  });

  test('killed after a part goes on and tells the same', async () => {
    const expected = await run();
    const id = await start({ rate_limit_docs_per_s: 100 });
    await vi.waitFor(async () => expect((await readJob(service.url, id)).done_until).toBeDefined(), {
      timeout: 30_000,
      interval: 50,
    });
    await service.kill();
    service = await startServiceProcess(env);
    const job = await waitForJob(service.url, id);
    expect(job).toMatchObject({ status: 'done', result: expected });
  });

  test('asked to, writes what a backfill writes; at the sensitivity that is set', async () => {
    await forget();
    await run({ write: true });
    expect(await anomalies()).toEqual(found);
    const { status, body } = await askApi<Job>(service.url, '/jobs', {
      kind: 'backtest',
      ...RANGE,
      write: true,
      sensitivity: 'high',
    });
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { code: 'request_invalid' } } });
  });

  test('has a command of its own', async () => {
    const args = ['backtest', '--from', RANGE.from, '--to', RANGE.to];
    const { stdout, code } = await runCli(args, { env });
    expect({ stdout, code }).toMatchObject({ code: 0 });
    expect(stdout).toContain('240 minutes judged');
    expect(stdout).toContain('would have been found');
    expect(stdout).toContain('2 incidents would have been told');
  });
});
