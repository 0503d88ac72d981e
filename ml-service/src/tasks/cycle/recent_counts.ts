import { CountHistory } from '../../detect/counts/count_history.ts';
import { inSlices } from '../../parse/in_slices.ts';
import type { RecordStore } from '../../ports/records.ts';
import { loadCountsBefore } from '../judge/load_counts.ts';
import { type CountedLines, linesOfTemplates } from '../../store/counted_lines.ts';
import { windowsOf } from '../../store/minute_windows.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';
import { changedSince, type CountState, countedUntil } from './count_state.ts';

/** Minutes read at once. */
const MINUTES_A_READ = 30;

/**
 * The counts of the last minutes, in memory. A process that counts enters what it counted; one that does not reads what
 * changed since it looked last: the revision of the counts says whether anything did.
 */
export class RecentCounts {
  private readonly records: Pick<RecordStore, 'readCounts' | 'countedIntervals'>;
  private readonly history_minutes: number;
  private readonly pause: () => Promise<void>;
  private held: { history: CountHistory; catalog: TemplateCatalog; revision: number } | undefined;
  /** Once what was noted last is entered. */
  private entered: Promise<void> = Promise.resolve();
  /** Once nobody judges by them. */
  private still: Promise<unknown> = Promise.resolve();

  constructor(options: {
    records: Pick<RecordStore, 'readCounts' | 'countedIntervals'>;
    history_minutes: number;
    /** Lets others have the processor. */
    pause: () => Promise<void>;
  }) {
    this.records = options.records;
    this.history_minutes = options.history_minutes;
    this.pause = options.pause;
  }

  /** Enters minutes that were counted, if nothing was missed before: once nobody judges by those that are there. */
  note(counted: {
    readonly minutes: readonly number[];
    readonly rows: readonly CountedLines[];
    readonly revision: number;
  }): void {
    const { held } = this;
    if (held?.revision !== counted.revision - 1) return;
    held.revision = counted.revision;
    this.entered = Promise.all([this.entered, this.still])
      .then(() => this.enter(held, counted))
      .catch(() => {
        // What is there is not as it was counted: who follows reads it anew.
        if (this.held === held) this.held = undefined;
      });
  }

  /** Nothing is entered while this goes on: a detector looks at the counts several times. */
  whileJudging<T>(work: () => Promise<T>): Promise<T> {
    const judged = this.entered.then(work);
    this.still = judged.catch(() => undefined);
    return judged;
  }

  /** As counting has left them. */
  async follow(state: CountState, catalog: TemplateCatalog): Promise<CountHistory> {
    await this.entered;
    const { held } = this;
    const end = countedUntil(state) ?? 0;
    const missed = held?.catalog === catalog ? changedSince(state, held.revision) : undefined;
    if (held === undefined || missed === undefined) {
      const history = new CountHistory({ span_minutes: this.history_minutes });
      await loadCountsBefore({
        records: this.records,
        resolve: (id) => catalog.resolve(id),
        history,
        pause: this.pause,
        before: end,
        known_minutes: this.history_minutes,
      });
      this.held = { history, catalog, revision: state.revision };
      return history;
    }
    for (const { first, last } of windowsOf(missed, MINUTES_A_READ)) {
      const rows = await this.records.readCounts(first, last + 1);
      await this.enter(held, { minutes: missed.filter((minute) => minute >= first && minute <= last), rows });
    }
    held.revision = state.revision;
    return held.history;
  }

  private async enter(
    { history, catalog }: { history: CountHistory; catalog: TemplateCatalog },
    { minutes, rows }: { minutes: readonly number[]; rows: readonly CountedLines[] },
  ): Promise<void> {
    const counts = linesOfTemplates(rows, (id) => catalog.resolve(id));
    await inSlices(history.replaceInSteps({ minutes, counts }), this.pause);
  }
}
