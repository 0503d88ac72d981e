import { z } from 'zod';
import { MINUTE_MS, minuteOf } from '../../../../common/minutes.ts';
import type { ExpectationStore } from '../../ports/expectations.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { StateStore } from '../../ports/state.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import type { TimeRange } from '../../ports/time.ts';
import type { CourseStore } from '../../ports/courses.ts';
import type { RefusedId, RequestSettings } from '../../correlate/request_bounds.ts';
import { correlate } from '../cycle/correlate.ts';
import type { CourseKnowledge } from '../courses/course_knowledge.ts';
import { LONGEST_REQUEST_MS } from '../courses/course_minute.ts';
import { writeCourseMinute } from '../courses/write_minute.ts';
import { judgeRange } from '../judge/judge_range.ts';
import { addVerdicts, type JudgingOptions, judgingOf } from './block_judging.ts';
import type { JobWork, RunningJob } from './job_runner.ts';
import { type Pace, paceOf } from './pace.ts';
import type { SharedWork } from './shared_work.ts';
import { readStored, StoredRange, storedRangeOf } from './stored_range.ts';

/** What is held in memory at once, and what a kill costs at most. */
const BLOCK_MINUTES = 60;
/** Documents that the cluster labels at once: some seconds of its work, and the most that waits for learning. */
const LABELLED_AT_ONCE = 20_000;
/** With a limit: so many seconds of it at once. */
const PACE_SECONDS = 2;
/** How often it looks whether another process has done its part. */
const LOOK_EVERY_MS = 1000;
/** Documents that nobody learned for so long cannot be learned at the moment. */
const LEARNING_PATIENCE_MS = 120_000;

/** What a backfill is to do; times are milliseconds since the epoch. */
export interface BackfillRequest {
  readonly range: TimeRange;
  readonly rate_limit_docs_per_s?: number | undefined;
}

/** The request as people read it in the record of the job. */
export function storedRequestOf({ range, rate_limit_docs_per_s }: BackfillRequest): Record<string, unknown> {
  return { ...storedRangeOf(range), ...(rate_limit_docs_per_s !== undefined && { rate_limit_docs_per_s }) };
}

/** What a backfill did so far. What it found is among the anomalies and requests of its range. */
export const BackfillResult = z.object({
  /** Documents that went through the pipeline anew. */
  labelled: z.int().default(0),
  /** Documents that nothing was known of, and that have a template now. */
  learned: z.int().default(0),
  /** Documents that could not be learned. */
  unknown: z.int().default(0),
  counted_minutes: z.int().default(0),
  /** Minutes of which the requests were read. */
  request_minutes: z.int().default(0),
  /** Minutes of the range that no document covers. */
  unknown_minutes: z.int().default(0),
  /** Minutes by detector and verdict. */
  verdicts: z.record(z.string(), z.record(z.string(), z.int())).default({}),
});
export type BackfillResult = z.infer<typeof BackfillResult>;

/** What a backfill needs of the world, and how it works. */
export interface BackfillOptions extends JudgingOptions {
  readonly ports: {
    readonly logs: LogStore;
    readonly records: RecordStore;
    readonly courses: CourseStore;
    readonly expectations: Pick<ExpectationStore, 'inForce'>;
    readonly templates: TemplateStore;
    readonly state: Pick<StateStore, 'read' | 'readAll'>;
    readonly now: () => number;
    readonly pause: () => Promise<void>;
    readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  };
  readonly shared: SharedWork;
  /** How much is read of requests. Absent: nothing is kept of those without an error. */
  readonly requests?: RequestSettings | undefined;
}

/**
 * Reads a past range anew, an hour at a time, the oldest first: labels documents that never went through the pipeline,
 * has the unknown learned and the minutes counted, judges and correlates. After each block it writes down how far it is;
 * a block that is repeated changes nothing.
 */
export function backfillWork(options: BackfillOptions): JobWork {
  return async (running) => {
    const { job } = running;
    const { range, rate_limit_docs_per_s: rate } = readStored(StoredRange, job);
    const { logs } = options.ports;
    const total = await logs.countWithin(range);
    running.note({ total });
    const backfill = new Backfill({ ...options, range, running, rate });
    let from = job.done_until === undefined ? range.from : Date.parse(job.done_until);
    let { done } = job;
    for (;;) {
      running.signal.throwIfAborted();
      const first = await logs.firstWithin({ from, to: range.to });
      if (first === undefined) break;
      // Before the first document of all there is nothing to judge.
      if (from === range.from) from = backfill.skipTo(first, from);
      const block = { from, to: endOfBlock(first, range.to) };
      done += await backfill.read(block, { done, total });
      from = block.to;
      await running.checkpoint({
        done_until: new Date(from).toISOString(),
        done: Math.min(done, total),
        result: structuredClone(backfill.result),
        attempts: 0,
      });
    }
    // Nothing is left but minutes without documents, and the requests of the last ones.
    await backfill.detect({ from, to: range.to });
    await backfill.followRequests({ from, to: range.to }, { is_last: true });
    await options.shared.tellIncidents();
    return { total, done: total, done_until: new Date(range.to).toISOString(), result: backfill.result };
  };
}

/** Where the next block ends: with the hour of its first document, as far as the range reaches. */
function endOfBlock(first: number, to: number): number {
  const length = BLOCK_MINUTES * MINUTE_MS;
  return Math.min(to, (Math.floor(first / length) + 1) * length);
}

class Backfill {
  readonly result: BackfillResult;
  /** Minutes before the first document, of which the result does not tell yet. */
  private skipped = 0;
  private readonly knowledge: CourseKnowledge;
  /** Ids that join too much. */
  private readonly refused = new Set<string>();
  private readonly options: BackfillOptions & {
    range: TimeRange;
    running: RunningJob;
    rate: number | undefined;
  };

  constructor(options: Backfill['options']) {
    this.options = options;
    this.result = BackfillResult.parse(options.running.job.result ?? {});
    this.knowledge = options.shared.courseKnowledge();
  }

  /** Leaves out minutes without documents. Returns where it goes on. */
  skipTo(first: number, from: number): number {
    this.skipped = minuteOf(first) - minuteOf(from);
    return this.skipped === 0 ? from : minuteOf(first) * MINUTE_MS;
  }

  /** Returns how many documents it read. */
  async read(block: TimeRange, progress: { done: number; total: number }): Promise<number> {
    const { ports, running, rate } = this.options;
    const { signal } = running;
    const pace = paceOf({ rate, ports, signal });
    const documents = await ports.logs.countWithin(block);
    const labelled = await this.label(block, {
      pace,
      onLabelled: (count) => running.note({ done: Math.min(progress.total, progress.done + count) }),
    });
    this.at('count');
    await this.count(block);
    this.at('detect');
    await this.detect(block);
    await this.followRequests(block);
    this.at('incidents');
    await this.options.shared.tellIncidents();
    await pace(Math.max(0, documents - labelled));
    return documents;
  }

  /**
   * Keeps how requests went, as the live task does, and with that puts those together that failed. What lies within ten minutes of the end
   * of a block waits for the next one: lines of these requests are still to be labelled.
   */
  async followRequests(block: TimeRange, { is_last = false } = {}): Promise<void> {
    const { ports, range } = this.options;
    const read = {
      from: Math.max(range.from, block.from - LONGEST_REQUEST_MS),
      to: is_last ? block.to : block.to - LONGEST_REQUEST_MS,
    };
    if (read.from >= read.to) return;
    await this.readCourses(read);
    this.at('correlate');
    const { refused } = await correlate({
      ports,
      ways: await this.knowledge.within(read),
      found: ports.logs.failedRequestIds(read, '@timestamp'),
      passed_over: this.refused,
    });
    this.passOver(refused);
  }

  private async readCourses({ from, to }: TimeRange): Promise<void> {
    const { ports, requests: settings, lag_ms } = this.options;
    if (!settings) return;
    this.at('courses');
    const until = ports.now() - lag_ms;
    // What goes on is the live task's.
    const closed = Math.min(to, until - settings.timeout_seconds * 1000);
    if (from >= closed) return;
    const minutes = await ports.logs.minutesWithin({ from, to: closed });
    for (const minute of [...minutes].sort((a, b) => a - b)) {
      this.options.running.signal.throwIfAborted();
      const { knowledge, refused: passed_over } = this;
      const { refused } = await writeCourseMinute(minute, { ports, knowledge, settings, until, passed_over });
      this.passOver(refused);
      await ports.pause();
    }
    this.result.request_minutes += minutes.length;
  }

  private passOver(refused: readonly RefusedId[]): void {
    for (const { id } of refused) this.refused.add(id);
  }

  private at(step: string): void {
    this.options.running.signal.throwIfAborted();
    this.options.running.note({ step });
  }

  /** What is learned after some thousand documents labels those after them while they are indexed anew. */
  private async label(
    block: TimeRange,
    { pace, onLabelled }: { pace: Pace; onLabelled: (count: number) => void },
  ): Promise<number> {
    const { ports, running, rate = Infinity } = this.options;
    const { signal } = running;
    const most = Math.max(1, Math.min(LABELLED_AT_ONCE, Math.floor(rate * PACE_SECONDS)));
    let labelled = 0;
    let hopeless = 0;
    for (;;) {
      this.at('label');
      const count =
        (await ports.logs.countWithin(block, 'unlabelled')) &&
        (await ports.logs.relabel(block, { most, signal }));
      labelled += count;
      this.result.labelled += count;
      onLabelled(labelled);
      hopeless = await this.learn(block, hopeless);
      // Documents are labelled once: after a kill these would be told by nobody.
      running.note({ result: structuredClone(this.result) });
      // What is left changes all the time, or is refused: whoever changes it sends it through the pipeline.
      if (count === 0) break;
      await pace(count);
    }
    this.result.unknown += hopeless;
    return labelled;
  }

  /**
   * Has the unknown documents of the block learned, here or wherever that is done. Returns how many could not be.
   *
   * @param hopeless - How many of them could not be before.
   */
  private async learn(block: TimeRange, hopeless: number): Promise<number> {
    const { ports, shared, running, range } = this.options;
    const countUnknown = (within: TimeRange) => ports.logs.countWithin(within, 'unknown');
    let left = await countUnknown(block);
    if (left <= hopeless) return left;
    this.at('learn');
    // Whoever learns learns those of later blocks, too.
    const rest = { from: block.from, to: range.to };
    const before = await countUnknown(rest);
    let moved = ports.now();
    while (left > 0 && ports.now() - moved < LEARNING_PATIENCE_MS) {
      const isDoneHere = await shared.learn();
      if (!isDoneHere) await ports.sleep(LOOK_EVERY_MS, running.signal);
      const left_now = await countUnknown(block);
      if (left_now < left) moved = ports.now();
      left = left_now;
      if (isDoneHere) break;
    }
    this.result.learned += Math.max(0, before - (await countUnknown(rest)));
    return left;
  }

  /** Has the minutes of the block counted. */
  private async count(block: TimeRange): Promise<void> {
    const { ports, shared, running } = this.options;
    const minutes = await ports.logs.minutesWithin(block);
    let isCounted = await shared.count(minutes);
    while (!isCounted) {
      await ports.sleep(LOOK_EVERY_MS, running.signal);
      isCounted = await shared.isCounted(minutes);
    }
    this.result.counted_minutes += minutes.length;
  }

  /** Judges a block; an episode that goes on at its end is left to the next one, which begins before. */
  async detect(block: TimeRange): Promise<void> {
    const judging = await judgingOf(block, this.options);
    if (judging === undefined) return;
    const { verdicts, unknown_minutes } = await judgeRange({ ...judging, ports: this.options.ports });
    this.result.unknown_minutes += this.skipped + unknown_minutes;
    this.skipped = 0;
    addVerdicts(this.result.verdicts, verdicts);
  }
}

/** Documents a second that the cluster labels, and that are counted and judged, on two cores: docs/adr/0019. */
const LABELS_PER_S = 8000;
const READS_PER_S = 100_000;
/** What a block takes beside its documents. */
const SECONDS_A_BLOCK = 1;
/** The requests of a minute are some ten searches and writes. */
const SECONDS_A_MINUTE = 0.1;

/** What a backfill would have to do, and how long that takes. */
export async function estimateBackfill(
  logs: Pick<LogStore, 'countWithin' | 'firstWithin'>,
  { range, rate_limit_docs_per_s }: BackfillRequest,
): Promise<{ documents: number; unlabelled: number; estimated_seconds: number }> {
  const [documents, unlabelled, first] = await Promise.all([
    logs.countWithin(range),
    logs.countWithin(range, 'unlabelled'),
    logs.firstWithin(range),
  ]);
  const minutes = first === undefined ? 0 : Math.ceil((range.to - first) / MINUTE_MS);
  const blocks = Math.ceil(minutes / BLOCK_MINUTES);
  const work =
    unlabelled / LABELS_PER_S +
    documents / READS_PER_S +
    Math.min(blocks, documents) * SECONDS_A_BLOCK +
    Math.min(minutes, documents) * SECONDS_A_MINUTE;
  const limit = rate_limit_docs_per_s === undefined ? 0 : documents / rate_limit_docs_per_s;
  return { documents, unlabelled, estimated_seconds: Math.ceil(Math.max(work, limit)) };
}
