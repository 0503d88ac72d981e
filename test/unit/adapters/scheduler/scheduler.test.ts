import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LogAiError } from '../../../../common/errors.ts';
import {
  type ScheduledTask,
  Scheduler,
  type TaskRun,
} from '../../../../ml-service/src/adapters/scheduler/scheduler.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';

const TTL_MS = 6000;
const BEGIN = Date.parse('2026-11-22T10:00:00Z');
const iso = (seconds: number) => new Date(BEGIN + seconds * 1000).toISOString();

beforeEach(() => {
  vi.useFakeTimers({ now: BEGIN });
});
afterEach(() => {
  vi.useRealTimers();
});

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

/** A process of a fleet, and what its scheduler told. */
function startFleet(fleet = new SharedState()) {
  const startProcess = (owner: string, tasks: readonly Partial<ScheduledTask>[]) => {
    const runs: TaskRun[] = [];
    const state = fleet.storeOf(owner, Date.now);
    const scheduler = new Scheduler({
      state,
      now: Date.now,
      lease_ttl_ms: TTL_MS,
      onRun: (run) => runs.push(run),
    });
    scheduler.start(
      tasks.map((task) => ({ name: 'count', interval_seconds: 10, run: () => Promise.resolve(), ...task })),
    );
    return { scheduler, runs };
  };
  return { fleet, startProcess };
}

/** Work that ends when it is told to. */
function openWork() {
  const started: number[] = [];
  let end: () => void = () => undefined;
  const run = () => {
    started.push((Date.now() - BEGIN) / 1000);
    return new Promise<void>((resolve) => (end = resolve));
  };
  return { started, run, end: () => end() };
}

describe('a schedule', () => {
  test('runs each task at once and then every interval', async () => {
    const started: string[] = [];
    const note = (name: string) => () => {
      started.push(`${name} at ${(Date.now() - BEGIN) / 1000}`);
      return Promise.resolve();
    };
    const { scheduler } = startFleet().startProcess('a', [
      { name: 'count', interval_seconds: 10, run: note('count') },
      { name: 'retention', interval_seconds: 25, run: note('retention') },
    ]);
    await seconds(31);
    expect(started).toEqual([
      'count at 0',
      'retention at 0',
      'count at 10',
      'count at 20',
      'retention at 25',
      'count at 30',
    ]);
    await scheduler.stop();
  });

  test('never runs a task twice at the same time', async () => {
    const work = openWork();
    const { scheduler, runs } = startFleet().startProcess('a', [{ run: work.run }]);
    await seconds(35);
    expect({ started: work.started, runs }).toEqual({ started: [0], runs: [] });
    const waiting = scheduler.runNow('count');
    work.end();
    await waiting;
    expect(runs).toEqual([{ task: 'count', outcome: 'success', duration_ms: 35_000 }]);
    await seconds(10);
    expect(work.started).toHaveLength(2);
    work.end();
    await scheduler.stop();
  });

  test('runs what goes on with a task as soon as that is done, and waits for nobody else', async () => {
    const work = openWork();
    const started: string[] = [];
    const note = (name: string) => () => {
      started.push(`${name} at ${(Date.now() - BEGIN) / 1000}`);
      return Promise.resolve();
    };
    const { scheduler } = startFleet().startProcess('a', [
      { name: 'learn', run: work.run, then: ['count', 'sequence'] },
      { name: 'count', run: note('count'), then: ['detect'] },
      { name: 'sequence', run: note('sequence') },
      { name: 'detect', run: note('detect') },
    ]);
    await seconds(25);
    // Learning takes long: the others run by themselves.
    expect(started.filter((run) => run.startsWith('count'))).toEqual([
      'count at 0',
      'count at 10',
      'count at 20',
    ]);
    work.end();
    await seconds(0);
    expect(started.slice(-3)).toEqual(['count at 25', 'sequence at 25', 'detect at 25']);
    // The interval counts from there.
    await seconds(9);
    expect(started.at(-1)).toBe('detect at 25');
    await seconds(1);
    expect(started.filter((run) => run.startsWith('count')).slice(-2)).toEqual([
      'count at 25',
      'count at 35',
    ]);
    work.end();
    await scheduler.stop();
  });

  test('goes on after a failure and tells it', async () => {
    let attempts = 0;
    const { scheduler, runs } = startFleet().startProcess('a', [
      {
        run: () => {
          attempts += 1;
          if (attempts === 1) throw new LogAiError('elasticsearch_unreachable', 'It does not answer.');
          if (attempts === 2) throw new TypeError('nobody thought of this');
          return Promise.resolve();
        },
      },
    ]);
    await seconds(5);
    expect(scheduler.status()).toEqual([
      {
        name: 'count',
        running: false,
        last_run: iso(0),
        duration_ms: 0,
        last_error: { at: iso(0), code: 'elasticsearch_unreachable', message: 'It does not answer.' },
      },
    ]);
    await seconds(20);
    expect(runs.map(({ outcome, error }) => [outcome, error?.code])).toEqual([
      ['failure', 'elasticsearch_unreachable'],
      ['failure', 'internal'],
      ['success', undefined],
    ]);
    expect(scheduler.status()).toMatchObject([
      { last_success: iso(20), last_error: { at: iso(10), code: 'internal' } },
    ]);
    await scheduler.stop();
  });

  test('says that a task is running', async () => {
    const work = openWork();
    const { scheduler } = startFleet().startProcess('a', [{ run: work.run }]);
    await seconds(1);
    expect(scheduler.status()).toEqual([{ name: 'count', running: true }]);
    work.end();
    await scheduler.stop();
    expect(scheduler.status()).toMatchObject([{ running: false, last_success: iso(0) }]);
  });

  test('knows no other tasks than its own', async () => {
    const { scheduler } = startFleet().startProcess('a', []);
    await expect(scheduler.runNow('count')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a fleet', () => {
  test('runs a task in one process; another takes over when that one falls silent', async () => {
    const { fleet, startProcess } = startFleet();
    // Falls silent: it holds a lease and renews it no more.
    await fleet.storeOf('dead', Date.now).acquireLease('task:count', 15_000);
    const { scheduler, runs } = startProcess('b', [{}]);
    await seconds(21);
    expect(runs.map(({ outcome }) => outcome)).toEqual(['elsewhere', 'elsewhere', 'success']);
    expect(scheduler.status()).toMatchObject([{ last_run: iso(20), last_success: iso(20) }]);
    await scheduler.stop();
  });

  test('leaves a task to the process that works on it longer than its lease', async () => {
    const { startProcess } = startFleet();
    const work = openWork();
    const first = startProcess('a', [{ run: work.run }]);
    await seconds(1);
    const second = startProcess('b', [{}]);
    await seconds((5 * TTL_MS) / 1000);
    expect(new Set(second.runs.map(({ outcome }) => outcome))).toEqual(new Set(['elsewhere']));
    work.end();
    await Promise.all([first.scheduler.stop(), second.scheduler.stop()]);
  });

  test('gets the leases of a process that ends in order at once', async () => {
    const { fleet, startProcess } = startFleet();
    const { scheduler } = startProcess('a', [{}]);
    await seconds(1);
    expect([...fleet.leases.keys()]).toEqual(['task:count']);
    await scheduler.stop();
    expect([...fleet.leases.keys()]).toEqual([]);
  });
});

describe('stopping', () => {
  test('waits for the run under way and begins no other', async () => {
    const { fleet, startProcess } = startFleet();
    const work = openWork();
    const { scheduler, runs } = startProcess('a', [{ run: work.run }]);
    await seconds(1);
    let stopped = false;
    const stopping = scheduler.stop().then(() => (stopped = true));
    await seconds(30);
    expect({ stopped, leases: fleet.leases.size }).toEqual({ stopped: false, leases: 1 });
    work.end();
    await stopping;
    await scheduler.runNow('count');
    await seconds(30);
    expect(work.started).toEqual([0]);
    expect(runs).toHaveLength(1);
    expect(fleet.leases.size).toBe(0);
  });
});
