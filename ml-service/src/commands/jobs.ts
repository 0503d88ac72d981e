import type { Command } from 'commander';
import type { LogAi } from '../compose.ts';
import type { Steering } from '../../../common/job_steering.ts';
import { jobAsOf } from '../store/job_record.ts';
import { steerJob } from '../tasks/jobs/make_job.ts';
import {
  SIZE_OPTION,
  type Subcommand,
  type SubcommandFlags,
  subcommandOf,
  withLogAi,
} from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';
import { describeJob, jobLine, nextSteps } from './job_text.ts';
import { seeJobThrough, shownJob } from './see_job_through.ts';
import { printAnswer } from './template_text.ts';

const jobCommand = (options: Subcommand) => subcommandOf('jobs', options);

function listCommand(): Command {
  return jobCommand({
    name: 'list',
    description: 'Lists jobs, the newest first.',
    examples: ['list', 'list --json | jq \'.jobs[] | select(.status == "failed")\''],
  })
    .option(...SIZE_OPTION)
    .action(
      runAction((flags: SubcommandFlags & { size: number }) =>
        withLogAi(flags, async ({ logAi }) => {
          const stored = await logAi.ports.jobs.newest(flags.size);
          const now = Date.now();
          const jobs = stored.map((job) => jobAsOf(job, { now, silent_ms: logAi.silent_ms }));
          printAnswer(flags, { jobs }, () =>
            jobs.length === 0
              ? ['There are no jobs yet. To read a past range: log-ai backfill --help']
              : jobs.map(jobLine),
          );
        }),
      ),
    );
}

async function print(logAi: LogAi, id: string, flags: SubcommandFlags): Promise<void> {
  const job = await shownJob(logAi, id);
  printAnswer(flags, job, () => [...describeJob(job), ...nextSteps(job)]);
}

function showCommand(): Command {
  return jobCommand({
    name: 'show',
    description: 'Shows a job: how far it is, and how it ended.',
    examples: ['show backfill-2026-01-15T14:00:00.000Z'],
  })
    .argument('<id>')
    .action(
      runAction((id: string, flags: SubcommandFlags) =>
        withLogAi(flags, ({ logAi }) => print(logAi, id, flags)),
      ),
    );
}

const steer = (logAi: LogAi, id: string, word: Steering) =>
  steerJob({ jobs: logAi.ports.jobs, now: Date.now }, { id, word });

function pauseCommand(): Command {
  return jobCommand({
    name: 'pause',
    description: 'Has a job rest. What is done stays done.',
    examples: ['pause backfill-2026-01-15T14:00:00.000Z'],
  })
    .argument('<id>')
    .action(
      runAction((id: string, flags: SubcommandFlags) =>
        withLogAi(flags, async ({ logAi }) => {
          await steer(logAi, id, 'pause');
          await print(logAi, id, flags);
        }),
      ),
    );
}

function resumeCommand(): Command {
  return jobCommand({
    name: 'resume',
    description:
      'Has a job that rests, failed, or lost its process go on where it was.\nWorks on it here, unless a running log-ai serve is faster.',
    examples: [
      'resume backfill-2026-01-15T14:00:00.000Z',
      'resume backfill-2026-01-15T14:00:00.000Z --detach',
    ],
  })
    .argument('<id>')
    .option('--detach', 'leave the work to a running log-ai serve')
    .action(
      runAction((id: string, flags: SubcommandFlags & { detach?: boolean }) =>
        withLogAi(flags, async ({ logAi }) => {
          const { kind, status } = await shownJob(logAi, id);
          if (status !== 'queued') await steer(logAi, id, 'resume');
          // Old documents follow edits in the cycle of the service.
          if (flags.detach !== true && kind !== 'relabel') await seeJobThrough(logAi, id);
          await print(logAi, id, flags);
        }),
      ),
    );
}

function cancelCommand(): Command {
  return jobCommand({
    name: 'cancel',
    description: 'Ends a job for good. What is done stays done.',
    examples: ['cancel backfill-2026-01-15T14:00:00.000Z'],
  })
    .argument('<id>')
    .action(
      runAction((id: string, flags: SubcommandFlags) =>
        withLogAi(flags, async ({ logAi }) => {
          await steer(logAi, id, 'cancel');
          await print(logAi, id, flags);
        }),
      ),
    );
}

/** `log-ai jobs`: watches and steers long work. */
export function jobsCommand(): Command {
  const command = defineCommand({
    name: 'jobs',
    description: 'Watches and steers long work: backfills, and old documents that follow edits.',
    examples: [
      'log-ai jobs list',
      'log-ai jobs pause backfill-2026-01-15T14:00:00.000Z',
      'log-ai jobs resume backfill-2026-01-15T14:00:00.000Z --detach',
    ],
  });
  command.addCommand(listCommand(), { isDefault: true });
  for (const one of [showCommand(), pauseCommand(), resumeCommand(), cancelCommand()])
    command.addCommand(one);
  return command;
}
