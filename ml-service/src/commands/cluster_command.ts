import { type Command, InvalidArgumentError } from 'commander';
import { API_LIMITS } from '../../../common/api.ts';
import { messageOf } from '../../../common/errors.ts';
import { composeLogAi, type LogAi } from '../compose.ts';
import type { Config } from '../config.ts';
import { readConfig } from '../config/config_file.ts';
import { defineCommand } from './define_command.ts';

/** Options of every command that talks to Elasticsearch. */
export interface ClusterOptions {
  readonly config?: string;
}

/** The text of `--config`, the same for all commands. */
export const CONFIG_OPTION = [
  '--config <file>',
  'configuration, YAML or JSON (else LOG_AI_CONFIG, else defaults)',
] as const;

/** How a command below another one is described. */
export interface Subcommand {
  readonly name: string;
  readonly description: string;
  /** Without `log-ai` and the command that it belongs to. */
  readonly examples: readonly string[];
}

/** Options of every command below `log-ai templates` and `log-ai jobs`. */
export interface SubcommandFlags extends ClusterOptions {
  readonly json?: boolean;
}

/** A command below another one that talks to Elasticsearch. @param within - That command. */
export function subcommandOf(within: string, options: Subcommand): Command {
  const examples = options.examples.map((example) => `log-ai ${within} ${example}`);
  return defineCommand({ ...options, within, examples })
    .option('--json', 'print JSON')
    .option(...CONFIG_OPTION);
}

function parseSize(text: string): number {
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= API_LIMITS.page) return size;
  throw new InvalidArgumentError(`It takes a whole number from 1 to ${API_LIMITS.page}.`);
}

/** How many are listed, the same for all lists. */
export const SIZE_OPTION = ['--size <number>', 'how many', parseSize, 20] as const;

/** Runs work with a Log AI that is closed afterwards. While Elasticsearch stays away, it says that it tries again. */
export async function withLogAi<T>(
  options: ClusterOptions,
  work: (context: { logAi: LogAi; config: Config }) => Promise<T>,
): Promise<T> {
  const config = readConfig({ file: options.config, env: process.env });
  const logAi = composeLogAi(config, {
    onRetry: ({ attempt, delay_ms, error }) => {
      const wait = (delay_ms / 1000).toFixed(1);
      process.stderr.write(`log-ai: ${messageOf(error)}: try ${attempt} failed, the next one in ${wait} s\n`);
    },
    onProblem: ({ message }) => {
      process.stderr.write(`log-ai: ${message}\n`);
    },
  });
  try {
    return await work({ logAi, config });
  } finally {
    await logAi.close();
  }
}
