import type { JobDocument } from '../../../../common/documents/operation_documents.ts';
import { LogAiError, messageOf } from '../../../../common/errors.ts';
import type { JobStore } from '../../ports/jobs.ts';
import type { Clock } from '../../ports/time.ts';
import { claimedJob, isHeld } from '../../store/job_record.ts';

/** Who watches sees it move, a word of a person is heard, and Elasticsearch hardly notices. */
const LOOK_EVERY_MS = 1000;

/** What one who works on a job may change of its record. */
export type JobProgress = Partial<
  Pick<JobDocument, 'total' | 'done' | 'step' | 'done_until' | 'result' | 'attempts'>
>;

/** A job under way, as its work sees it. */
export interface RunningJob {
  /** As it was taken: where the one before stopped. */
  readonly job: JobDocument;
  /** Aborts when somebody has it rest or end, the process stops, or another one took it over. */
  readonly signal: AbortSignal;
  /** Shows how far it is, with the next look. */
  note(progress: JobProgress): void;
  /**
   * Writes how far it is, for whoever goes on with it.
   *
   * @throws The reason of the signal where it is this process's no longer.
   */
  checkpoint(progress: JobProgress): Promise<void>;
}

/** Does the work of a kind of job from its checkpoint on. Repeating a part of it changes nothing. */
export type JobWork = (running: RunningJob) => Promise<JobProgress>;

/** How working on a job ended here; `stopped`: it rests, was cancelled, or another process goes on. */
export interface JobRun {
  readonly job: JobDocument;
  readonly outcome: 'done' | 'failed' | 'stopped';
  readonly error?: unknown;
}

/** Says that a job is to be left alone. */
class Stopped extends Error {}

interface JobRunnerOptions {
  readonly jobs: JobStore;
  readonly now: Clock;
  /** Unique for each process and each of its starts. */
  readonly owner: string;
  /** A job whose owner is silent for so long is anybody's. */
  readonly ttl_ms: number;
  /** How often it looks for jobs that others left. */
  readonly interval_ms: number;
  readonly work: Readonly<Partial<Record<JobDocument['kind'], JobWork>>>;
  readonly onRun?: (run: JobRun) => void;
  /** Told of what kept it from looking. */
  readonly onProblem?: (error: unknown) => void;
}

/**
 * Works on jobs, one after the other, the oldest first. The record in `log-ai-jobs` is queue, lease and checkpoint in one:
 * who takes a job raises its epoch, shows that it lives by writing, and finds its writes refused when another took over.
 */
export class JobRunner {
  private readonly options: JobRunnerOptions;
  private readonly stopping = new AbortController();
  /** Jobs that this process works on. */
  private readonly mine = new Set<string>();
  private looking: Promise<void> | undefined;
  private isAskedAgain = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(options: JobRunnerOptions) {
    this.options = options;
  }

  /** Looks for jobs now and every `interval_ms`. */
  start(): void {
    this.timer ??= setInterval(() => this.wake(), this.options.interval_ms);
    this.wake();
  }

  /** Looks for jobs now, or once more when it is done with those that it has. */
  wake(): void {
    if (this.stopping.signal.aborted) return;
    if (this.looking) this.isAskedAgain = true;
    this.looking ??= this.workOff().finally(() => {
      this.looking = undefined;
      if (this.isAskedAgain) this.wake();
    });
  }

  /** Stops the job under way, for another process to go on with it, and waits until it has. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort(new Stopped());
    await this.looking;
  }

  /** Works on one job until it is over or rests. Undefined where it is another's. */
  async run(id: string): Promise<JobRun | undefined> {
    if (this.mine.has(id)) return undefined;
    this.mine.add(id);
    try {
      const job = await this.claim(id);
      if (!job) return undefined;
      const run = await this.execute(job);
      this.options.onRun?.(run);
      return run;
    } finally {
      this.mine.delete(id);
    }
  }

  private async claim(id: string): Promise<JobDocument | undefined> {
    const { jobs, owner, ttl_ms, now, work } = this.options;
    const before = await jobs.read(id);
    if (!before || !work[before.kind]) return undefined;
    const job = await jobs.update(id, (one) => one && claimedJob(one, { owner, ttl_ms, now: now() }));
    // Else it is another's, or failed: it was begun too often.
    const isOurs = job?.status === 'running' && job.owner === owner && job.epoch > before.epoch;
    return isOurs ? job : undefined;
  }

  private async workOff(): Promise<void> {
    const { jobs, onProblem } = this.options;
    try {
      this.isAskedAgain = false;
      for (const { id } of await jobs.unfinished()) {
        if (this.stopping.signal.aborted) return;
        await this.run(id);
      }
    } catch (error) {
      // Elasticsearch is away, for instance. The next look comes.
      this.isAskedAgain = false;
      onProblem?.(error);
    }
  }

  private async execute(job: JobDocument): Promise<JobRun> {
    const held = new HeldJob(job, this.options);
    const stop = () => held.letGo(this.stopping.signal.reason);
    this.stopping.signal.addEventListener('abort', stop);
    if (this.stopping.signal.aborted) stop();
    try {
      const last = await this.options.work[job.kind]!(held);
      return await held.end({ ...last, status: 'done' });
    } catch (error) {
      if (held.signal.aborted || isAway(error)) return await held.leave(this.stopping.signal.aborted);
      return await held.end({ status: 'failed', error: messageOf(error) }, error);
    } finally {
      this.stopping.signal.removeEventListener('abort', stop);
      held.close();
    }
  }
}

/** While Elasticsearch is away no job is to blame: somebody goes on when it is back. */
function isAway(error: unknown): boolean {
  return error instanceof LogAiError && error.code === 'elasticsearch_unreachable';
}

/** A job that this process works on. */
class HeldJob implements RunningJob {
  readonly job: JobDocument;
  private readonly options: JobRunnerOptions;
  private readonly aborting = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private noted: JobProgress = {};
  private written: JobDocument;
  private looking: Promise<void> | undefined;

  constructor(job: JobDocument, options: JobRunnerOptions) {
    this.job = this.written = job;
    this.options = options;
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => {
        this.looking = undefined;
      });
    }, LOOK_EVERY_MS);
  }

  get signal(): AbortSignal {
    return this.aborting.signal;
  }

  letGo(reason: unknown = new Stopped()): void {
    this.aborting.abort(reason);
  }

  note(progress: JobProgress): void {
    this.noted = { ...this.noted, ...progress };
  }

  async checkpoint(progress: JobProgress): Promise<void> {
    this.note(progress);
    await this.write(this.takeNoted());
    this.signal.throwIfAborted();
  }

  async end(change: Partial<JobDocument>, error?: unknown): Promise<JobRun> {
    this.close();
    await this.looking;
    const finished = this.isoNow();
    const { step: _step, ...ended } = await this.change((job) => {
      const { step: _at, ...rest } = { ...job, ...this.takeNoted(), ...change, finished, updated: finished };
      return rest;
    });
    // A person may have had the last word.
    const outcome = ended.status === 'done' || ended.status === 'failed' ? ended.status : 'stopped';
    return { job: ended, outcome, ...(error !== undefined && { error }) };
  }

  /** Gives it back. @param isStopping - Nobody asked for it: the process ends, and another one goes on at once. */
  async leave(isStopping: boolean): Promise<JobRun> {
    this.close();
    await this.looking;
    if (!isStopping) return { job: this.written, outcome: 'stopped' };
    const left = await this.change((job) => ({
      ...job,
      status: 'queued',
      attempts: 0,
      updated: this.isoNow(),
    })).catch(() => this.written);
    return { job: left, outcome: 'stopped' };
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Shows progress and that somebody works on it; sees whether it is to go on. */
  private async look(): Promise<void> {
    try {
      await this.write(this.takeNoted());
    } catch {
      // The work meets the same trouble, if it lasts. Unable to write for so long, it is anybody's.
      if (this.options.now() - Date.parse(this.written.updated) > this.options.ttl_ms) this.letGo();
    }
  }

  private takeNoted(): JobProgress {
    const noted = this.noted;
    this.noted = {};
    return noted;
  }

  private async write(progress: JobProgress): Promise<void> {
    const isNews = Object.keys(progress).length > 0;
    const silent_ms = this.options.now() - Date.parse(this.written.updated);
    const stored = await this.change((job) =>
      isNews || silent_ms > this.options.ttl_ms / 3
        ? { ...job, ...progress, updated: this.isoNow() }
        : undefined,
    );
    if (!isHeld(stored, this.job)) this.letGo();
  }

  /** Changes the record as long as it is ours. */
  private async change(change: (job: JobDocument) => JobDocument | undefined): Promise<JobDocument> {
    const { jobs } = this.options;
    const stored = await jobs.update(this.job.id, (job) =>
      job && isHeld(job, this.job) ? change(job) : undefined,
    );
    this.written = stored ?? this.written;
    return this.written;
  }

  private isoNow(): string {
    return new Date(this.options.now()).toISOString();
  }
}
