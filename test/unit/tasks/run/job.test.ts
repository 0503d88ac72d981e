import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { JobDocument } from '../../../../common/documents/operation_documents.ts';
import type { JobStore } from '../../../../ml-service/src/ports/jobs.ts';
import { BACKFILL_PARTS, backfillPartsDone } from '../../../../ml-service/src/tasks/run/backfill.ts';
import { BACKFILL_STEPS } from '../../../../ml-service/src/tasks/cycle/cycle.ts';
import { type NoteDone, runAsJob } from '../../../../ml-service/src/tasks/run/job.ts';

const START = Date.parse('2026-11-22T10:00:00.000Z');

/** Jobs in memory: every write, in order. */
function memoryJobs(write: () => Promise<void> = () => Promise.resolve()) {
  const written: JobDocument[] = [];
  const jobs: JobStore = {
    write: (job) => {
      written.push(job);
      return write();
    },
    newest: () => Promise.resolve(written),
  };
  return { jobs, written };
}

const run = <T>(jobs: JobStore, work: (noteDone: NoteDone) => Promise<T>) =>
  runAsJob({ jobs, now: Date.now, kind: 'backfill', total: 100, request: { from: 'a' } }, work);

describe('work as a job', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('says that it runs, how far it is once a second, and that it is done', async () => {
    const { jobs, written } = memoryJobs();
    let note: NoteDone = () => undefined;
    let finish: (value: string) => void = () => undefined;
    const done = run(jobs, (noteDone) => {
      note = noteDone;
      return new Promise<string>((resolve) => (finish = resolve));
    });
    await vi.advanceTimersByTimeAsync(500);
    for (let part = 1; part <= 50; part += 1) note(part);
    await vi.advanceTimersByTimeAsync(5000);
    finish('result');
    expect(await done).toBe('result');
    expect(
      written.map(({ status, done: parts, updated }) => [status, parts, Date.parse(updated) - START]),
    ).toEqual([
      ['running', 0, 0],
      ['running', 50, 1000],
      ['done', 100, 5500],
    ]);
    expect(written.at(-1)).toEqual({
      id: 'backfill-2026-11-22T10:00:00.000Z',
      kind: 'backfill',
      status: 'done',
      started: '2026-11-22T10:00:00.000Z',
      updated: '2026-11-22T10:00:05.500Z',
      finished: '2026-11-22T10:00:05.500Z',
      total: 100,
      done: 100,
      request: { from: 'a' },
    });
    await vi.advanceTimersByTimeAsync(100_000);
    expect(written).toHaveLength(3);
  });

  test('shows that it lives while nothing moves', async () => {
    const { jobs, written } = memoryJobs();
    const done = run(jobs, () => new Promise((resolve) => setTimeout(resolve, 100_000)));
    await vi.advanceTimersByTimeAsync(100_000);
    await done;
    expect(written.map(({ updated }) => (Date.parse(updated) - START) / 1000)).toEqual([0, 30, 60, 90, 100]);
  });

  test('says why it failed, and fails', async () => {
    const { jobs, written } = memoryJobs();
    const failure = run(jobs, () => Promise.reject(new Error('no more room')));
    await expect(failure).rejects.toThrow('no more room');
    expect(written.at(-1)).toMatchObject({ status: 'failed', done: 0, error: 'no more room' });
    expect(written.at(-1)?.finished).toBeDefined();
  });

  test('is done all the same where its record cannot be written', async () => {
    const { jobs } = memoryJobs(() => Promise.reject(new Error('Elasticsearch is away')));
    const done = run(jobs, async (noteDone) => {
      noteDone(10);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      return 'result';
    });
    await vi.advanceTimersByTimeAsync(3000);
    expect(await done).toBe('result');
  });

  test('writes its end last, however long the write before takes', async () => {
    const { jobs, written } = memoryJobs(() => new Promise((resolve) => setTimeout(resolve, 4000)));
    const done = run(jobs, async (noteDone) => {
      noteDone(10);
      await new Promise((resolve) => setTimeout(resolve, 1500));
    });
    await vi.advanceTimersByTimeAsync(20_000);
    await done;
    expect(written.map(({ status }) => status)).toEqual(['running', 'running', 'done']);
  });
});

describe('the parts of a backfill', () => {
  test('grow from nothing to all of them', () => {
    const progress = BACKFILL_STEPS.flatMap((step) => [
      { step, done: 0, total: 7 },
      { step, done: 3, total: 7 },
      { step, done: 7, total: 7 },
    ]);
    const parts = progress.map(backfillPartsDone);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect([parts[0], parts.at(-1)]).toEqual([0, BACKFILL_PARTS]);
  });

  test('of a step whose end nobody knows wait for its end', () => {
    expect(backfillPartsDone({ step: 'learn', done: 500 })).toBe(20);
    expect(backfillPartsDone({ step: 'label', done: 0, total: 0 })).toBe(0);
    expect(backfillPartsDone({ step: 'label', done: 9, total: 5 })).toBe(20);
  });
});
