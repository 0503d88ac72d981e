import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readZoneMeaning, ZONE_MEANING_PROBLEM, zoneMeanings } from '../settings/zone_names.ts';
import { LogAiError, messageOf } from '../../../common/errors.ts';
import { type KeptState, openKeptState } from '../adapters/file/state/kept_state.ts';
import { parseConfigOf } from '../adapters/file/installed/create_parser.ts';
import { inputPaths, STDIN } from '../adapters/file/input/input_paths.ts';
import { type Input, openInputsAt } from '../adapters/file/input/open_input.ts';
import { readConfig } from '../config/config_file.ts';
import type { Config } from '../config.ts';
import { INPUT_FORMATS, type InputFormat } from '../ingest/formats/input_format.ts';
import { readLineFormat } from '../settings/line_format.ts';
import {
  isBatchMiner,
  type MinerName,
  MINERS,
  type ParseConfig,
  STREAMING_MINERS,
} from '../settings/parse.ts';

/** What `--format` says, once or several times: how the input is laid out, and how its lines are. */
export interface FormatOption {
  readonly input?: InputFormat;
  readonly lines: readonly string[];
}

/** Options of every command that reads log files. */
export interface ReadingOptions {
  readonly format?: FormatOption;
  readonly timeZone?: string;
  readonly zone?: readonly string[];
  readonly miner?: MinerName;
  readonly config?: string;
  readonly state?: string;
}

/**
 * Reads `--format`, which may be given several times.
 *
 * @throws InvalidArgumentError naming the element that is wrong.
 */
export function readFormat(text: string, before?: FormatOption): FormatOption {
  const lines = before?.lines ?? [];
  const input = INPUT_FORMATS.find((format) => format === text);
  if (input !== undefined) return { input, lines };
  if (!text.includes('<')) {
    throw new InvalidArgumentError(
      `It must be ${INPUT_FORMATS.join(', ')}, or how a line is laid out: ${FORMAT_EXAMPLE}.`,
    );
  }
  try {
    readLineFormat(text);
  } catch (error) {
    throw new InvalidArgumentError(`${messageOf(error)} Such as ${FORMAT_EXAMPLE}.`);
  }
  return { ...before, lines: [...lines, text] };
}

const FORMAT_EXAMPLE = "'<timestamp> [<thread>] <level> <service>: <message>'";

/** For `command.option(...FORMAT_OPTION)`. */
export const FORMAT_OPTION = [
  '--format <format>',
  `text, ndjson, csv, or how a line is laid out: ${FORMAT_EXAMPLE} (default: recognised)`,
  readFormat,
] as const;

/** Adds the options of {@link ReadingOptions}. */
export function withReadingOptions(command: Command): Command {
  return command
    .option(...FORMAT_OPTION)
    .addOption(
      new Option(
        '--miner <miner>',
        'what decides which lines are of one kind (default: parse.miner of the configuration)',
      ).choices(MINERS),
    )
    .option('--time-zone <zone>', 'where times without a zone are read, e.g. Europe/Berlin', readTimeZone)
    .option(
      '--zone <name=offset>',
      'what a name of a zone means that has several meanings, e.g. IST=+02:00; may be given several times',
      readZone,
    )
    .option(
      '--state <file>',
      'keep what is learned in this file and learn on from it: ids of templates stay from run to run',
    )
    .option('--config <file>', 'a configuration file in YAML or JSON');
}

/** What the configuration and the options say about reading. */
export function readingConfig(options: ReadingOptions): {
  readonly config: Config;
  readonly parse: ParseConfig;
  /** Formats of lines: those of the options before those of the configuration. */
  readonly formats: readonly string[];
} {
  const config = readConfig({ file: options.config, env: process.env });
  const parse = parseConfigOf(config.parse);
  return {
    config,
    formats: [...(options.format?.lines ?? []), ...config.parse.formats],
    parse: {
      ...parse,
      miner: options.miner ?? parse.miner,
      time_zone: options.timeZone ?? parse.time_zone,
      zones: { ...parse.zones, ...zoneMeanings(options.zone ?? []) },
    },
  };
}

/**
 * A miner that has to see all lines first reads an input twice.
 *
 * @throws LogAiError `input_unreadable` where that cannot be.
 */
function checkReadable(inputs: readonly Input[], { miner }: ParseConfig): void {
  const pipe = inputs.find(({ is_repeatable }) => !is_repeatable);
  if (!isBatchMiner(miner) || pipe === undefined) return;
  throw new LogAiError(
    'input_unreadable',
    `The miner ${miner} has to see all lines first, and ${pipe.name} can be read once: name a file, or take --miner ${STREAMING_MINERS.join(' or ')}.`,
    { details: { miner } },
  );
}

/**
 * The logs that paths stand for, those of a directory in the order in which they were written.
 *
 * @throws LogAiError `input_unreadable`, `output_unwritable`.
 */
export async function openInputs(
  paths: readonly string[],
  { options, parse }: { readonly options: ReadingOptions; readonly parse: ParseConfig },
): Promise<Input[]> {
  const files = await inputPaths(paths);
  checkState(files, options);
  const inputs: Input[] = [];
  // One after the other: an archive that is packed is unpacked to be looked at.
  for (const file of files) inputs.push(...(await openInputsAt(file, { onHint: printHint })));
  checkReadable(inputs, parse);
  return inputs;
}

/**
 * A log that is named as the state by mistake is not to be set aside as a damaged one.
 *
 * @throws LogAiError `output_unwritable`.
 */
function checkState(files: readonly string[], { state }: ReadingOptions): void {
  if (state === undefined || !files.some((file) => file !== STDIN && resolve(file) === resolve(state)))
    return;
  throw new LogAiError(
    'output_unwritable',
    `${state} is the log that is read: name another file as the state, such as ${state}.state.`,
    { details: { path: state } },
  );
}

/** Does work with the state that `--state` names; without the option there is none. */
export async function withState<T>(
  { state: path }: ReadingOptions,
  work: (state: KeptState | undefined) => Promise<T>,
): Promise<T> {
  if (path === undefined) return work(undefined);
  const onProblem = ({ message }: LogAiError) => {
    printHint(message);
  };
  const state = await openKeptState(path, { onProblem, onHint: printHint });
  let result: T;
  try {
    result = await work(state);
  } catch (error) {
    // What went wrong first says more than what went wrong because of it.
    await state.close().catch(() => undefined);
    throw error;
  }
  await state.close();
  return result;
}

function readZone(text: string, before: readonly string[] = []): readonly string[] {
  if (readZoneMeaning(text) === undefined) throw new InvalidArgumentError(`It ${ZONE_MEANING_PROBLEM}.`);
  return [...before, text];
}

function readTimeZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('It must be a time zone such as UTC or Europe/Berlin.');
  }
}

/** Seconds of a clock that never goes back. */
export function monotonicSeconds(): number {
  return performance.now() / 1000;
}

/** A hint goes to stderr: it is no result. */
export function printHint(hint: string): void {
  process.stderr.write(`log-ai: ${hint}\n`);
}

/** A whole number above 0, as an option. */
export function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}
