import { readReaderTables } from '../adapters/file/installed/precompiled_tables.ts';
import type { Command } from 'commander';
import type { KeptState } from '../adapters/file/state/kept_state.ts';
import { type Input, openInput, STDIN } from '../adapters/file/input/open_input.ts';
import { terminalOf, writeText } from '../adapters/terminal/terminal.ts';
import { parsedEventJson, parsedEventText } from '../adapters/terminal/parsed_event_text.ts';
import { startProgress } from '../adapters/terminal/progress_bar.ts';
import { countNotes } from '../adapters/terminal/analysis/report_notes.ts';
import { LogAiError } from '../../../common/errors.ts';
import { EventReader } from '../ingest/event_reader.ts';
import {
  ALTERED_COUNTERS,
  type IngestCounters,
  newIngestCounters,
  SKIPPED_COUNTERS,
} from '../ingest/ingest_counters.ts';
import type { RawEvent } from '../ingest/raw_event.ts';
import { LineParser } from '../parse/line_parser.ts';
import type { ParsedEvent } from '../parse/parsed_event.ts';
import { defineCommand, runAction } from './define_command.ts';
import {
  checkReadable,
  checkState,
  monotonicSeconds,
  printHint,
  readingConfig,
  type ReadingOptions,
  withReadingOptions,
  withState,
} from './reading_options.ts';

interface ParseOptions extends ReadingOptions {
  readonly json?: true;
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
      'kubectl logs -f deploy/checkout | log-ai parse - --json',
    ],
  });
  command
    .argument('<file>', 'a file, gzipped or not; - reads the standard input')
    .option(
      '--json',
      'one object a line: timestamp, level, service, request_id, event_template, template_id, parameters',
    );
  return withReadingOptions(command).action(
    runAction(async (file: string, options: ParseOptions) => {
      const { parse, formats } = readingConfig(options);
      checkReadable([file], parse);
      checkState([file], options);
      const input = await openInput(file, { onHint: printHint });
      const parser = new LineParser({
        config: parse,
        reference: input.modified ?? Date.now(),
        reader: readReaderTables({ formats }),
      });
      await withState(options, async (state) => {
        state?.begin(parser);
        if (file === STDIN) {
          // An id that is told is an id that stays.
          await print(input, { options, parser, parse: (event) => parser.learn(event).event, state });
          return;
        }
        await learn(input, parser, { options, state });
        await print(input, { options, parser, parse: (event) => parser.parse(event), state });
      });
    }),
  );
}

/** The first reading. What the input throws, it throws in the second one again, behind the lines. */
async function learn(
  input: Input,
  parser: LineParser,
  { options, state }: { readonly options: ParseOptions; readonly state: KeptState | undefined },
): Promise<void> {
  const progress = startProgress({ stream: process.stderr, total: input.size, seconds: monotonicSeconds });
  const counters = newIngestCounters();
  try {
    for await (const events of readEvents(input, { counters, options, parser })) {
      for (const event of events) parser.learn(event);
      await state?.keep({ sync: false });
      progress.update({ bytes_on_disk: input.bytesRead(), bytes: counters.bytes, lines: counters.lines });
    }
  } catch (error) {
    if (!(error instanceof LogAiError)) throw error;
  } finally {
    progress.stop();
  }
  parser.settle();
}

async function print(
  input: Input,
  {
    options,
    parser,
    parse,
    state,
  }: {
    readonly options: ParseOptions;
    readonly parser: LineParser;
    readonly parse: (event: RawEvent) => ParsedEvent;
    readonly state: KeptState | undefined;
  },
): Promise<void> {
  const counters = newIngestCounters();
  const skipped = new Map<string, number>();
  const terminal = terminalOf(process.stdout, process.env);
  const textOf = options.json ? parsedEventJson : (event: ParsedEvent) => parsedEventText(event, terminal);
  try {
    for await (const events of readEvents(input, { counters, options, parser })) {
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

/** The events of an input, a chunk at a time; those before its damage before what it throws. */
async function* readEvents(
  input: Input,
  {
    counters,
    options,
    parser,
  }: {
    readonly counters: IngestCounters;
    readonly options: ParseOptions;
    readonly parser: LineParser;
  },
): AsyncGenerator<readonly RawEvent[]> {
  const { request_id_fields } = readingConfig(options).config.parse;
  const headOf = (line: string) => parser.headOf(line);
  const reader = new EventReader({ counters, format: options.format?.input, request_id_fields, headOf });
  let failure: unknown;
  try {
    for await (const chunk of input.read()) yield reader.push(chunk).map(({ event }) => event);
  } catch (error) {
    failure = error;
  }
  yield reader.end().map(({ event }) => event);
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
