import { type Command, Option } from 'commander';
import type { Job } from '../../../common/api.ts';
import { BACKTEST_SENSITIVITIES } from '../../../common/choices.ts';
import { BacktestResult, type BacktestSensitivity } from '../../../common/documents/backtest_result.ts';
import { countOf, formatCount } from '../../../common/format_quantity.ts';
import { storedBacktestOf } from '../tasks/jobs/backtest.ts';
import { makeJob } from '../tasks/jobs/make_job.ts';
import { type ClusterOptions, CONFIG_OPTION, withLogAi } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';
import { nextSteps } from './job_text.ts';
import { pastRangeOf, type PastRangeFlags, withPastRange } from './past_range.ts';
import { seeJobThrough, shownJob } from './see_job_through.ts';

interface BacktestFlags extends ClusterOptions, PastRangeFlags {
  readonly sensitivity?: BacktestSensitivity;
  readonly write?: boolean;
  readonly detach?: boolean;
  readonly json?: boolean;
}

function bandsText(bands: Readonly<Record<string, number>>): string {
  return Object.entries(bands)
    .map(([band, count]) => `${formatCount(count)} ${band}`)
    .join(', ');
}

/** What a back-test found, as text. */
export function describeBacktest(job: Job): string {
  const { id, status, request, error } = job;
  const { incidents, incidents_by_band, worst_incidents, ...found } = BacktestResult.parse(job.result ?? {});
  const { anomalies, expected, by_type, worst, judged_minutes, unknown_minutes } = found;
  const were = request['write'] === true ? 'were found and written' : 'would have been found';
  const lines = [
    `${id} is ${status}: ${String(request['from'])} to ${String(request['to'])}, ${formatCount(judged_minutes)} minutes judged`,
    ...(unknown_minutes === 0
      ? []
      : [`Of ${formatCount(unknown_minutes)} minutes nothing is counted: log-ai backfill counts them`]),
    ...(error === undefined ? [] : [error]),
    ...nextSteps(job),
    '',
    ...(incidents === 0
      ? []
      : [
          `${countOf(incidents, 'incident')} would have been told: ${bandsText(incidents_by_band)}`,
          ...worst_incidents.map(
            ({ risk_score, start, reason }) => `  ${risk_score.toFixed(0).padStart(3)}  ${start}  ${reason}`,
          ),
          '',
        ]),
    anomalies === 0 ? 'Nothing abnormal.' : `${formatCount(anomalies)} anomalies ${were}:`,
    ...Object.entries(by_type).map(([type, bands]) => `  ${type}: ${bandsText(bands)}`),
    ...(expected === 0 ? [] : [`  expected, and told nobody: ${formatCount(expected)}`]),
    ...(worst.length === 0 ? [] : ['', 'The worst:']),
    ...worst.map(
      ({ risk_score, first_seen, type, reason }) =>
        `  ${risk_score.toFixed(0).padStart(3)}  ${first_seen}  ${type}  ${reason}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

async function backtest(flags: BacktestFlags): Promise<void> {
  await withLogAi(flags, async ({ logAi }) => {
    await logAi.checkSetUp();
    await logAi.checkRights();
    const { jobs, now } = logAi.ports;
    const range = pastRangeOf(flags, now());
    const { sensitivity, write, rate: rate_limit_docs_per_s } = flags;
    const request = storedBacktestOf({ range, sensitivity, write, rate_limit_docs_per_s });
    const { id } = await makeJob({ jobs, now }, { kind: 'backtest', request, by: process.env['USER'] });
    const job = flags.detach === true ? await shownJob(logAi, id) : await seeJobThrough(logAi, id);
    if (flags.json === true) process.stdout.write(`${JSON.stringify({ job })}\n`);
    else if (flags.detach === true)
      process.stdout.write(
        `${[`${id} waits. What it finds: log-ai jobs show ${id}`, ...nextSteps(job)].join('\n')}\n`,
      );
    else process.stdout.write(describeBacktest(job));
  });
}

/** `log-ai backtest`: what would have been found in a past range. */
export function backtestCommand(): Command {
  const command = defineCommand({
    name: 'backtest',
    description:
      'Says what would have been found in a past range, of what is counted, and at which sensitivity. It writes no anomaly unless asked.\nIt is a job: interrupted or killed it goes on where it was (log-ai jobs).',
    examples: [
      'log-ai backtest --from 2024-01-15T00:00:00Z --to 2024-01-16T00:00:00Z',
      'log-ai backtest --from 2024-01-15T00:00:00Z --sensitivity high',
      'log-ai backtest --from 2024-01-01T00:00:00Z --rate 2000 --detach',
      'log-ai backtest --from 2024-01-15T00:00:00Z --json | jq .job.result.by_type',
    ],
  });
  return withPastRange(command)
    .addOption(
      new Option('--sensitivity <how>', 'of all services (default: as it is set for each)').choices([
        ...BACKTEST_SENSITIVITIES,
      ]),
    )
    .option('--write', 'write the anomalies as a backfill does; not with --sensitivity')
    .option('--detach', 'leave the work to a running log-ai serve')
    .option('--json', 'print the job with its result as JSON')
    .option(...CONFIG_OPTION)
    .action(runAction(backtest));
}
