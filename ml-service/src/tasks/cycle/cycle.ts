import type { RequestDocument } from '../../../../common/documents/request_document.ts';
import { CountHistory } from '../../detect/counts/count_history.ts';
import type { Detector } from '../../detect/detector.ts';
import type { JobStore } from '../../ports/jobs.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { MatcherPublisher } from '../../ports/matcher_publisher.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import { correlateNew } from './correlate.ts';
import { countDirty, countTouched } from './count.ts';
import { detectNew, type DetectSummary } from './detect.ts';
import { type LearnSummary, learnUnknown } from './learn.ts';
import { readEdits } from '../edits/edit_journal.ts';
import { openCatalog, relabelAfterEdits, type RelabelSummary } from '../edits/follow_edits.ts';
import { startPublishing } from './publish.ts';
import type { Refiner, RefineSummary } from './refine.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';
import type { CreateParser } from '../catalog/restore_templates.ts';

/** Everything that the tasks need of the world. */
export interface TaskPorts {
  readonly logs: LogStore;
  readonly templates: TemplateStore;
  readonly records: RecordStore;
  readonly state: StateStore;
  readonly jobs: JobStore;
  readonly publisher: MatcherPublisher;
  readonly now: () => number;
  /** Lets others have the processor, in the midst of long work. */
  readonly pause: () => Promise<void>;
}

/** How the tasks work. */
export interface TaskOptions {
  readonly ports: TaskPorts;
  readonly detectors: readonly Detector[];
  readonly createParser: CreateParser;
  /** Asks a language model, where one is configured. */
  readonly refiner?: Refiner;
  /** Whether the cycle asks it by itself. */
  readonly refines?: boolean;
  /** Fields of documents that hold the id of a request, the first present one wins. */
  readonly request_id_fields: readonly string[];
  /** Documents a page. */
  readonly page_size: number;
  /** Minutes of counts that the detectors look back at. */
  readonly history_minutes: number;
  /** A minute is judged this long after its end. */
  readonly lag_ms: number;
}

/** Of a cycle, for documents that edits concern: what is not about to be judged can wait for the next one. */
const RELABEL_MS = 20_000;

/** What a cycle did. */
export interface CycleSummary {
  readonly learned: LearnSummary;
  readonly edits: RelabelSummary;
  readonly counted_minutes: number;
  readonly detection: DetectSummary;
  readonly failed_requests: readonly RequestDocument[];
  /** Where a language model is asked, and was. */
  readonly refined?: RefineSummary;
}

/**
 * The one task of pipeline mode, in the order in which each step needs the one before: learn what the pipeline did not
 * know, label anew what edits concern, count what came, judge the minutes that ended, put failed requests together. It runs behind a lease; a process
 * that gets the lease anew first takes up what its predecessor left.
 */
export class Cycle {
  private readonly options: TaskOptions;
  private loaded: { epoch: number; catalog: TemplateCatalog; history: CountHistory } | undefined;

  constructor(options: TaskOptions) {
    this.options = options;
  }

  async run(lease: Lease): Promise<CycleSummary> {
    const { ports, detectors, page_size, request_id_fields, lag_ms, history_minutes } = this.options;
    const { catalog, history } = await this.load(lease);
    try {
      const learned = await learnUnknown({ ports, catalog, page_size, request_id_fields, lease });
      const now = ports.now();
      const edits = await relabelAfterEdits({
        ports,
        generation: learned.generation,
        until: now + RELABEL_MS,
        mandatory_from: Math.floor(now / 60_000) - history_minutes,
        lease,
      });
      const counted_minutes = await countTouched({ ports, catalog, history, lease });
      const detection = await detectNew({ ports, detectors, catalog, history, lag_ms, lease });
      const failed_requests = await correlateNew({ ports, lease });
      // Last, so that nothing but the next cycle waits for it.
      const refined = this.options.refines === true ? await this.askModel(catalog, lease) : undefined;
      return { learned, edits, counted_minutes, detection, failed_requests, ...(refined && { refined }) };
    } catch (error) {
      // What is in memory may be ahead of what was written: the next run begins from what was written.
      this.loaded = undefined;
      throw error;
    }
  }

  /** The first step alone: learns what is unknown. */
  async learn(lease: Lease): Promise<void> {
    const { ports, page_size, request_id_fields } = this.options;
    const { catalog } = await this.load(lease);
    await this.orForget(learnUnknown({ ports, catalog, page_size, request_id_fields, lease }));
  }

  /** Counts the minutes that are noted as dirty, and no others. */
  async countDirty(lease: Lease): Promise<void> {
    const { ports, history_minutes } = this.options;
    const { catalog, history } = await this.load(lease);
    const history_from = Math.floor(ports.now() / 60_000) - history_minutes;
    await this.orForget(countDirty({ ports, catalog, history, history_from, lease }));
  }

  /** What is in memory may be ahead of what was written: after a failure the next run begins from what was written. */
  private async orForget<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.loaded = undefined;
      throw error;
    }
  }

  /** Asks the language model about what is known, and publishes what came of it. */
  async refine(lease: Lease): Promise<RefineSummary> {
    const { catalog } = await this.load(lease);
    return (await this.orForget(this.askModel(catalog, lease))) ?? { cases: [], waiting: 0 };
  }

  private async askModel(catalog: TemplateCatalog, lease: Lease): Promise<RefineSummary | undefined> {
    const { refiner, ports } = this.options;
    const refined = await refiner?.run({ catalog, state: ports.state, lease });
    // At once: an edit before the next run has everything loaded anew, and what is in memory only would be gone.
    if (catalog.isUnpublished) await startPublishing({ ports, catalog, lease });
    return refined;
  }

  /** Templates were changed behind the back of this process's memory: the next run takes them up. */
  forget(): void {
    this.loaded = undefined;
  }

  private async load(lease: Lease): Promise<{ catalog: TemplateCatalog; history: CountHistory }> {
    const { epoch } = lease;
    const { ports, createParser, history_minutes } = this.options;
    const { revision } = await readEdits(ports.state);
    if (this.loaded?.epoch === epoch && this.loaded.catalog.edits.revision === revision) return this.loaded;
    this.loaded = undefined;
    const catalog = await openCatalog({ ports, createParser, lease });
    const history = await loadHistory({ ports, catalog, history_minutes });
    this.loaded = { epoch, catalog, history };
    return this.loaded;
  }
}

/** The counts of the last minutes, for a process that begins. */
async function loadHistory(options: {
  ports: TaskPorts;
  catalog: TemplateCatalog;
  history_minutes: number;
}): Promise<CountHistory> {
  const { ports, catalog, history_minutes } = options;
  const history = new CountHistory({ span_minutes: history_minutes });
  const minute = Math.floor(ports.now() / 60_000);
  const counts = await ports.records.readCounts(minute - history_minutes, minute + 1);
  history.replace({
    counts: counts.map((row) => ({ ...row, template_id: catalog.resolve(row.template_id) })),
  });
  return history;
}
