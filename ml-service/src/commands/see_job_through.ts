import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../../common/api.ts';
import { formatDuration } from '../../../common/format_quantity.ts';
import type { LogAi } from '../compose.ts';
import { jobAsOf } from '../store/job_record.ts';
import { readJob, steerJob } from '../tasks/jobs/make_job.ts';
import { progressText } from './job_text.ts';

const LOOK_EVERY_MS = 500;
/** Where nobody watches, a line now and then. */
const LINE_EVERY_MS = 10_000;
/** What the shell says of a command that Ctrl-C ended. */
const INTERRUPTED = 130;

/** A job as it is to be shown. */
export async function shownJob({ ports, silent_ms }: LogAi, id: string): Promise<Job> {
  return jobAsOf(await readJob(ports.jobs, id), { now: Date.now(), silent_ms });
}

/**
 * Works on a job, or watches another process do so, and tells how far it is until it is over or rests. Ctrl-C has it rest,
 * so that nothing is lost; pressed again it ends the command at once.
 */
export async function seeJobThrough(logAi: LogAi, id: string): Promise<Job> {
  const { stderr } = process;
  const interrupt = () => {
    stderr.write(`${stderr.isTTY ? '\n' : ''}log-ai: the job is paused; Ctrl-C again leaves at once\n`);
    process.exitCode = INTERRUPTED;
    process.once('SIGINT', () => process.exit(INTERRUPTED));
    steerJob({ jobs: logAi.ports.jobs, now: Date.now }, { id, word: 'pause' }).catch(() => undefined);
  };
  process.once('SIGINT', interrupt);
  const told = tellProgress(stderr);
  const watched = new AbortController();
  const watching = watchUntil(watched.signal, async () => told.update(await shownJob(logAi, id)));
  try {
    for (;;) {
      await logAi.jobs.run(id);
      const job = await shownJob(logAi, id);
      if (job.status !== 'queued' && job.status !== 'running') return withExitCode(job);
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    watched.abort();
    await watching;
    told.end();
    process.off('SIGINT', interrupt);
  }
}

/** A job that came to nothing is a command that failed. */
function withExitCode(job: Job): Job {
  if (job.status === 'failed' || job.status === 'cancelled') process.exitCode = 1;
  return job;
}

async function watchUntil(signal: AbortSignal, look: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    // What cannot be read at the moment is told by who works on it.
    await look().catch(() => undefined);
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** On a terminal one line that changes, elsewhere a line now and then. */
function tellProgress(stream: NodeJS.WriteStream): { update: (job: Job) => void; end: () => void } {
  let first: { done: number; at: number } | undefined;
  let last = '';
  let told_at = -Infinity;
  return {
    update: (job) => {
      if (job.status !== 'running' && job.status !== 'queued') return;
      const at = performance.now();
      first ??= { done: job.done, at };
      const left_ms = ((job.total - job.done) * (at - first.at)) / (job.done - first.done);
      const left = Number.isFinite(left_ms) && left_ms > 0 ? `, ${formatDuration(left_ms)} left` : '';
      const text = job.status === 'queued' ? 'waits for its turn' : `${progressText(job)}${left}`;
      if (stream.isTTY) stream.write(`\r\u001b[K${text} (Ctrl-C pauses)`);
      else if (text !== last && at - told_at >= LINE_EVERY_MS) {
        stream.write(`${text}\n`);
        told_at = at;
      }
      last = text;
    },
    end: () => {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}
