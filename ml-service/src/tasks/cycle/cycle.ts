import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
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
import { countTouched } from './count.ts';
import type { DetectSummary } from '../judge/judge_range.ts';
import { LiveJudge } from '../judge/live_judge.ts';
import { loadCountsBefore } from '../judge/load_counts.ts';
import { type LearnSummary, learnUnknown } from './learn.ts';
import { readEdits } from '../edits/edit_journal.ts';
import { openCatalog, relabelAfterEdits, type RelabelSummary } from '../edits/follow_edits.ts';
import { startPublishing } from './publish.ts';
import type { Refiner, RefineSummary } from './refine.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';
import type { CreateParser } from '../catalog/restore_templates.ts';
import { minuteOf } from '../../../../common/minutes.ts';

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

/** What a process keeps in memory from one cycle to the next. */
interface Loaded {
  readonly catalog: TemplateCatalog;
  readonly history: CountHistory;
  readonly judge: LiveJudge;
}

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
  private loaded: ({ readonly epoch: number } & Loaded) | undefined;

  constructor(options: TaskOptions) {
    this.options = options;
  }

  async run(lease: Lease): Promise<CycleSummary> {
    const { ports, detectors, page_size, request_id_fields, lag_ms, history_minutes } = this.options;
    const { catalog, history, judge } = await this.load(lease);
    try {
      const learned = await learnUnknown({ ports, catalog, page_size, request_id_fields, lease });
      const now = ports.now();
      const edits = await relabelAfterEdits({
        ports,
        generation: learned.generation,
        until: now + RELABEL_MS,
        mandatory_from: minuteOf(now) - history_minutes,
        lease,
      });
      const counted_minutes = await countTouched({ ports, catalog, history, lease });
      const detection = await judge.judge({
        ports,
        detectors,
        catalog,
        history,
        history_minutes,
        to: minuteOf(ports.now() - lag_ms),
        lease,
      });
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

  /** Asks the language model about what is known, and publishes what came of it. */
  async refine(lease: Lease): Promise<RefineSummary> {
    const { catalog } = await this.load(lease);
    try {
      return (await this.askModel(catalog, lease)) ?? { cases: [], waiting: 0 };
    } catch (error) {
      this.loaded = undefined;
      throw error;
    }
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

  private async load(lease: Lease): Promise<Loaded> {
    const { epoch } = lease;
    const { ports, detectors, createParser, history_minutes } = this.options;
    const { revision } = await readEdits(ports.state);
    if (this.loaded?.epoch === epoch && this.loaded.catalog.edits.revision === revision) return this.loaded;
    this.loaded = undefined;
    const catalog = await openCatalog({ ports, createParser, lease });
    const history = await loadHistory({ ports, catalog, history_minutes });
    const judge = await LiveJudge.open(ports.state, detectors);
    this.loaded = { epoch, catalog, history, judge };
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
  const minute = minuteOf(ports.now());
  await loadCountsBefore({
    records: ports.records,
    resolve: (id) => catalog.resolve(id),
    history,
    before: minute + 1,
    known_minutes: history_minutes,
  });
  return history;
}

/** What a backfill did. */
export interface BackfillSummary {
  readonly relabelled: number;
  readonly learned: LearnSummary;
  readonly counted_minutes: number;
  readonly anomalies: readonly AnomalyDocument[];
  readonly verdicts: DetectSummary['verdicts'];
  readonly unknown_minutes: number;
  readonly failed_requests: readonly RequestDocument[];
}

/** The steps of a backfill, in their order. */
export const BACKFILL_STEPS = ['label', 'learn', 'count', 'detect', 'correlate'] as const;

/** A step of long work, for whoever shows progress. `total` where it is known. */
export interface Progress {
  readonly step: (typeof BACKFILL_STEPS)[number];
  readonly done: number;
  readonly total?: number;
}
