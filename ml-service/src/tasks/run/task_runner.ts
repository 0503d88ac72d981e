import { LogAiError } from '../../../../common/errors.ts';
import { CourseKnowledge } from '../courses/course_knowledge.ts';
import type { Lease } from '../../ports/state.ts';
import { askForMinutes, countAsked, readAsked } from '../cycle/asked_minutes.ts';
import type { TaskOptions } from '../cycle/cycle.ts';
import { startPublishing } from '../cycle/publish.ts';
import type { RefineSummary } from '../cycle/refine.ts';
import { relabelAfterEdits, type RelabelSummary } from '../edits/follow_edits.ts';
import type { SharedWork } from '../jobs/shared_work.ts';
import { whileRenewing } from './renew_lease.ts';
import { createTasks, type CycleSummary, type Tasks } from './tasks.ts';
import { leaseOf, type Task, type TaskContext, type TaskName } from './task.ts';

/** The tasks that this process can run by name: retention belongs to who keeps the indices. */
export type RunnableTask = Exclude<TaskName, 'retention'>;
/** What a run of each task gives. */
export type SummaryOf<N extends RunnableTask> = Tasks[N] extends Task<infer Summary> ? Summary : never;

/** The tasks that follow one another. */
export const CYCLE = [
  'learn',
  'relabel',
  'count',
  'detect',
  'correlate',
  'sequence',
  'courses',
  'parameter',
  'incidents',
] as const;

/** Takes the lease of a task. */
type TakeLease = (task: RunnableTask) => Promise<Lease>;

/** Runs the tasks of one process, and what its jobs share with them: each in its own turn, whoever asks for it. */
export class TaskRunner implements SharedWork {
  private readonly options: TaskOptions;
  private readonly tasks: Tasks;
  private readonly turns = new Map<RunnableTask, Promise<unknown>>();
  private readonly held = new Map<RunnableTask, Lease>();
  /** Tasks that this process runs by themselves: it keeps their leases between the runs. */
  private readonly scheduled = new Set<RunnableTask>();

  constructor(options: TaskOptions) {
    this.options = options;
    this.tasks = createTasks(options);
  }

  /** One run of a task behind its lease, which the caller holds. */
  run<N extends RunnableTask>(
    name: N,
    context: Pick<TaskContext, 'lease' | 'urgent'>,
  ): Promise<SummaryOf<N>> {
    this.scheduled.add(name);
    const task = this.tasks[name] as unknown as Task<SummaryOf<N>>;
    return this.inTurn([name], () =>
      task.run({ ...context, until: this.options.ports.now() + task.budget_ms }),
    );
  }

  /** All tasks, one after the other, each behind its lease. */
  async runCycle(take: TakeLease): Promise<CycleSummary> {
    const run = async <N extends RunnableTask>(name: N) =>
      this.run(name, { lease: await take(name), urgent: true });
    const learned = await run('learn');
    const edits = await run('relabel');
    const { counted_minutes, late_documents } = await run('count');
    const detection = await run('detect');
    const { requests: failed_requests } = await run('correlate');
    const sequence = this.options.sequence ? await run('sequence') : undefined;
    const courses = this.options.requests ? await run('courses') : undefined;
    const parameter = this.options.parameter ? await run('parameter') : undefined;
    const { incidents } = await run('incidents');
    const refined = this.options.refines === true ? await run('refine') : undefined;
    return {
      learned,
      edits,
      counted_minutes,
      late_documents,
      detection,
      ...(sequence && { sequence }),
      ...(courses && { courses }),
      ...(parameter && { parameter }),
      failed_requests,
      incidents,
      ...(refined && { refined }),
    };
  }

  /** @throws LogAiError `conflict` while another process holds the lease of a task. */
  runCycleNow(): Promise<CycleSummary> {
    return this.behindLeases([...CYCLE, 'refine'], (leases) =>
      this.runCycle((task) => Promise.resolve(leases.get(task)!)),
    );
  }

  /**
   * Asks the language model now.
   *
   * @throws LogAiError `conflict` while another process learns.
   */
  async runRefine(): Promise<RefineSummary> {
    const summary = await this.behindLeases(['learn', 'refine'], (leases) =>
      this.run('refine', { lease: leases.get('refine')! }),
    );
    return summary ?? { cases: [], waiting: 0 };
  }

  learn(): Promise<boolean> {
    const { ports } = this.options;
    const { learn } = this.tasks;
    return this.forJob('learn', async (lease) => {
      // Run by run, as the live task: who keeps book gets at the templates in between.
      for (;;) {
        const { left_from } = await learn.run({ lease, until: ports.now() + learn.budget_ms });
        if (left_from === undefined) return;
      }
    });
  }

  async count(minutes: readonly number[]): Promise<boolean> {
    await askForMinutes(this.options.ports.state, minutes);
    return this.isCounted(minutes);
  }

  async isCounted(minutes: readonly number[]): Promise<boolean> {
    const { ports } = this.options;
    const asked = new Set(await readAsked(ports.state));
    if (!minutes.some((minute) => asked.has(minute))) return true;
    const { keeper, recent } = this.tasks;
    return this.forJob('count', async (lease) => {
      await countAsked({ ports, keeper, recent, lease });
    });
  }

  tellIncidents(): Promise<boolean> {
    const { ports } = this.options;
    const { incidents } = this.tasks;
    return this.forJob('incidents', async (lease) => {
      await incidents.run({ lease, until: ports.now() + incidents.budget_ms });
    });
  }

  /**
   * Has the matcher and old documents follow the edits, all of them, without the other tasks: counts follow when these run.
   *
   * @throws LogAiError `conflict` while another process learns or labels anew: it does this.
   */
  runEdits(onProgress?: (done: number, total: number) => void): Promise<RelabelSummary> {
    const { ports } = this.options;
    return this.behindLeases(['learn', 'relabel'], (leases) =>
      this.inTurn(['learn', 'relabel'], async () => {
        const lease = leases.get('learn')!;
        const { generation } = await this.tasks.keeper.learn(lease, async (catalog) => {
          const publishing = await startPublishing({ ports, catalog, lease });
          return { generation: publishing.generation };
        });
        return relabelAfterEdits({
          ports,
          generation,
          until: Infinity,
          mandatory_from: 0,
          ...(onProgress && { onProgress }),
        });
      }),
    );
  }

  courseKnowledge(): CourseKnowledge {
    const { keeper } = this.tasks;
    return new CourseKnowledge({ ports: this.options.ports, keeper });
  }

  /** Lets go of the leases that were taken here: another process need not wait until they end by themselves. */
  async release(): Promise<void> {
    const leases = [...this.held.values()];
    this.held.clear();
    for (const lease of leases) await this.options.ports.state.releaseLease(lease);
  }

  /** After what is under way of these tasks, and before what is asked for later. */
  private inTurn<T>(tasks: readonly RunnableTask[], work: () => Promise<T>): Promise<T> {
    const before = Promise.allSettled(tasks.flatMap((task) => this.turns.get(task) ?? []));
    const turn = before.then(work);
    for (const task of tasks) this.turns.set(task, turn);
    return turn;
  }

  /** False where another process has the lease, or took it over meanwhile. A job takes it for the moment only. */
  private forJob(task: RunnableTask, work: (lease: Lease) => Promise<void>): Promise<boolean> {
    return this.inTurn([task], async () => {
      try {
        await this.behindLeases([task], (leases) => work(leases.get(task)!));
        await this.letGo(task);
        return true;
      } catch (error) {
        if (error instanceof LogAiError && error.code === 'conflict') return false;
        throw error;
      }
    });
  }

  private async letGo(task: RunnableTask): Promise<void> {
    const lease = this.held.get(task);
    if (!lease || this.scheduled.has(task)) return;
    this.held.delete(task);
    await this.options.ports.state.releaseLease(lease);
  }

  private async behindLeases<T>(
    tasks: readonly RunnableTask[],
    work: (leases: ReadonlyMap<RunnableTask, Lease>) => Promise<T>,
  ): Promise<T> {
    const { ports, lease_ttl_ms } = this.options;
    const leases = new Map<RunnableTask, Lease>();
    for (const task of tasks) {
      const lease = await ports.state.acquireLease(leaseOf(task), lease_ttl_ms);
      if (!lease) throw takenError(lease_ttl_ms);
      leases.set(task, lease);
      this.held.set(task, lease);
    }
    try {
      return await [...leases.values()].reduce<() => Promise<T>>(
        (inner, lease) => () => whileRenewing({ state: ports.state, lease, ttl_ms: lease_ttl_ms }, inner),
        () => work(leases),
      )();
    } catch (error) {
      // To let go of a lease would be to wait for Elasticsearch once more.
      if (error instanceof LogAiError && error.code === 'elasticsearch_unreachable') this.held.clear();
      throw error;
    }
  }
}

function takenError(lease_ttl_ms: number): LogAiError {
  return new LogAiError(
    'conflict',
    `Another Log AI process runs the tasks of this cluster: use its API, or stop it. One that was killed gives way after ${lease_ttl_ms / 1000} s.`,
  );
}
