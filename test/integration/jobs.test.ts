import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BackfillEstimate, Job } from '../../common/api.ts';
import { composeLogAi, type LogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { detectorsOf } from '../../ml-service/src/detect/detectors.ts';
import { RequestsConfig } from '../../ml-service/src/settings/requests.ts';
import { askApi } from '../fixtures/api_client.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { runCli } from '../fixtures/run_cli.ts';
import { failingOrders } from '../fixtures/failing_orders.ts';
import { readJob, startBackfill, waitForJob } from '../fixtures/run_backfill.ts';
import { type ServiceProcess, startServiceProcess } from '../fixtures/service_process.ts';
import { beginAnew, readFinalState, readLabel, ship, startProcess } from '../fixtures/task_world.ts';

/** Backfills on a real cluster: beside the live tasks, steered by people, and after a kill. */

const INDEX = 'logs-jobs-old';
const LIVE = 'logs-jobs-live';
const MINUTE = 60_000;
const HOURS = 4;
/** Days ago, so that the live tasks have nothing to do with it. */
const START = Math.floor(Date.now() / (60 * MINUTE)) * 60 * MINUTE - 72 * 60 * MINUTE;
const RANGE = {
  from: new Date(START).toISOString(),
  to: new Date(START + HOURS * 60 * MINUTE).toISOString(),
};
const env = {
  ELASTICSEARCH_URL,
  LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
  LOG_AI_ELASTICSEARCH__LOG_INDICES: 'logs-jobs-*',
  LOG_AI_TASKS__INTERVAL_SECONDS: '1',
  LOG_AI_TASKS__LEASE_TTL_SECONDS: '3',
};

/** In the third hour orders fail for eight minutes. */
const LINES = failingOrders({
  start: START,
  minutes: HOURS * 60,
  isFailing: (minute) => minute >= 170 && minute < 178,
});

describe('a backfill', () => {
  const client = connectToCluster();
  let logAi: LogAi;
  const services: ServiceProcess[] = [];

  const start = async () => {
    const service = await startServiceProcess(env);
    services.push(service);
    return service;
  };
  /** Logs that no pipeline has seen. */
  const shipUnlabelled = async () => {
    await client.indices.create({ index: INDEX, settings: { final_pipeline: '_none' } });
    await ship(client, INDEX, LINES);
  };
  const begin = async () => {
    // First: the pipeline cannot go while an index has it.
    await client.indices.delete({ index: LIVE, ignore_unavailable: true });
    await beginAnew(logAi, INDEX);
    await shipUnlabelled();
  };
  const steer = async (url: string, id: string, word: 'pause' | 'resume' | 'cancel') => {
    const { status, body } = await askApi<Job>(url, `/jobs/${encodeURIComponent(id)}/${word}`, null);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };
  const startSlow = async (url: string, rate: number) => {
    const { status, body } = await askApi<Job>(url, '/jobs', {
      kind: 'backfill',
      ...RANGE,
      rate_limit_docs_per_s: rate,
    });
    expect(status).toBe(202);
    return body.id;
  };
  const waitUntil = (url: string, id: string, is: (job: Job) => boolean) =>
    vi.waitFor(
      async () => {
        const job = await readJob(url, id);
        expect(is(job), JSON.stringify(job)).toBe(true);
        return job;
      },
      { timeout: 60_000, interval: 50 },
    );

  beforeAll(async () => {
    await cleanCluster(client, 'logs-jobs-*');
    logAi = composeLogAi(loadConfig({ env }));
    await logAi.setUp();
  });
  beforeEach(begin);
  afterEach(async () => {
    await Promise.all(services.splice(0).map((service) => service.kill()));
  });
  afterAll(async () => {
    await logAi.close();
    await cleanCluster(client, 'logs-jobs-*');
    await client.close();
  });

  /** What a backfill that nobody disturbs leaves. */
  const undisturbed = async () => {
    const process = startProcess(logAi, undefined, detectorsOf(), { requests: RequestsConfig.parse({}) });
    await process.backfill({ from: Date.parse(RANGE.from), to: Date.parse(RANGE.to) });
    const state = await readFinalState(client, INDEX);
    expect(Object.keys(state.labels)).toHaveLength(LINES.length);
    expect(Object.values(state.counts).reduce((sum, count) => sum + count, 0)).toBe(LINES.length);
    expect(Object.keys(state.anomalies).length).toBeGreaterThan(0);
    expect(Object.keys(state.requests)).toHaveLength(8);
    return state;
  };

  test('killed again and again goes on where it was, and everything is right', async () => {
    const expected = await undisturbed();
    await begin();
    const first = await start();
    const id = await startSlow(first.url, 150);
    await waitUntil(first.url, id, ({ done }) => done > 30);
    await first.kill();
    const second = await start();
    await waitUntil(second.url, id, ({ done_until }) => done_until !== undefined);
    await second.kill();
    const third = await start();
    const done = await waitForJob(third.url, id);
    expect(done).toMatchObject({ status: 'done', done: LINES.length, total: LINES.length });
    expect(done.result).toMatchObject({ counted_minutes: HOURS * 60, unknown: 0 });
    // Where a minute ended meanwhile, the live task judged what was counted by then: with the next minute, the rest.
    await vi.waitFor(async () => expect(await readFinalState(client, INDEX)).toEqual(expected), {
      timeout: 150_000,
      interval: 1000,
    });
    await third.stop();
  }, 300_000);

  test('that stops in order is another process’s at once', async () => {
    const first = await start();
    const id = await startSlow(first.url, 150);
    await waitUntil(first.url, id, ({ done }) => done > 30);
    expect(await first.stop()).toBe(0);
    const left = (await logAi.ports.jobs.read(id))!;
    expect(left).toMatchObject({ status: 'queued' });
    const second = await start();
    expect(await waitForJob(second.url, id)).toMatchObject({ status: 'done', done: LINES.length });
  });

  test('rests, goes on and ends when people say so', async () => {
    const { url } = await start();
    const id = await startSlow(url, 100);
    await waitUntil(url, id, ({ done }) => done > 30);
    expect(await steer(url, id, 'pause')).toMatchObject({ status: 'paused' });
    await sleep(1500);
    const labelled = () => client.count({ index: INDEX, q: '_exists_:log_ai.parse.status' });
    const { count } = await labelled();
    await sleep(2500);
    expect((await labelled()).count).toBe(count);
    expect(count).toBeLessThan(LINES.length);
    expect(await steer(url, id, 'resume')).toMatchObject({ status: 'queued' });
    await waitUntil(url, id, ({ status }) => status === 'running');
    expect(await steer(url, id, 'cancel')).toMatchObject({ status: 'cancelled' });
    await sleep(1500);
    const cancelled = await readJob(url, id);
    expect(cancelled).toMatchObject({ status: 'cancelled', finished: expect.any(String) as string });
    const { status } = await askApi(url, `/jobs/${encodeURIComponent(id)}/resume`, null);
    expect(status).toBe(409);
    expect((await askApi(url, '/jobs/nobody')).status).toBe(404);
    // What was done stays done, and the next one does the rest.
    const next = await waitForJob(url, await startBackfill(url, RANGE));
    expect(next).toMatchObject({ status: 'done', done: LINES.length });
    expect((next.result as { labelled: number }).labelled).toBeLessThanOrEqual(LINES.length - count);
  });

  test('stops nobody: live lines get their templates while it works', async () => {
    const { url } = await start();
    const id = await startSlow(url, 40);
    await waitUntil(url, id, ({ done }) => done > 10);
    for (let round = 0; round < 3; round += 1) {
      const line = { _id: `live-${round}`, '@timestamp': new Date().toISOString() };
      const message = `${'abc'[round]!.repeat(round + 3)} nobody has said this before`;
      await ship(client, LIVE, [{ ...line, message }]);
      await vi.waitFor(
        async () =>
          expect((await readLabel(client, { index: LIVE, id: line._id })).parse.status).toBe('parsed'),
        { timeout: 30_000, interval: 100 },
      );
      const { status, error } = await readJob(url, id);
      expect({ status, error }).toEqual({ status: 'running' });
    }
  });

  test('says beforehand how much there is to do, and does nothing', async () => {
    const { url } = await start();
    const request = { kind: 'backfill', ...RANGE, dry_run: true };
    const { status, body } = await askApi<BackfillEstimate>(url, '/jobs', request);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { documents: LINES.length, unlabelled: LINES.length },
    });
    expect(body.estimated_seconds).toBeGreaterThan(0);
    const limited = await askApi(url, '/jobs', { ...request, rate_limit_docs_per_s: 10 });
    expect(limited.body).toMatchObject({ estimated_seconds: LINES.length / 10 });
    expect((await askApi(url, '/jobs')).body).toEqual({ jobs: [] });
  });

  describe('by the command line', () => {
    const cli = async <T>(...args: readonly string[]): Promise<T> => {
      const { code, stdout, stderr } = await runCli([...args, '--json'], { env });
      expect({ code, stderr, stdout }).toMatchObject({ code: 0 });
      return JSON.parse(stdout) as T;
    };

    test('works without a service, and beside one that holds the leases', async () => {
      const { url } = await start();
      await vi.waitFor(
        async () =>
          expect((await askApi<{ generation?: number }>(url, '/status')).body.generation).toBeDefined(),
        { timeout: 30_000 },
      );
      const beside = await cli<{ job: Job }>('backfill', '--from', RANGE.from, '--to', RANGE.to);
      expect(beside.job).toMatchObject({ status: 'done', done: LINES.length });
      await services[0]!.stop();
      const alone = await cli<{ job: Job; anomalies: unknown[] }>(
        'backfill',
        '--from',
        RANGE.from,
        '--to',
        RANGE.to,
      );
      expect(alone.job).toMatchObject({ status: 'done', done: LINES.length, result: { labelled: 0 } });
      expect(alone.anomalies.length).toBeGreaterThan(0);
    });

    test('leaves a job to others, shows it, has it rest, and goes on with it', async () => {
      const asked = await cli<{ documents: number }>(
        'backfill',
        '--from',
        RANGE.from,
        '--to',
        RANGE.to,
        '--dry-run',
      );
      expect(asked.documents).toBe(LINES.length);
      const { job } = await cli<{ job: Job }>('backfill', '--from', RANGE.from, '--to', RANGE.to, '--detach');
      expect(job).toMatchObject({ status: 'queued' });
      expect(await cli('jobs', 'show', job.id)).toMatchObject({ id: job.id });
      expect(await cli('jobs', 'pause', job.id)).toMatchObject({ status: 'paused' });
      const { jobs } = await cli<{ jobs: Job[] }>('jobs');
      expect(jobs).toMatchObject([{ id: job.id, status: 'paused' }]);
      expect(await cli('jobs', 'resume', job.id)).toMatchObject({ status: 'done', done: LINES.length });
      const refused = await runCli(['jobs', 'cancel', job.id], { env });
      expect({ code: refused.code, said: refused.stderr }).toMatchObject({
        code: 1,
        said: expect.stringContaining('is done: it cannot cancel') as string,
      });
    });
  });
});
