import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { LogAiError } from '../../../common/errors.ts';
import { STDIN } from '../adapters/file/open_input.ts';
import { readConfig } from '../config_file.ts';
import type { Config } from '../config.ts';
import { INPUT_FORMATS } from '../ingest/input_format.ts';
import type { InputFormat } from '../ingest/input_format.ts';
import type { ParseConfig } from '../parse/line_parser.ts';
import { DEFAULT_PARSE_CONFIG } from '../parse/line_parser.ts';
import { isBatchMiner, type MinerName, MINERS, STREAMING_MINERS } from '../parse/mining/miners.ts';

/** Options of every command that reads log files. */
export interface ReadingOptions {
  readonly format?: InputFormat;
  readonly timeZone?: string;
  readonly miner?: MinerName;
  readonly config?: string;
}

/** Adds the options of {@link ReadingOptions}. */
export function withReadingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'how the input is laid out (default: recognised)').choices(
        INPUT_FORMATS,
      ),
    )
    .addOption(
      new Option(
        '--miner <miner>',
        'what decides which lines are of one kind (default: parse.miner of the configuration)',
      ).choices(MINERS),
    )
    .option('--time-zone <zone>', 'where times without a zone are read, e.g. Europe/Berlin', readTimeZone)
    .option('--config <file>', 'a configuration file in YAML or JSON');
}

/** What the configuration and the options say about reading. */
export function readingConfig(options: ReadingOptions): {
  readonly config: Config;
  readonly parse: ParseConfig;
} {
  const config = readConfig({ file: options.config, env: process.env });
  const { time_zone, miner, sim_th, max_children, max_templates } = config.parse;
  return {
    config,
    parse: {
      ...DEFAULT_PARSE_CONFIG,
      miner: options.miner ?? miner,
      sim_th,
      max_children,
      max_templates,
      time_zone: options.timeZone ?? time_zone,
    },
  };
}

/**
 * A miner that has to see all lines first reads an input twice.
 *
 * @throws LogAiError `input_unreadable` where that cannot be.
 */
export function checkReadable(files: readonly string[], { miner }: ParseConfig): void {
  if (!isBatchMiner(miner) || !files.includes(STDIN)) return;
  throw new LogAiError(
    'input_unreadable',
    `The miner ${miner} has to see all lines first, and the standard input can be read once: name a file, or take --miner ${STREAMING_MINERS.join(' or ')}.`,
    { details: { miner } },
  );
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
