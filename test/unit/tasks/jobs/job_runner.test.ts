import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LogAiError } from '../../../../common/errors.ts';
import {
  type JobRun,
  JobRunner,
  type JobWork,
  type RunningJob,
} from '../../../../ml-service/src/tasks/jobs/job_runner.ts';
import { makeJob, steerJob } from '../../../../ml-service/src/tasks/jobs/make_job.ts';
import { MemoryJobs } from '../../../fixtures/memory_jobs.ts';

const START = Date.parse('2026-11-22T10:00:00.000Z');
const TTL_MS = 60_000;

describe('a job runner', () => {
  let jobs: MemoryJobs;
  let runs: JobRun[];

  beforeEach(() => {
    vi.useFakeTimers({ now: START });
    jobs = new MemoryJobs();
    runs = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const ports = () => ({ jobs, now: Date.now });
  const queue = async () => (await makeJob(ports(), { kind: 'backfill', request: {} })).id;
  const process = (owner: string, work: JobWork, store = jobs) =>
    new JobRunner({
      jobs: store,
      now: Date.now,
      owner,
      ttl_ms: TTL_MS,
      interval_ms: 10_000,
      work: { backfill: work },
      onRun: (run) => runs.push(run),
    });
  /** Works until it is told to stop. */
  const endless = (seen: RunningJob[] = []): JobWork => {
    return (running) => {
      seen.push(running);
      return new Promise((_resolve, reject) =>
        running.signal.addEventListener('abort', () => reject(new Error('aborted'))),
      );
    };
  };
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  const statusOf = (id: string) => jobs.jobs.get(id)?.status;

  test('works jobs off one after the other, the oldest first, as soon as it is woken', async () => {
    const order: string[] = [];
    const ids = [await queue(), await queue()];
    const runner = process('one', async ({ job }) => {
      order.push(`begin ${job.id}`);
      await Promise.resolve();
      order.push(`end ${job.id}`);
      return { done: 3, total: 3 };
    });
    runner.wake();
    await pass(1);
    expect(order).toEqual(ids.flatMap((id) => [`begin ${id}`, `end ${id}`]));
    expect(jobs.jobs.get(ids[0]!)).toMatchObject({
      status: 'done',
      done: 3,
      finished: expect.any(String) as string,
    });
    await runner.stop();
  });

  test('shows progress once a second, and a sign of life while nothing moves', async () => {
    const id = await queue();
    const seen: RunningJob[] = [];
    const runner = process('one', endless(seen));
    runner.wake();
    await pass(100);
    const before = jobs.written.length;
    for (let done = 1; done <= 50; done += 1) seen[0]!.note({ done });
    await pass(3000);
    expect(jobs.written.length).toBe(before + 1);
    expect(jobs.jobs.get(id)).toMatchObject({ done: 50 });
    await pass(TTL_MS * 3);
    const silences = jobs.written.map(({ updated }) => Date.parse(updated) - START);
    for (let at = 1; at < silences.length; at += 1)
      expect(silences[at]! - silences[at - 1]!).toBeLessThan(TTL_MS / 2);
    await runner.stop();
  });

  test.each(['pause', 'cancel'] as const)(
    'hears %s within a second, in the midst of its work',
    async (word) => {
      const id = await queue();
      const runner = process('one', endless());
      runner.wake();
      await pass(5000);
      await steerJob(ports(), { id, word });
      await pass(1000);
      expect(runs).toMatchObject([{ outcome: 'stopped' }]);
      expect(statusOf(id)).toBe(word === 'pause' ? 'paused' : 'cancelled');
      await pass(TTL_MS * 2);
      expect(runs).toHaveLength(1);
      await runner.stop();
    },
  );

  test('goes on from the checkpoint when it is resumed', async () => {
    const id = await queue();
    const begun: (string | undefined)[] = [];
    const runner = process('one', async (running) => {
      begun.push(running.job.done_until);
      if (running.job.done_until !== undefined) return {};
      await running.checkpoint({ done_until: '2026-01-01T00:00:00.000Z', done: 7, attempts: 0 });
      return endless()(running);
    });
    runner.start();
    await pass(100);
    await steerJob(ports(), { id, word: 'pause' });
    await pass(2000);
    await steerJob(ports(), { id, word: 'resume' });
    await pass(10_000);
    expect(begun).toEqual([undefined, '2026-01-01T00:00:00.000Z']);
    expect(jobs.jobs.get(id)).toMatchObject({ status: 'done', done: 7 });
    await runner.stop();
  });

  test('takes over what a killed process left, and the killed one cannot write any more', async () => {
    const id = await queue();
    const seen: RunningJob[] = [];
    // Paused as by SIGSTOP: it neither works nor writes.
    let isStopped = false;
    const stoppable = new MemoryJobs();
    Object.assign(stoppable, { jobs: jobs.jobs });
    stoppable.update = (one, change) =>
      isStopped ? new Promise(() => undefined) : MemoryJobs.prototype.update.call(stoppable, one, change);
    const victim = process('one', endless(seen), stoppable);
    victim.wake();
    await pass(1500);
    await seen[0]!.checkpoint({ done_until: '2026-01-01T00:00:00.000Z', done: 5 });
    isStopped = true;
    const heirSeen: RunningJob[] = [];
    const heir = process('two', endless(heirSeen));
    heir.start();
    await pass(TTL_MS - 5000);
    expect(heirSeen).toEqual([]);
    await pass(20_000);
    expect(heirSeen[0]!.job).toMatchObject({
      done_until: '2026-01-01T00:00:00.000Z',
      epoch: 2,
      owner: 'two',
    });
    isStopped = false;
    await expect(seen[0]!.checkpoint({ done: 999 })).rejects.toThrow();
    expect(seen[0]!.signal.aborted).toBe(true);
    expect(jobs.jobs.get(id)).toMatchObject({ owner: 'two', done: 5 });
    await heir.stop();
  });

  test('that stops in order leaves its job to another process at once', async () => {
    const id = await queue();
    const runner = process('one', endless());
    runner.wake();
    await pass(1500);
    await runner.stop();
    expect(jobs.jobs.get(id)).toMatchObject({ status: 'queued', attempts: 0 });
    const next = process('two', () => Promise.resolve({}));
    next.wake();
    await pass(10);
    expect(statusOf(id)).toBe('done');
    await next.stop();
  });

  test('says why a job failed, and goes on with the next', async () => {
    const ids = [await queue(), await queue()];
    const runner = process('one', ({ job }) =>
      job.id === ids[0] ? Promise.reject(new Error('no more room')) : Promise.resolve({}),
    );
    runner.wake();
    await pass(10);
    expect(jobs.jobs.get(ids[0]!)).toMatchObject({ status: 'failed', error: 'no more room' });
    expect(statusOf(ids[1]!)).toBe('done');
    await runner.stop();
  });

  test('blames no job for an Elasticsearch that is away', async () => {
    const id = await queue();
    let isAway = true;
    const runner = process('one', () =>
      isAway
        ? Promise.reject(new LogAiError('elasticsearch_unreachable', 'Elasticsearch does not answer.'))
        : Promise.resolve({}),
    );
    runner.start();
    await pass(100);
    expect(statusOf(id)).toBe('running');
    isAway = false;
    await pass(TTL_MS + 20_000);
    expect(statusOf(id)).toBe('done');
    await runner.stop();
  });

  test('two processes never work on one job at once', async () => {
    const seen: RunningJob[] = [];
    const ids = [await queue(), await queue()];
    const fleet = [process('one', endless(seen)), process('two', endless(seen))];
    for (const runner of fleet) runner.start();
    await pass(TTL_MS * 5);
    expect(seen.map(({ job }) => job.id).sort()).toEqual([...ids].sort());
    await Promise.all(fleet.map((runner) => runner.stop()));
  });
});
