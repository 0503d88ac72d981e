import { readReaderTables } from '../adapters/file/installed/precompiled_tables.ts';
import type { Command } from 'commander';
import type { KeptState } from '../adapters/file/state/kept_state.ts';
import { followFile } from '../adapters/file/input/follow_file.ts';
import type { Input } from '../adapters/file/input/open_input.ts';
import { terminalOf, writeText } from '../adapters/terminal/terminal.ts';
import { parsedEventJson, parsedEventText } from '../adapters/terminal/parsed_event_text.ts';
import { explainText } from '../adapters/terminal/explain_text.ts';
import { startProgress } from '../adapters/terminal/progress_bar.ts';
import { countNotes } from '../adapters/terminal/analysis/report_notes.ts';
import type { Config } from '../config.ts';
import { LogAiError } from '../../../common/errors.ts';
import { EventReader } from '../ingest/event_reader.ts';
import {
  ALTERED_COUNTERS,
  type IngestCounters,
  newIngestCounters,
  SKIPPED_COUNTERS,
} from '../ingest/ingest_counters.ts';
import type { NumberedEvent, RawEvent } from '../ingest/raw_event.ts';
import { DEFAULT_LAYOUTS } from '../parse/header/layouts.ts';
import { LineParser } from '../parse/line_parser.ts';
import type { ParsedEvent } from '../parse/parsed_event.ts';
import { defineCommand, runAction } from './define_command.ts';
import {
  readCount,
  monotonicSeconds,
  openInputs,
  printHint,
  readingConfig,
  type ReadingOptions,
  withReadingOptions,
  withState,
} from './reading_options.ts';

interface ParseOptions extends ReadingOptions {
  readonly json?: true;
  readonly follow?: true;
  readonly explain?: number;
}

/** `log-ai parse`: each line with its template and parameters. */
export function parseCommand(): Command {
  const command = defineCommand({
    name: 'parse',
    description: [
      'Prints each log line as its template and parameters.',
      'A file is read twice, so that each line gets its final template; from a pipe, lines get the one known so far.',
    ].join('\n'),
    examples: [
      'log-ai parse app.log',
      'log-ai parse app.log.gz --json | jq -r .event_template | sort | uniq -c | sort -rn',
      "log-ai parse app.log --format '<timestamp>|<level>|<service>|<message>'",
      'log-ai parse today.log --state app.state --json',
      'log-ai parse app.log --explain 17',
      'log-ai parse app.log --follow',
      'kubectl logs -f deploy/checkout | log-ai parse - --json',
    ],
  });
  command
    .argument(
      '<file>',
      'a file, packed or not, an archive or a directory of them; - reads the standard input',
    )
    .option('--explain <line>', 'say how this line was read: which rule read which part of it', readCount)
    .option('--follow', 'go on with the lines that come, also where the file is rotated, until interrupted')
    .option(
      '--json',
      'one object a line: timestamp, level, service, request_id, event_template, template_id, parameters',
    );
  return withReadingOptions(command).action(
    runAction(async (file: string, options: ParseOptions) => {
      const { config, parse, formats } = readingConfig(options);
      const inputs = await openInputs([file], { options, parse });
      const parser = new LineParser({
        config: parse,
        reference: Date.now(),
        reader: readReaderTables({ formats }),
      });
      const reading = {
        inputs: options.follow ? [followed(file)] : inputs,
        options,
        request_id_fields: config.parse.request_id_fields,
        parser,
      };
      await withState(options, async (state) => {
        state?.begin(parser);
        if (
          options.explain === undefined &&
          (options.follow || inputs.some(({ is_repeatable }) => !is_repeatable))
        ) {
          // An id that is told is an id that stays.
          await print(reading, { parse: (event) => parser.learn(event).event, state });
          return;
        }
        await learn(reading, state);
        if (options.explain !== undefined) {
          await explain(reading, { line: options.explain, formats });
          return;
        }
        await print(reading, { parse: (event) => parser.parseNext(event), state });
      });
    }),
  );
}

/** What is read, and how. */
interface Reading {
  readonly inputs: readonly Pick<Input, 'log' | 'size' | 'modified' | 'bytesRead' | 'read'>[];
  readonly options: ParseOptions;
  readonly request_id_fields: Config['parse']['request_id_fields'];
  readonly parser: LineParser;
}

function followed(path: string): Reading['inputs'][number] {
  return { log: path, bytesRead: () => 0, read: () => followFile(path) };
}

/** The first reading. What the input throws, it throws in the second one again, behind the lines. */
async function learn(reading: Reading, state: KeptState | undefined): Promise<void> {
  const { inputs, parser } = reading;
  const total = inputs.reduce((sum, { size = 0 }) => sum + size, 0);
  const progress = startProgress({ stream: process.stderr, total, seconds: monotonicSeconds });
  const counters = newIngestCounters();
  try {
    for await (const events of readEvents(reading, counters)) {
      for (const event of events) parser.learn(event);
      await state?.keep({ sync: false });
      const bytes_on_disk = inputs.reduce((sum, { bytesRead }) => sum + bytesRead(), 0);
      progress.update({ bytes_on_disk, bytes: counters.bytes, lines: counters.lines });
    }
  } catch (error) {
    if (!(error instanceof LogAiError)) throw error;
  } finally {
    progress.stop();
  }
  parser.settle();
  parser.rewind();
}

/** Says how the event was read to which a line belongs. */
async function explain(
  { inputs, ...reading }: Reading,
  { line, formats }: { readonly line: number; readonly formats: readonly string[] },
): Promise<void> {
  const { parser } = reading;
  const layouts = [...formats, ...DEFAULT_LAYOUTS];
  let found: RawEvent | undefined;
  let before = 0;
  for (const input of inputs) {
    const counters = newIngestCounters();
    for await (const numbered of readNumbered(input, { counters, ...reading })) {
      for (const { event, line_number } of numbered) if (before + line_number <= line) found = event;
    }
    before += counters.lines;
  }
  if (found === undefined || line > before) {
    throw new LogAiError('input_unreadable', `There is no event at line ${line}: there are ${before} lines.`);
  }
  const event = parser.parse(found);
  const header = parser.explain(found.message);
  await writeText(
    process.stdout,
    explainText({ raw: found, event, header, layoutOf: (layout) => layouts[layout]! }),
  );
}

async function print(
  reading: Reading,
  {
    parse,
    state,
  }: { readonly parse: (event: RawEvent) => ParsedEvent; readonly state: KeptState | undefined },
): Promise<void> {
  const counters = newIngestCounters();
  const skipped = new Map<string, number>();
  const terminal = terminalOf(process.stdout, process.env);
  const textOf = reading.options.json
    ? parsedEventJson
    : (event: ParsedEvent) => parsedEventText(event, terminal);
  try {
    for await (const events of readEvents(reading, counters)) {
      const parsed = events.map(parse);
      await state?.keep({ sync: true });
      for (const { status } of parsed) {
        if (status !== 'parsed') skipped.set(status, (skipped.get(status) ?? 0) + 1);
      }
      await writeText(process.stdout, parsed.map((event) => `${textOf(event)}\n`).join(''));
    }
  } finally {
    for (const note of notesOf(counters, skipped)) printHint(note);
  }
}

/** The events of the inputs, a chunk at a time; those before some damage before what it throws. */
async function* readEvents(
  { inputs, ...reading }: Reading,
  counters: IngestCounters,
): AsyncGenerator<readonly RawEvent[]> {
  const failures: unknown[] = [];
  for (const input of inputs) {
    try {
      for await (const numbered of readNumbered(input, { counters, ...reading })) {
        yield numbered.map(({ event }) => event);
      }
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0] as Error;
}

async function* readNumbered(
  input: Reading['inputs'][number],
  {
    counters,
    options,
    request_id_fields,
    parser,
  }: Omit<Reading, 'inputs'> & { readonly counters: IngestCounters },
): AsyncGenerator<readonly NumberedEvent[]> {
  parser.open(input.log, { reference: input.modified ?? Date.now() });
  const headOf = (line: string) => parser.headOf(line);
  const reader = new EventReader({ counters, format: options.format?.input, request_id_fields, headOf });
  let failure: unknown;
  try {
    for await (const chunk of input.read()) yield chunk.length === 0 ? reader.flush() : reader.push(chunk);
  } catch (error) {
    failure = error;
  }
  yield reader.end();
  if (failure !== undefined) throw failure as Error;
}

function notesOf(counters: IngestCounters, statuses: ReadonlyMap<string, number>): string[] {
  const countsOf = (names: readonly (keyof IngestCounters)[]) =>
    Object.fromEntries(names.map((name) => [name, counters[name]]));
  const skipped = countsOf(SKIPPED_COUNTERS);
  for (const [status, count] of statuses) {
    const reason = status.replace('skipped:', '');
    skipped[reason] = (skipped[reason] ?? 0) + count;
  }
  return countNotes({ skipped, altered: countsOf(ALTERED_COUNTERS), lines: counters.lines });
}
