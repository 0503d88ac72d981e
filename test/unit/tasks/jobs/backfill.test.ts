import { describe, expect, test } from 'vitest';
import type { JobDocument } from '../../../../common/documents/operation_documents.ts';
import type { LogStore } from '../../../../ml-service/src/ports/logs.ts';
import type { RecordStore } from '../../../../ml-service/src/ports/records.ts';
import type { TimeRange } from '../../../../ml-service/src/ports/time.ts';
import { queuedJob } from '../../../../ml-service/src/store/job_record.ts';
import {
  BackfillResult,
  backfillWork,
  estimateBackfill,
  storedRequestOf,
} from '../../../../ml-service/src/tasks/jobs/backfill.ts';
import { CourseKnowledge } from '../../../../ml-service/src/tasks/courses/course_knowledge.ts';
import type { JobProgress } from '../../../../ml-service/src/tasks/jobs/job_runner.ts';
import { MemoryCourses } from '../../../fixtures/memory_courses.ts';
import { MemoryExpectations } from '../../../fixtures/memory_expectations.ts';
import { MemoryTemplates } from '../../../fixtures/memory_templates.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const START = Date.parse('2026-10-01T00:00:00.000Z');

interface Log {
  readonly time: number;
  status: 'unlabelled' | 'unknown' | 'parsed';
}

/** Logs without a label, in memory: indexed anew they are unknown until they are learned, and parsed afterwards. */
class World {
  clock = START + 100 * 24 * HOUR;
  isLearned = false;
  /** False: the live tasks are another process's, which does its part when time passes. */
  isOurs = true;
  isCounted = false;
  readonly slept: number[] = [];
  readonly read: TimeRange[] = [];
  readonly correlated: TimeRange[] = [];
  readonly labelled: number[] = [];
  readonly logs: Log[];
  readonly courses = new MemoryCourses();

  constructor(times: readonly number[]) {
    this.logs = times.map((time) => ({ time, status: 'unlabelled' }));
  }

  private within({ from, to }: TimeRange): Log[] {
    return this.logs.filter(({ time }) => from <= time && time < to);
  }

  private learnAll(): void {
    this.isLearned = true;
    for (const log of this.logs) if (log.status === 'unknown') log.status = 'parsed';
  }

  readonly store = {
    countWithin: (range: TimeRange, which?: 'unlabelled' | 'unknown') =>
      Promise.resolve(
        this.within(range).filter(({ status }) => which === undefined || status === which).length,
      ),
    firstWithin: (range: TimeRange) => Promise.resolve(this.within(range)[0]?.time),
    relabel: (range: TimeRange, { most }: { most: number }) => {
      this.read.push(range);
      const found = this.within(range)
        .filter(({ status }) => status === 'unlabelled')
        .slice(0, most);
      for (const log of found) log.status = this.isLearned ? 'parsed' : 'unknown';
      this.labelled.push(found.length);
      return Promise.resolve(found.length);
    },
    minutesWithin: (range: TimeRange) => {
      this.read.push(range);
      return Promise.resolve([...new Set(this.within(range).map(({ time }) => Math.floor(time / MINUTE)))]);
    },
    samples: () => Promise.resolve([]),
    failedRequestIds: (range: TimeRange) => {
      this.correlated.push(range);
      return { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true }) }) };
    },
  } as unknown as LogStore;

  readonly records = {
    readCounts: (from: number, to: number) => {
      this.read.push({ from: from * MINUTE, to: to * MINUTE });
      return Promise.resolve([]);
    },
    countedIntervals: () => Promise.resolve([]),
    writeAnomalies: () => Promise.resolve(),
    writeRequests: () => Promise.resolve(),
  } as unknown as RecordStore;

  readonly shared = {
    learn: () => {
      if (this.isOurs) this.learnAll();
      return Promise.resolve(this.isOurs);
    },
    count: () => Promise.resolve((this.isCounted = this.isOurs)),
    tellIncidents: () => Promise.resolve(true),
    courseKnowledge: () =>
      new CourseKnowledge({
        ports: { courses: this.courses, pause: () => Promise.resolve() },
        keeper: { view: () => Promise.resolve({ resolve: (id: string) => id } as never) },
      }),
    isCounted: () => Promise.resolve(this.isCounted),
  };

  async run(
    range: TimeRange,
    { rate, job, until }: { rate?: number; job?: JobDocument; until?: number } = {},
  ): Promise<{ last: JobProgress; checkpoints: JobProgress[]; job: JobDocument }> {
    const request = storedRequestOf({ range, rate_limit_docs_per_s: rate });
    let current = job ?? queuedJob({ kind: 'backfill', request, now: this.clock });
    const checkpoints: JobProgress[] = [];
    const aborting = new AbortController();
    const work = backfillWork({
      ports: {
        logs: this.store,
        records: this.records,
        courses: this.courses,
        expectations: new MemoryExpectations(),
        templates: new MemoryTemplates(),
        state: { read: () => Promise.resolve(undefined), readAll: () => Promise.resolve(new Map()) },
        now: () => this.clock,
        pause: () => Promise.resolve(),
        sleep: (ms) => {
          this.slept.push(ms);
          this.clock += ms;
          if (!this.isOurs) {
            this.learnAll();
            this.isCounted = true;
          }
          return Promise.resolve();
        },
      },
      shared: this.shared,
      detectors: [],
      history_minutes: 190,
      lag_ms: 10_000,
      alert_max_age_ms: Infinity,
    });
    const note = (progress: JobProgress) => {
      current = { ...current, ...progress };
    };
    const last = await work({
      job: current,
      signal: aborting.signal,
      note,
      checkpoint: (progress) => {
        note(progress);
        checkpoints.push(progress);
        if (checkpoints.length === until) aborting.abort(new Error('killed'));
        aborting.signal.throwIfAborted();
        return Promise.resolve();
      },
    }).catch((error: unknown) => {
      if (until === undefined) throw error;
      return {};
    });
    return { last, checkpoints, job: { ...current, ...last } };
  }
}

/** So many documents, one each so often. */
const every = (ms: number, count: number, start = START) =>
  Array.from({ length: count }, (_, at) => start + at * ms);

describe('a backfill', () => {
  test('holds an hour at a time, however long the range is', async () => {
    const world = new World(every(10 * MINUTE, 6 * 24 * 30));
    const range = { from: START, to: START + 30 * 24 * HOUR };
    const { last, checkpoints } = await world.run(range);
    expect(checkpoints).toHaveLength(30 * 24);
    const longest = (ranges: readonly TimeRange[]) => Math.max(...ranges.map(({ from, to }) => to - from));
    expect(longest(world.read)).toBe(HOUR);
    expect(longest(world.correlated)).toBe(HOUR);
    expect(last).toMatchObject({ done: 6 * 24 * 30, total: 6 * 24 * 30 });
    expect(BackfillResult.parse(last.result)).toMatchObject({
      labelled: 6 * 24 * 30,
      learned: 6,
      unknown: 0,
      counted_minutes: 6 * 24 * 30,
      unknown_minutes: 30 * 24 * 60,
    });
  });

  test('steps over time without documents', async () => {
    const world = new World([...every(MINUTE, 3), ...every(MINUTE, 3, START + 3000 * 24 * HOUR)]);
    world.clock = START + 4000 * 24 * HOUR;
    const { checkpoints } = await world.run({ from: START - 5000 * 24 * HOUR, to: world.clock });
    expect(checkpoints.map(({ done_until }) => done_until)).toEqual([
      new Date(START + HOUR).toISOString(),
      new Date(START + 3000 * 24 * HOUR + HOUR).toISOString(),
    ]);
  });

  test('goes on at its checkpoint, and says the same in the end', async () => {
    const range = { from: START, to: START + 5 * HOUR };
    const times = every(MINUTE, 300);
    const whole = await new World(times).run(range);
    const world = new World(times);
    const killed = await world.run(range, { until: 2 });
    expect(killed.job).toMatchObject({ done: 120, done_until: new Date(START + 2 * HOUR).toISOString() });
    world.read.length = 0;
    const resumed = await world.run(range, { job: killed.job });
    expect(Math.min(...world.labelled.slice(-3))).toBeGreaterThanOrEqual(0);
    expect(world.labelled.reduce((sum, count) => sum + count, 0)).toBe(300);
    expect(resumed.checkpoints).toHaveLength(3);
    expect(resumed.job.result).toEqual(whole.job.result);
  });

  test('takes as long as its limit says, also over documents that are labelled', async () => {
    const world = new World(every(1000, 1000));
    for (const log of world.logs.slice(0, 400)) log.status = 'parsed';
    const began = world.clock;
    await world.run({ from: START, to: START + HOUR }, { rate: 50 });
    expect((world.clock - began) / 1000).toBeCloseTo(1000 / 50, 0);
    expect(Math.max(...world.labelled)).toBe(100);
  });

  test('teaches with the first documents, so that those after them need no learning', async () => {
    const world = new World(every(10, 70_000));
    const { last } = await world.run({ from: START, to: START + HOUR });
    expect(world.labelled).toEqual([20_000, 20_000, 20_000, 10_000]);
    expect(last.result).toMatchObject({ labelled: 70_000, learned: 20_000 });
  });

  test('waits for the process that learns and counts, where that is another', async () => {
    const world = new World(every(MINUTE, 120));
    world.isOurs = false;
    const { last } = await world.run({ from: START, to: START + 2 * HOUR });
    expect(last.result).toMatchObject({ labelled: 120, learned: 60, counted_minutes: 120 });
    expect(world.slept).toEqual([1000, 1000, 1000]);
  });

  test('goes on without what nobody can learn', async () => {
    const world = new World(every(MINUTE, 3));
    world.shared.learn = () => Promise.resolve(true);
    const { last } = await world.run({ from: START, to: START + HOUR });
    expect(last.result).toMatchObject({ labelled: 3, learned: 0, unknown: 3, counted_minutes: 3 });
  });

  test('leaves minutes that are not over to the live tasks', async () => {
    const world = new World([START, START + 30 * MINUTE]);
    world.clock = START + 30 * MINUTE + 15_000;
    const { last } = await world.run({ from: START, to: START + 45 * MINUTE });
    expect(last.result).toMatchObject({ unknown_minutes: 30 });
  });
});

describe('a dry run', () => {
  test('says how much there is, and how long it takes', async () => {
    const world = new World(every(10, 100_000));
    for (const log of world.logs.slice(0, 20_000)) log.status = 'parsed';
    const range = { from: START, to: START + HOUR };
    const estimate = await estimateBackfill(world.store, { range });
    expect(estimate).toMatchObject({ documents: 100_000, unlabelled: 80_000 });
    expect(estimate.estimated_seconds).toBeGreaterThan(5);
    const limited = await estimateBackfill(world.store, { range, rate_limit_docs_per_s: 100 });
    expect(limited.estimated_seconds).toBe(1000);
    expect(world.labelled).toEqual([]);
  });
});
