import { zoneMeanings } from '../settings/zone_names.ts';
import { inputPaths, STDIN } from '../adapters/file/input/input_paths.ts';
import { readReaderTables } from '../adapters/file/installed/precompiled_tables.ts';
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { messageOf } from '../../../common/errors.ts';
import { BulkWriter } from '../adapters/elasticsearch/bulk/bulk_writer.ts';
import { type Input, openInputsAt } from '../adapters/file/input/open_input.ts';
import { startProgress } from '../adapters/terminal/progress_bar.ts';
import { countNotes } from '../adapters/terminal/analysis/report_notes.ts';
import type { LogAi } from '../compose.ts';
import type { Config } from '../config.ts';
import { EventReader } from '../ingest/event_reader.ts';
import {
  ALTERED_COUNTERS,
  type IngestCounters,
  newIngestCounters,
  SKIPPED_COUNTERS,
} from '../ingest/ingest_counters.ts';
import { logDocumentOf } from '../ingest/log_document.ts';
import type { NumberedEvent } from '../ingest/raw_event.ts';
import { LineReader } from '../parse/reader/line_reader.ts';
import type { TimeRange } from '../ports/time.ts';
import { describeBackfill, queueBackfill, seeBackfillThrough } from './backfill.ts';
import { type ClusterOptions, CONFIG_OPTION, withLogAi } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';
import { FORMAT_OPTION, type FormatOption } from './reading_options.ts';

interface IngestFlags extends ClusterOptions {
  readonly index: string;
  readonly format?: FormatOption;
  readonly detect?: boolean;
  readonly json?: boolean;
}

/** What became of the input. */
interface IngestSummary {
  lines: number;
  documents: number;
  written: number;
  already_there: number;
  dead_letters: number;
  /** Lines that were not sent, by reason. */
  skipped: Record<string, number>;
  /** Lines that were sent, but not as they are, by reason. */
  altered: Record<string, number>;
  problems: string[];
  from?: number;
  to?: number;
}

/** The same line of the same file has the same id: sending it again, after a kill for instance, doubles nothing. */
function documentId(file: string, { event, line_number }: NumberedEvent): string {
  return createHash('sha256')
    .update(JSON.stringify([file === STDIN ? STDIN : resolve(file), line_number, event]))
    .digest('base64url')
    .slice(0, 22);
}

interface Shipment {
  readonly writer: BulkWriter;
  readonly reader: LineReader;
  readonly config: Config;
  readonly flags: IngestFlags;
  readonly summary: IngestSummary;
}

async function ingestFile(path: string, shipment: Shipment): Promise<void> {
  const inputs = await openInputsAt(path, { onHint: (hint) => process.stderr.write(`log-ai: ${hint}\n`) });
  for (const input of inputs) await ingestInput(inputs.length === 1 ? path : input.name, input, shipment);
}

async function ingestInput(
  path: string,
  input: Input,
  { writer, reader, config, flags, summary }: Shipment,
): Promise<void> {
  const counters = newIngestCounters();
  const events = new EventReader({
    counters,
    format: flags.format?.input,
    request_id_fields: config.parse.request_id_fields,
    headOf: (line) => reader.headOf(line),
  });
  const time = {
    time_zone: config.parse.time_zone,
    zones: zoneMeanings(config.parse.zones),
    reference: input.modified ?? Date.now(),
  };
  const progress = startProgress({
    stream: process.stderr,
    total: input.size,
    seconds: () => performance.now() / 1000,
  });
  const send = async (numbered: readonly NumberedEvent[]) => {
    for (const { event, line_number } of numbered) {
      // Read here, not by the pipeline: a time without a year is placed before the file was written, not before now.
      const { timestamp } = reader.read(event, time);
      noteTime(summary, timestamp);
      summary.documents += 1;
      await writer.add({
        action: 'create',
        index: flags.index,
        id: documentId(path, { event, line_number }),
        document: logDocumentOf(event, { timestamp, file: input.name }),
      });
    }
  };
  try {
    for await (const chunk of input.read()) {
      await send(events.push(chunk));
      progress.update({ bytes_on_disk: input.bytesRead(), bytes: counters.bytes, lines: counters.lines });
    }
  } catch (error) {
    // What was read before the damage is sent all the same.
    summary.problems.push(messageOf(error));
  } finally {
    progress.stop();
  }
  await send(events.end());
  summary.lines += counters.lines;
  addCounts(summary.skipped, SKIPPED_COUNTERS, counters);
  addCounts(summary.altered, ALTERED_COUNTERS, counters);
}

function noteTime(summary: IngestSummary, timestamp: number | undefined): void {
  if (timestamp === undefined) return;
  summary.from = Math.min(summary.from ?? timestamp, timestamp);
  summary.to = Math.max(summary.to ?? timestamp, timestamp);
}

function addCounts(
  sums: Record<string, number>,
  names: readonly (keyof IngestCounters)[],
  counters: IngestCounters,
): void {
  for (const name of names) if (counters[name] > 0) sums[name] = (sums[name] ?? 0) + counters[name];
}

/** The times of the lines; where no line has one, when they were sent: that is the time which the pipeline gives them. */
function rangeOf({ documents, from, to }: IngestSummary, began: number): TimeRange | undefined {
  if (documents === 0) return undefined;
  return from === undefined || to === undefined ? { from: began, to: Date.now() + 1 } : { from, to: to + 1 };
}

async function ingest(
  files: readonly string[],
  flags: IngestFlags,
  context: { logAi: LogAi; config: Config },
): Promise<void> {
  const { logAi, config } = context;
  await logAi.checkSetUp();
  const began = Date.now();
  const summary: IngestSummary = {
    lines: 0,
    documents: 0,
    written: 0,
    already_there: 0,
    dead_letters: 0,
    skipped: {},
    altered: {},
    problems: [],
  };
  const writer = new BulkWriter(logAi.client, {
    onRetry: ({ attempt, delay_ms, error }) =>
      process.stderr.write(
        `log-ai: ${messageOf(error)}: try ${attempt} failed, the next one in ${(delay_ms / 1000).toFixed(1)} s\n`,
      ),
  });
  const formats = [...(flags.format?.lines ?? []), ...config.parse.formats];
  const shipment = { writer, reader: new LineReader(readReaderTables({ formats })), config, flags, summary };
  for (const path of await inputPaths(files)) {
    // A file that cannot be read does not keep the others back.
    await ingestFile(path, shipment).catch((error: unknown) => {
      summary.problems.push(messageOf(error));
    });
  }
  const { written, already_there, dead_letters } = await writer.close();
  Object.assign(summary, { written, already_there, dead_letters });
  await logAi.ports.logs.refresh();
  const range = rangeOf(summary, began);
  const found =
    flags.detect === true && range
      ? await seeBackfillThrough(logAi, await queueBackfill(logAi, { range }), range)
      : undefined;
  if (flags.json === true)
    process.stdout.write(`${JSON.stringify({ ...summary, ...(found && { found }) })}\n`);
  else
    process.stdout.write(
      describeIngest({ summary, flags, range }) + (found ? `\n${describeBackfill(found)}` : ''),
    );
  for (const problem of summary.problems) process.stderr.write(`log-ai: ${problem}\n`);
  if (summary.problems.length > 0 || dead_letters > 0) process.exitCode = 1;
}

function describeIngest(input: {
  summary: IngestSummary;
  flags: IngestFlags;
  range: TimeRange | undefined;
}): string {
  const { summary, flags, range } = input;
  const { documents, written, already_there, dead_letters } = summary;
  const iso = (time: number) => new Date(time).toISOString();
  const lines = [
    `${documents} documents for ${flags.index}: ${written} written, ${already_there} already there, ${dead_letters} refused` +
      (dead_letters > 0 ? ' (see log-ai-dead-letters)' : ''),
    ...countNotes(summary),
    ...(range && flags.detect !== true
      ? [`next: log-ai backfill --from ${iso(range.from)} --to ${iso(range.to)}`]
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
    .argument('<file...>', 'text, NDJSON or CSV, packed too, an archive or a directory; - for standard input')
    .option('--index <name>', 'data stream or index to write to', 'logs-ingest-default')
    .option(...FORMAT_OPTION)
    .option('--detect', 'then read the range of these lines anew: learn, count, detect and correlate')
    .option('--json', 'print the summary as JSON')
    .option(...CONFIG_OPTION)
    .action(
      runAction((files: string[], flags: IngestFlags) =>
        withLogAi(flags, (context) => ingest(files, flags, context)),
      ),
    );
}
