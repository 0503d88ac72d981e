import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { messageOf } from '../../../common/errors.ts';
import { BulkWriter } from '../adapters/elasticsearch/bulk_writer.ts';
import { openInput } from '../adapters/file/open_input.ts';
import { startProgress } from '../adapters/terminal/progress_bar.ts';
import type { LogAi } from '../compose.ts';
import type { Config } from '../config.ts';
import { EventReader } from '../ingest/event_reader.ts';
import { type IngestCounters, newIngestCounters, SKIPPED_COUNTERS } from '../ingest/ingest_counters.ts';
import type { InputFormat } from '../ingest/input_format.ts';
import { logDocumentOf } from '../ingest/log_document_of.ts';
import type { NumberedEvent } from '../ingest/numbered_event.ts';
import { readCarrierTime } from '../parse/line_reader.ts';
import { describeBackfill, reportProgress } from './backfill.ts';
import { type ClusterOptions, CONFIG_OPTION, withLogAi } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';

interface IngestFlags extends ClusterOptions {
  readonly index: string;
  readonly format?: InputFormat;
  readonly detect?: boolean;
  readonly json?: boolean;
}

/** What became of the input. */
interface IngestSummary {
  documents: number;
  written: number;
  already_there: number;
  dead_letters: number;
  skipped: Record<string, number>;
  problems: string[];
  from?: number;
  to?: number;
}

/** The same line of the same file has the same id: sending it again, after a kill for instance, doubles nothing. */
function documentId(file: string, { event, line_number }: NumberedEvent): string {
  return createHash('sha256')
    .update(`${basename(file)}\0${line_number}\0${event.message}`)
    .digest('base64url')
    .slice(0, 22);
}

async function ingestFile(options: {
  path: string;
  writer: BulkWriter;
  config: Config;
  flags: IngestFlags;
  summary: IngestSummary;
}): Promise<void> {
  const { path, writer, config, flags, summary } = options;
  const input = await openInput(path, { onHint: (hint) => process.stderr.write(`log-ai: ${hint}\n`) });
  const counters = newIngestCounters();
  const reader = new EventReader({
    counters,
    format: flags.format,
    request_id_fields: config.parse.request_id_fields,
  });
  const time = { time_zone: config.parse.time_zone, reference: input.modified ?? Date.now() };
  const progress = startProgress({
    stream: process.stderr,
    total: input.size,
    seconds: () => performance.now() / 1000,
  });
  const send = async (events: readonly NumberedEvent[]) => {
    for (const numbered of events) {
      const { event } = numbered;
      const timestamp = event.timestamp === undefined ? undefined : readCarrierTime(event.timestamp, time);
      if (timestamp !== undefined) {
        summary.from = Math.min(summary.from ?? timestamp, timestamp);
        summary.to = Math.max(summary.to ?? timestamp, timestamp);
      }
      summary.documents += 1;
      await writer.add({
        action: 'create',
        index: flags.index,
        id: documentId(input.name, numbered),
        document: logDocumentOf(event, { timestamp, file: input.name }),
      });
    }
  };
  try {
    for await (const chunk of input.read()) {
      await send(reader.push(chunk));
      progress.update({ bytes_on_disk: input.bytesRead(), bytes: counters.bytes, lines: counters.lines });
    }
  } catch (error) {
    // What was read before the damage is sent all the same.
    summary.problems.push(messageOf(error));
  } finally {
    progress.stop();
  }
  await send(reader.end());
  addSkipped(summary.skipped, counters);
}

function addSkipped(skipped: Record<string, number>, counters: IngestCounters): void {
  for (const reason of SKIPPED_COUNTERS) {
    if (counters[reason] > 0) skipped[reason] = (skipped[reason] ?? 0) + counters[reason];
  }
}

async function ingest(
  files: readonly string[],
  flags: IngestFlags,
  context: { logAi: LogAi; config: Config },
): Promise<void> {
  const { logAi, config } = context;
  await logAi.checkSetUp();
  const summary: IngestSummary = {
    documents: 0,
    written: 0,
    already_there: 0,
    dead_letters: 0,
    skipped: {},
    problems: [],
  };
  const writer = new BulkWriter(logAi.client, {
    onRetry: ({ attempt, delay_ms, error }) =>
      process.stderr.write(
        `log-ai: ${messageOf(error)}: try ${attempt} failed, the next one in ${(delay_ms / 1000).toFixed(1)} s\n`,
      ),
  });
  for (const path of files) await ingestFile({ path, writer, config, flags, summary });
  const { written, already_there, dead_letters } = await writer.close();
  Object.assign(summary, { written, already_there, dead_letters });
  await logAi.ports.logs.refresh();
  const range =
    summary.from === undefined || summary.to === undefined
      ? undefined
      : { from: summary.from, to: summary.to + 1 };
  const found =
    flags.detect === true && range
      ? await logAi.runner.runBackfill(range, reportProgress(process.stderr))
      : undefined;
  if (flags.json === true)
    process.stdout.write(`${JSON.stringify({ ...summary, ...(found && { found }) })}\n`);
  else
    process.stdout.write(
      describeIngest(summary, flags) + (found && range ? `\n${describeBackfill(found, range)}` : ''),
    );
  for (const problem of summary.problems) process.stderr.write(`log-ai: ${problem}\n`);
  if (summary.problems.length > 0 || dead_letters > 0) process.exitCode = 1;
}

function describeIngest(summary: IngestSummary, flags: IngestFlags): string {
  const { documents, written, already_there, dead_letters, skipped, from, to } = summary;
  const iso = (time: number) => new Date(time).toISOString();
  const lines = [
    `${documents} documents for ${flags.index}: ${written} written, ${already_there} already there, ${dead_letters} refused` +
      (dead_letters > 0 ? ' (see log-ai-dead-letters)' : ''),
    ...Object.entries(skipped).map(([reason, count]) => `${count} lines skipped: ${reason}`),
    ...(from !== undefined && to !== undefined && flags.detect !== true
      ? [`next: log-ai backfill --from ${iso(from)} --to ${iso(to + 1)}`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** `log-ai ingest`: sends files to Elasticsearch as a shipper would. */
export function ingestCommand(): Command {
  return defineCommand({
    name: 'ingest',
    description:
      'Sends log files to Elasticsearch as a shipper would; the pipeline labels them. Times are kept.\nInterrupted, run it again: what is there is not sent twice.',
    examples: [
      'log-ai ingest /var/log/app/*.log.gz',
      'log-ai ingest export.csv --index logs-export-default --detect',
      'kubectl logs deploy/checkout | log-ai ingest -',
    ],
  })
    .argument('<file...>', 'text, NDJSON or CSV, gzip too; - for standard input')
    .option('--index <name>', 'data stream or index to write to', 'logs-ingest-default')
    .addOption(
      new Option('--format <format>', 'recognised by itself where absent').choices(['text', 'ndjson', 'csv']),
    )
    .option('--detect', 'then read the range of these lines anew: learn, count, detect and correlate')
    .option('--json', 'print the summary as JSON')
    .option(...CONFIG_OPTION)
    .action(
      runAction((files: string[], flags: IngestFlags) =>
        withLogAi(flags, (context) => ingest(files, flags, context)),
      ),
    );
}
