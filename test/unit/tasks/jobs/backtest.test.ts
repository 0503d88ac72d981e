import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import { BacktestResult } from '../../../../common/documents/backtest_result.ts';
import type { JobDocument } from '../../../../common/documents/operation_documents.ts';
import type { RequestDocument } from '../../../../common/documents/request_document.ts';
import { LogAiError } from '../../../../common/errors.ts';
import { frequencyDetector } from '../../../../ml-service/src/detect/frequency/detector.ts';
import { errorShareDetector } from '../../../../ml-service/src/detect/shares/detector.ts';
import type { LogStore } from '../../../../ml-service/src/ports/logs.ts';
import type { RecordStore } from '../../../../ml-service/src/ports/records.ts';
import type { TimeRange } from '../../../../ml-service/src/ports/time.ts';
import { IncidentsConfig } from '../../../../ml-service/src/settings/incidents.ts';
import type { CountedLines } from '../../../../ml-service/src/store/counted_lines.ts';
import { queuedJob } from '../../../../ml-service/src/store/job_record.ts';
import {
  type BacktestRequest,
  backtestWork,
  estimateBacktest,
  storedBacktestOf,
} from '../../../../ml-service/src/tasks/jobs/backtest.ts';
import { JobRunner } from '../../../../ml-service/src/tasks/jobs/job_runner.ts';
import { makeJob, steerJob } from '../../../../ml-service/src/tasks/jobs/make_job.ts';
import { requestOf, ZERO } from '../../../fixtures/incident_world.ts';
import { memoryIncidents } from '../../../fixtures/memory_incidents.ts';
import { MemoryExpectations } from '../../../fixtures/memory_expectations.ts';
import { MemoryJobs } from '../../../fixtures/memory_jobs.ts';
import { MemoryTemplates } from '../../../fixtures/memory_templates.ts';

const MINUTE = 60_000;
/** What is judged at once. */
const BLOCK_MINUTES = 360;
/** Two hours before a block ends. */
const START = Math.floor(Date.parse('2026-10-01T00:00:00Z') / MINUTE / BLOCK_MINUTES) * BLOCK_MINUTES + 240;
const RANGE: TimeRange = { from: START * MINUTE, to: (START + 480) * MINUTE };

/** Minutes in which requests to `orders` fail. The last two lie on both sides of the end of a block, 11 minutes apart. */
const OUTAGES = [
  [60, 68],
  [112, 119],
  [130, 136],
] as const;

/** What is counted of two services, a hundred lines a minute each, and the failed requests that are stored. */
class World {
  readonly expectations = new MemoryExpectations();
  readonly anomalies = new Map<string, AnomalyDocument>();
  readonly requests = new Map<string, RequestDocument>();
  readonly rows: readonly CountedLines[];
  told = 0;
  slept = 0;
  /** In the midst of judging. */
  onPause: () => Promise<void> = () => Promise.resolve();

  constructor(minutes = 480) {
    const row = { index: 'logs-shop', status: 'parsed' };
    this.rows = Array.from({ length: minutes + 200 }, (_, at) => at - 200).flatMap((at): CountedLines[] => {
      const isFailing = OUTAGES.some(([from, to]) => from <= at && at < to);
      const minute = START + at;
      const failed: CountedLines = {
        ...row,
        minute,
        template_id: 'failed',
        service: 'orders',
        level: 'ERROR',
        count: 60,
      };
      return [
        {
          ...row,
          minute,
          template_id: 'paid',
          service: 'orders',
          level: 'INFO',
          count: isFailing ? 40 : 100,
        },
        { ...row, minute, template_id: 'got', service: 'gateway', level: 'INFO', count: 100 },
        ...(isFailing ? [failed] : []),
      ];
    });
  }

  private within({ from, to }: TimeRange): readonly CountedLines[] {
    return this.rows.filter(({ minute }) => from <= minute * MINUTE && minute * MINUTE < to);
  }

  readonly logs = {
    countWithin: (range: TimeRange, which?: string) =>
      Promise.resolve(which === undefined ? this.within(range).length : 1000),
    firstWithin: (range: TimeRange) =>
      Promise.resolve(this.within(range)[0] && this.within(range)[0]!.minute * MINUTE),
    samples: () => Promise.resolve([]),
  } as unknown as LogStore;

  readonly records = {
    readCounts: (from: number, to: number) =>
      Promise.resolve(this.within({ from: from * MINUTE, to: to * MINUTE })),
    countedIntervals: ({ range }: { range: TimeRange }) =>
      Promise.resolve([...new Set(this.within(range).map(({ minute }) => minute * MINUTE))]),
    dataStreamsOf: () => Promise.resolve(['logs-shop']),
    readAnomaliesOf: () => Promise.resolve([]),
    writeAnomalies: (anomalies: readonly AnomalyDocument[]) => {
      for (const one of anomalies) this.anomalies.set(one.event.id, one);
      return Promise.resolve();
    },
  } as unknown as RecordStore;

  readonly work = backtestWork({
    ports: {
      logs: this.logs,
      records: this.records,
      incidents: memoryIncidents({ anomalies: new Map(), requests: this.requests, incidents: new Map() }),
      expectations: this.expectations,
      templates: new MemoryTemplates(),
      state: { read: () => Promise.resolve(undefined), readAll: () => Promise.resolve(new Map()) },
      now: () => RANGE.to + 30 * 24 * 60 * MINUTE + this.slept,
      pause: () => this.onPause(),
      sleep: (ms) => {
        this.slept += ms;
        return Promise.resolve();
      },
    },
    shared: {
      tellIncidents: () => Promise.resolve((this.told += 1) > 0),
    } as never,
    detectors: [frequencyDetector(), errorShareDetector()],
    history_minutes: 200,
    lag_ms: 10_000,
    alert_max_age_ms: Infinity,
    incident_settings: IncidentsConfig.parse({}),
  });

  async run(how: Partial<BacktestRequest> = {}) {
    const job = queuedJob({ kind: 'backtest', request: storedBacktestOf({ range: RANGE, ...how }), now: 0 });
    const checkpoints: Partial<JobDocument>[] = [];
    const last = await this.work({
      job,
      signal: new AbortController().signal,
      note: () => undefined,
      checkpoint: (progress) => Promise.resolve(void checkpoints.push(progress)),
    });
    return { last, checkpoints, result: BacktestResult.parse(last.result) };
  }
}

describe('a back-test', () => {
  test('tells what would have been found, block by block, and writes nothing', async () => {
    const world = new World();
    const { last, checkpoints, result } = await world.run();
    expect(checkpoints.map(({ done_until }) => done_until)).toEqual([
      new Date((START + 120) * MINUTE).toISOString(),
      new Date(RANGE.to).toISOString(),
    ]);
    expect(last).toMatchObject({ done: last.total, done_until: new Date(RANGE.to).toISOString() });
    expect(result).toMatchObject({ judged_minutes: 480, unknown_minutes: 0, expected: 0 });
    const shares = result.worst.filter(({ reason }) => reason.includes('errors'));
    expect(
      shares.map(({ first_seen, last_seen }) =>
        [first_seen, last_seen].map((time) => Date.parse(time) / MINUTE - START),
      ),
    ).toEqual(expect.arrayContaining(OUTAGES.map((outage) => [...outage])));
    expect(world.anomalies.size).toBe(0);
    expect(world.told).toBe(0);
  });

  test('tells incidents of them as one look at all tells them, also over the end of a block', async () => {
    const { result, checkpoints } = await new World().run();
    expect(result.incidents).toBe(2);
    expect(
      result.worst_incidents
        .map(({ start, end }) => [start, end].map((time) => Date.parse(time) / MINUTE - START))
        .sort((a, b) => a[0]! - b[0]!),
    ).toEqual([
      [60, 68],
      [112, 136],
    ]);
    expect(result.worst_incidents.reduce((sum, { anomalies }) => sum + anomalies, 0)).toBe(result.anomalies);
    // What goes on is told by the block that sees its end.
    expect(BacktestResult.parse(checkpoints[0]!.result).incidents).toBe(1);
  });

  test('says how many of the stored requests failed for an incident, and where they did first', async () => {
    const world = new World();
    for (const at of [61, 62, 115]) {
      const request = requestOf({
        id: `request-${at}`,
        minute: START + at - ZERO,
        services: ['orders', 'gateway'],
      });
      world.requests.set(request.request_id, request);
    }
    const { result } = await world.run();
    expect(
      result.worst_incidents
        .map(({ start, failed_requests, first_service }) => ({ start, failed_requests, first_service }))
        .sort((a, b) => (a.start < b.start ? -1 : 1)),
    ).toMatchObject([
      { failed_requests: 2, first_service: 'orders' },
      { failed_requests: 1, first_service: 'orders' },
    ]);
  });

  test('at another sensitivity finds the same in other bands; what is expected is counted apart, and no incident', async () => {
    const [low, high] = await Promise.all(
      (['low', 'high'] as const).map(async (sensitivity) => (await new World().run({ sensitivity })).result),
    );
    expect(low!.anomalies).toBe(high!.anomalies);
    expect(low!.worst[0]!.risk_score).toBeLessThan(high!.worst[0]!.risk_score);
    const world = new World();
    await world.expectations.update('maintenance', () => ({
      id: 'maintenance',
      kind: 'maintenance',
      about: { services: ['orders'] },
      from: new Date(RANGE.from).toISOString(),
      created: new Date(RANGE.from).toISOString(),
    }));
    const { result } = await world.run();
    expect(result).toMatchObject({ anomalies: 0, expected: low!.anomalies, incidents: 0, worst: [] });
  });

  test('says of which minutes nothing is counted', async () => {
    const { result } = await new World(200).run();
    expect(result).toMatchObject({ judged_minutes: 200, unknown_minutes: 280 });
  });

  test('asked to, writes what it finds and has incidents told; not at a sensitivity that nobody set', async () => {
    const world = new World();
    const { result } = await world.run({ write: true });
    expect(world.anomalies.size).toBe(result.anomalies);
    expect(world.told).toBeGreaterThan(0);
    expect(() => storedBacktestOf({ range: RANGE, write: true, sensitivity: 'high' })).toThrow(LogAiError);
  });

  test('takes as long as its limit says', async () => {
    const world = new World();
    const { last } = await world.run({ rate_limit_docs_per_s: 10 });
    expect(world.slept / 1000).toBeCloseTo(last.total! / 10, 0);
  });
});

describe('a back-test as a job', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: RANGE.to + 30 * 24 * 60 * MINUTE });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  /** A job whose work stands still in its second block until it is told to go on. */
  async function begun() {
    const world = new World();
    const jobs = new MemoryJobs();
    const ports = { jobs, now: Date.now };
    const { id } = await makeJob(ports, { kind: 'backtest', request: storedBacktestOf({ range: RANGE }) });
    let isStanding = false;
    world.onPause = async () => {
      while (isStanding && jobs.jobs.get(id)?.done_until !== undefined)
        await new Promise((resolve) => setTimeout(resolve, 100));
    };
    isStanding = true;
    const runner = new JobRunner({
      jobs,
      now: Date.now,
      owner: 'one',
      ttl_ms: 60_000,
      interval_ms: 10_000,
      work: { backtest: world.work },
    });
    runner.start();
    await pass(5000);
    expect(jobs.jobs.get(id)).toMatchObject({
      status: 'running',
      done_until: new Date((START + 120) * MINUTE).toISOString(),
    });
    const goOn = () => {
      isStanding = false;
    };
    return { world, jobs, ports, id, runner, goOn };
  }

  test('paused in a block it rests, and resumed it tells what it would have told without', async () => {
    const { jobs, ports, id, runner, goOn } = await begun();
    await steerJob(ports, { id, word: 'pause' });
    await pass(1000);
    goOn();
    await pass(60_000);
    expect(jobs.jobs.get(id)).toMatchObject({ status: 'paused' });
    const before = jobs.jobs.get(id);
    await pass(60_000);
    expect(jobs.jobs.get(id)).toEqual(before);
    await steerJob(ports, { id, word: 'resume' });
    await pass(30_000);
    const { last } = await new World().run();
    expect(jobs.jobs.get(id)).toMatchObject({ status: 'done', done: last.total, result: last.result });
    await runner.stop();
  });

  test('cancelled it ends with what it had found', async () => {
    const { jobs, ports, id, runner, goOn } = await begun();
    const { result } = jobs.jobs.get(id)!;
    await steerJob(ports, { id, word: 'cancel' });
    await pass(1000);
    goOn();
    await pass(60_000);
    expect(jobs.jobs.get(id)).toMatchObject({ status: 'cancelled', result });
    await expect(steerJob(ports, { id, word: 'resume' })).rejects.toThrow(LogAiError);
    await runner.stop();
  });
});

test('a dry run says what there is to do: nothing is labelled', async () => {
  const world = new World();
  const estimate = await estimateBacktest(world.logs, { range: RANGE });
  expect(estimate).toEqual({
    documents: await world.logs.countWithin(RANGE),
    unlabelled: 0,
    estimated_seconds: 8,
  });
  const limited = await estimateBacktest(world.logs, { range: RANGE, rate_limit_docs_per_s: 1 });
  expect(limited.estimated_seconds).toBe(estimate.documents);
});
