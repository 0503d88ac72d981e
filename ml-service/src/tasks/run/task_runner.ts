import { LogAiError } from '../../../../common/errors.ts';
import type { Lease } from '../../ports/state.ts';
import { markDirty, readDirty } from '../cycle/dirty_minutes.ts';
import { Cycle, type CycleSummary, type TaskOptions } from '../cycle/cycle.ts';
import { openCatalog, relabelAfterEdits, type RelabelSummary } from '../edits/follow_edits.ts';
import type { SharedWork } from '../jobs/shared_work.ts';
import type { RefineSummary } from '../cycle/refine.ts';
import { startPublishing } from '../cycle/publish.ts';
import { whileRenewing } from './renew_lease.ts';

/** The lease of everything that learns, counts, detects or correlates: one process of a fleet at a time. */
export const CYCLE_LEASE = 'cycle';

/**
 * Runs the cycle of one process, and single steps of it for its jobs, one after the other: they share the templates, and
 * the matcher has one next generation.
 */
export class TaskRunner implements SharedWork {
  private readonly options: TaskOptions & { readonly lease_ttl_ms: number };
  private readonly cycle: Cycle;
  private last: Promise<unknown> = Promise.resolve();
  private held: Lease | undefined;
  /** Whether this process runs cycles by itself, and so keeps the lease between them. */
  private isScheduled = false;

  constructor(options: TaskOptions & { lease_ttl_ms: number }) {
    this.options = options;
    this.cycle = new Cycle(options);
  }

  /** One cycle behind a lease that the caller holds. */
  runCycle(lease: Lease): Promise<CycleSummary> {
    this.isScheduled = true;
    return this.inTurn(() => this.cycle.run(lease));
  }

  /** @throws LogAiError `conflict` while another process holds the lease. */
  runCycleNow(): Promise<CycleSummary> {
    return this.inTurn(() => this.behindLease((lease) => this.cycle.run(lease)));
  }

  /**
   * Asks the language model now.
   *
   * @throws LogAiError `conflict` while another process holds the lease.
   */
  runRefine(): Promise<RefineSummary> {
    return this.inTurn(() => this.behindLease((lease) => this.cycle.refine(lease)));
  }

  learn(): Promise<boolean> {
    return this.forJob((lease) => this.cycle.learn(lease));
  }

  async count(minutes: readonly number[]): Promise<boolean> {
    await markDirty({ state: this.options.ports.state, minutes });
    return this.forJob((lease) => this.cycle.countDirty(lease));
  }

  async isCounted(minutes: readonly number[]): Promise<boolean> {
    const dirty = new Set(await readDirty(this.options.ports.state));
    return !minutes.some((minute) => dirty.has(minute));
  }

  /**
   * Has the matcher and old documents follow the edits, all of them, without the other steps of a cycle: counts follow
   * with the next one.
   *
   * @throws LogAiError `conflict` while another process holds the lease: its next cycle does this.
   */
  runEdits(onProgress?: (done: number, total: number) => void): Promise<RelabelSummary> {
    const { ports, createParser } = this.options;
    return this.inTurn(() =>
      this.behindLease(async (lease) => {
        try {
          const catalog = await openCatalog({ ports, createParser, lease });
          const { generation } = await startPublishing({ ports, catalog, lease });
          return await relabelAfterEdits({
            ports,
            generation,
            until: Infinity,
            mandatory_from: 0,
            lease,
            ...(onProgress && { onProgress }),
          });
        } finally {
          this.cycle.forget();
        }
      }),
    );
  }

  /** Lets go of the lease that the last run took: another process need not wait until it ends by itself. */
  async release(): Promise<void> {
    const lease = this.held;
    this.held = undefined;
    if (lease) await this.options.ports.state.releaseLease(lease);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work, work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** False where another process has the lease, or took it over meanwhile. A job takes it for the moment only. */
  private forJob(work: (lease: Lease) => Promise<void>): Promise<boolean> {
    return this.inTurn(async () => {
      try {
        await this.behindLease(work);
        if (!this.isScheduled) await this.release();
        return true;
      } catch (error) {
        if (error instanceof LogAiError && error.code === 'conflict') return false;
        throw error;
      }
    });
  }

  private async behindLease<T>(work: (lease: Lease) => Promise<T>): Promise<T> {
    const { ports, lease_ttl_ms } = this.options;
    const lease = await ports.state.acquireLease(CYCLE_LEASE, lease_ttl_ms);
    if (!lease) {
      throw new LogAiError(
        'conflict',
        `Another Log AI process runs the tasks of this cluster: use its API, or stop it. One that was killed gives way after ${lease_ttl_ms / 1000} s.`,
      );
    }
    this.held = lease;
    try {
      return await whileRenewing({ state: ports.state, lease, ttl_ms: lease_ttl_ms }, () => work(lease));
    } catch (error) {
      // To let go of the lease would be to wait for Elasticsearch once more.
      if (error instanceof LogAiError && error.code === 'elasticsearch_unreachable') this.held = undefined;
      throw error;
    }
  }
}
