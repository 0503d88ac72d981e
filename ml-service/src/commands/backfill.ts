import { type Command, InvalidArgumentError } from 'commander';
import type { TimeRange } from '../ports/time.ts';
import { detectVerdicts } from '../service/detection.ts';
import type { BackfillSummary, Progress } from '../tasks/cycle/cycle.ts';
import { type ClusterOptions, CONFIG_OPTION, withLogAi } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';

interface BackfillFlags extends ClusterOptions {
  readonly from: number;
  readonly to: number;
  readonly json?: boolean;
}

const STEPS: Readonly<Record<Progress['step'], string>> = {
  label: 'labelled documents',
  learn: 'learned documents',
  count: 'counted minutes',
  detect: 'judged minutes',
  correlate: 'failed requests',
};
/** Findings that are printed; `--json` has them all. */
const SHOWN = 20;

function parseTime(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new InvalidArgumentError('It takes an ISO 8601 time such as 2024-01-15T14:00:00Z.');
  return time;
}

/** Tells on a terminal how far it has come; elsewhere one line a step. */
export function reportProgress(stream: NodeJS.WriteStream): (progress: Progress) => void {
  return ({ step, done, total }) => {
    const text = `${STEPS[step]}: ${done}${total === undefined ? '' : ` of ${total}`}`;
    stream.write(stream.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
  };
}

/** What was found, as text. */
export function describeBackfill(summary: BackfillSummary, range: TimeRange): string {
  const { learned, counted_minutes, anomalies, failed_requests, verdicts } = summary;
  const lines = [
    `${new Date(range.from).toISOString()} to ${new Date(range.to).toISOString()}: ${counted_minutes} minutes with lines, ` +
      `${learned.documents} documents learned, ${learned.templates} templates, generation ${learned.generation}`,
    '',
    anomalies.length === 0 ? 'Nothing abnormal.' : `${anomalies.length} anomalies:`,
    ...[...anomalies]
      .sort((a, b) => b.event.risk_score - a.event.risk_score)
      .slice(0, SHOWN)
      .map(
        ({ event, anomaly }) =>
          `  ${event.risk_score.toFixed(0).padStart(3)}  ${anomaly.type}  ${event.reason}`,
      ),
    ...detectVerdicts(verdicts)
      .filter(({ verdict }) => verdict === 'insufficient_history')
      .map(
        ({ detector, minutes, known_minutes, needed_minutes }) =>
          `  ${detector}: insufficient_history for ${minutes} minutes (${known_minutes ?? 0} of ${needed_minutes ?? 0} needed minutes known)`,
      ),
    '',
    failed_requests.length === 0 ? 'No failed requests.' : `${failed_requests.length} failed requests:`,
    ...failed_requests
      .slice(0, SHOWN)
      .map(
        ({ request_id, services, first_error }) =>
          `  ${request_id}  ${services.map((service) => (service === first_error.service ? `${service} ✗` : service)).join(' → ')}`,
      ),
  ];
  return `${lines.join('\n')}\n`;
}

/** `log-ai backfill`: reads a past range anew. */
export function backfillCommand(): Command {
  return defineCommand({
    name: 'backfill',
    description:
      'Reads a past range anew: labels, learns, counts, detects and correlates.\nRepeating it changes nothing; interrupted, run it again.',
    examples: [
      'log-ai backfill --from 2024-01-15T14:00:00Z --to 2024-01-15T16:00:00Z',
      'log-ai backfill --from 2024-01-15T14:00:00Z --json | jq .anomalies[].event.reason',
    ],
  })
    .requiredOption('--from <time>', 'begin of the range, ISO 8601', parseTime)
    .option('--to <time>', 'end of the range, ISO 8601 (default: now)', parseTime)
    .option('--json', 'print what was found as JSON')
    .option(...CONFIG_OPTION)
    .action(
      runAction((flags: BackfillFlags) =>
        withLogAi(flags, async ({ logAi }) => {
          await logAi.checkSetUp();
          await logAi.checkRights();
          const range = { from: flags.from, to: flags.to };
          const until = Number.isFinite(range.to) ? range : { from: flags.from, to: Date.now() };
          const summary = await logAi.runner.runBackfill(until, reportProgress(process.stderr));
          if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
          process.stdout.write(
            flags.json === true ? `${JSON.stringify(summary)}\n` : describeBackfill(summary, until),
          );
        }),
      ),
    );
}
