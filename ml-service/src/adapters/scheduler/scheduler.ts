import type { TaskStatus } from '../../../../common/api.ts';
import { LogAiError, messageOf } from '../../../../common/errors.ts';
import type { Clock } from '../../ports/time.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import { whileRenewing } from '../../tasks/run/renew_lease.ts';
import { leaseOf, type TaskName } from '../../tasks/run/task.ts';

/** Work that runs again and again. */
export interface ScheduledTask {
  readonly name: TaskName;
  readonly interval_seconds: number;
  /** The tasks that go on with what this one does: they are run as soon as this one is done, not an interval later. */
  readonly then?: readonly TaskName[];
  run(context: { lease: Lease; signal: AbortSignal }): Promise<void>;
}

/** What is told of a run: to logs and metrics. */
export interface TaskRun {
  readonly task: string;
  /** `elsewhere`: another process holds the lease. */
  readonly outcome: 'success' | 'failure' | 'elsewhere';
  readonly duration_ms: number;
  readonly error?: LogAiError;
}

interface Job {
  readonly task: ScheduledTask;
  status: TaskStatus;
  /** The next run. */
  next?: NodeJS.Timeout;
  active?: Promise<void>;
  /** Of the last run, which may still be held. */
  lease?: Lease;
}

/**
 * Runs tasks every few seconds, each by itself and behind a lease of its own, so that of a fleet one process runs it. Runs of a task never
 * overlap; a failure is told and the next run goes on.
 *
 * @example
 * const scheduler = new Scheduler({ state, now: Date.now, lease_ttl_ms: 60_000, onRun: log });
 * scheduler.start([{ name: 'count', interval_seconds: 10, run: ({ lease }) => count.run({ lease }) }]);
 */
export class Scheduler {
  private readonly options: {
    state: StateStore;
    now: Clock;
    lease_ttl_ms: number;
    onRun: (run: TaskRun) => void;
  };
  private readonly jobs = new Map<string, Job>();
  private readonly stopping = new AbortController();

  constructor(options: {
    state: StateStore;
    now: Clock;
    lease_ttl_ms: number;
    onRun: (run: TaskRun) => void;
  }) {
    this.options = options;
  }

  /** Begins to run the tasks, each at once and then every `interval_seconds` after the last run ended. */
  start(tasks: readonly ScheduledTask[]): void {
    for (const task of tasks) {
      this.jobs.set(task.name, { task, status: { name: task.name, running: false } });
      void this.repeat(task);
    }
  }

  private async repeat(task: ScheduledTask): Promise<void> {
    await this.runOnce(task.name);
    if (this.stopping.signal.aborted) return;
    const job = this.jobs.get(task.name)!;
    clearTimeout(job.next);
    // One shot after each run: the interval counts from its end, and runs cannot overlap.
    job.next = setTimeout(() => void this.repeat(task), task.interval_seconds * 1000);
    for (const name of task.then ?? []) {
      const follower = this.jobs.get(name);
      if (follower && !follower.active) void this.repeat(follower.task);
    }
  }

  /**
   * Runs a task now, or waits for the run that is under way.
   *
   * @throws LogAiError `not_found` for a task that is not scheduled.
   */
  async runNow(name: TaskName): Promise<void> {
    if (!this.jobs.has(name)) throw new LogAiError('not_found', `There is no task ${name}.`);
    await this.runOnce(name);
  }

  /** What each task did last. */
  status(): readonly TaskStatus[] {
    return [...this.jobs.values()].map(({ status }) => status);
  }

  /** Ends the schedule, waits for the runs under way and lets other processes have the leases at once. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const jobs = [...this.jobs.values()];
    for (const { next } of jobs) clearTimeout(next);
    await Promise.allSettled(jobs.flatMap(({ active }) => active ?? []));
    const leases = jobs.flatMap(({ lease }) => lease ?? []);
    await Promise.allSettled(leases.map((lease) => this.options.state.releaseLease(lease)));
  }

  private runOnce(name: string): Promise<void> {
    const job = this.jobs.get(name)!;
    if (this.stopping.signal.aborted) return Promise.resolve();
    job.active ??= this.execute(name).finally(() => {
      delete job.active;
    });
    return job.active;
  }

  private async execute(name: string): Promise<void> {
    const job = this.jobs.get(name)!;
    const { now, onRun } = this.options;
    const started = now();
    job.status = { ...job.status, running: true };
    let outcome: TaskRun['outcome'];
    let failure: LogAiError | undefined;
    try {
      outcome = (await this.executeBehindLease(job)) ? 'success' : 'elsewhere';
    } catch (error) {
      outcome = 'failure';
      failure =
        error instanceof LogAiError ? error : new LogAiError('internal', messageOf(error), { cause: error });
    }
    const duration_ms = now() - started;
    const at = new Date(started).toISOString();
    job.status = {
      ...job.status,
      running: false,
      last_run: at,
      duration_ms,
      ...(outcome === 'success' && { last_success: at }),
      ...(failure && { last_error: { at, code: failure.code, message: failure.message } }),
    };
    onRun({ task: name, outcome, duration_ms, ...(failure && { error: failure }) });
  }

  /** Renews the lease while the task runs; false when another process holds it. */
  private async executeBehindLease(job: Job): Promise<boolean> {
    const { task } = job;
    const { state, lease_ttl_ms } = this.options;
    delete job.lease;
    const lease = await state.acquireLease(leaseOf(task.name), lease_ttl_ms);
    if (!lease) return false;
    job.lease = lease;
    await whileRenewing({ state, lease, ttl_ms: lease_ttl_ms }, () =>
      task.run({ lease, signal: this.stopping.signal }),
    );
    return true;
  }
}
