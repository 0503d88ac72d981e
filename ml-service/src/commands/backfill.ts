import type { Command } from 'commander';
import { failureOf } from '../../../common/failure_of.ts';
import { API_LIMITS, type Job } from '../../../common/api.ts';
import type { AnomalyDocument } from '../../../common/documents/anomaly_document.ts';
import type { RequestDocument } from '../../../common/documents/request_document.ts';
import { formatCount, formatDuration } from '../../../common/format_quantity.ts';
import type { LogAi } from '../compose.ts';
import type { TimeRange } from '../ports/time.ts';
import {
  type BackfillRequest,
  BackfillResult,
  estimateBackfill,
  storedRequestOf,
} from '../tasks/jobs/backfill.ts';
import { makeJob } from '../tasks/jobs/make_job.ts';
import { type ClusterOptions, CONFIG_OPTION, withLogAi } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';
import { nextSteps } from './job_text.ts';
import { pastRangeOf, type PastRangeFlags, withPastRange } from './past_range.ts';
import { seeJobThrough, shownJob } from './see_job_through.ts';

interface BackfillFlags extends ClusterOptions, PastRangeFlags {
  readonly dryRun?: boolean;
  readonly detach?: boolean;
  readonly json?: boolean;
}

/** Findings that are printed; `--json` has more. */
const SHOWN = 20;

/** What a backfill did, and what there is in its range now. */
export interface BackfillOutcome {
  readonly job: Job;
  /** The newest 1,000 of each. */
  readonly anomalies: readonly AnomalyDocument[];
  readonly failed_requests: readonly RequestDocument[];
}

/** Queues a backfill for whoever looks for jobs next. */
export async function queueBackfill(logAi: LogAi, request: BackfillRequest): Promise<string> {
  const { jobs, now } = logAi.ports;
  const by = process.env['USER'];
  const asked = { kind: 'backfill', request: storedRequestOf(request), by } as const;
  return (await makeJob({ jobs, now }, asked)).id;
}

/** Works on a backfill, or watches another process do so, and reads what it found. */
export async function seeBackfillThrough(
  logAi: LogAi,
  id: string,
  range: TimeRange,
): Promise<BackfillOutcome> {
  const job = await seeJobThrough(logAi, id);
  const { records } = logAi.ports;
  const [anomalies, requests] = await Promise.all([
    records.readAnomalies({ range, size: API_LIMITS.page }),
    records.readRequests({ range, outcome: 'failed', size: API_LIMITS.page }),
  ]);
  return { job, anomalies: anomalies.records, failed_requests: requests.records };
}

/** What was found, as text. */
export function describeBackfill({ job, anomalies, failed_requests }: BackfillOutcome): string {
  const { id, status, request, error } = job;
  const result = BackfillResult.parse(job.result ?? {});
  const found = [
    '',
    anomalies.length === 0 ? 'Nothing abnormal.' : `${anomalies.length} anomalies:`,
    ...[...anomalies]
      .sort((a, b) => b.event.risk_score - a.event.risk_score)
      .slice(0, SHOWN)
      .map(
        ({ event, anomaly }) =>
          `  ${event.risk_score.toFixed(0).padStart(3)}  ${anomaly.type}  ${event.reason}`,
      ),
    ...Object.entries(result.verdicts).flatMap(([detector, { insufficient_history: minutes }]) =>
      minutes === undefined ? [] : [`  ${detector}: insufficient_history for ${minutes} minutes`],
    ),
    '',
    failed_requests.length === 0 ? 'No failed requests.' : `${failed_requests.length} failed requests:`,
    ...failed_requests
      .slice(0, SHOWN)
      .map(
        (request) =>
          `  ${request.request_id}  ${request.services.map((service) => (service === failureOf(request).service ? `${service} ✗` : service)).join(' → ')}`,
      ),
  ];
  const lines = [
    `${id} is ${status}: ${String(request['from'])} to ${String(request['to'])}, ${formatCount(job.done)} of ${formatCount(job.total)} documents, ` +
      `${formatCount(result.labelled)} labelled, ${formatCount(result.learned)} learned, ${formatCount(result.counted_minutes)} minutes counted, requests of ${formatCount(result.request_minutes)} read`,
    ...(error === undefined ? [] : [error]),
    ...nextSteps(job),
    ...(status === 'done' ? found : []),
  ];
  return `${lines.join('\n')}\n`;
}

async function dryRun(logAi: LogAi, request: BackfillRequest, flags: BackfillFlags): Promise<void> {
  const estimate = await estimateBackfill(logAi.ports.logs, request);
  const { documents, unlabelled, estimated_seconds } = estimate;
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify(estimate)}\n`
      : `${formatCount(documents)} documents, ${formatCount(unlabelled)} of them without a label: about ${formatDuration(estimated_seconds * 1000)}. Nothing was done.\n`,
  );
}

async function backfill(flags: BackfillFlags): Promise<void> {
  await withLogAi(flags, async ({ logAi }) => {
    await logAi.checkSetUp();
    await logAi.checkRights();
    const range = pastRangeOf(flags, Date.now());
    const request = { range, rate_limit_docs_per_s: flags.rate };
    if (flags.dryRun === true) return dryRun(logAi, request, flags);
    const id = await queueBackfill(logAi, request);
    if (flags.detach === true) {
      const job = await shownJob(logAi, id);
      const lines = [`${id} waits. How far it is: log-ai jobs show ${id}`, ...nextSteps(job)];
      process.stdout.write(flags.json === true ? `${JSON.stringify({ job })}\n` : `${lines.join('\n')}\n`);
      return;
    }
    const outcome = await seeBackfillThrough(logAi, id, range);
    process.stdout.write(flags.json === true ? `${JSON.stringify(outcome)}\n` : describeBackfill(outcome));
  });
}

/** `log-ai backfill`: reads a past range anew. */
export function backfillCommand(): Command {
  const command = defineCommand({
    name: 'backfill',
    description:
      'Reads a past range anew: labels, learns, counts, detects and correlates, beside the live tasks.\nIt is a job: interrupted or killed it goes on where it was (log-ai jobs); repeating it changes nothing.',
    examples: [
      'log-ai backfill --from 2024-01-15T14:00:00Z --to 2024-01-15T16:00:00Z',
      'log-ai backfill --from 2024-01-01T00:00:00Z --dry-run',
      'log-ai backfill --from 2024-01-01T00:00:00Z --rate 2000 --detach',
      'log-ai backfill --from 2024-01-15T14:00:00Z --json | jq .anomalies[].event.reason',
    ],
  });
  return withPastRange(command)
    .option('--dry-run', 'only say how much there is to do')
    .option('--detach', 'leave the work to a running log-ai serve')
    .option('--json', 'print the job and what is found in its range as JSON')
    .option(...CONFIG_OPTION)
    .action(runAction(backfill));
}
