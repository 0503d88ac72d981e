import { messageOf } from '../../../common/errors.ts';
import { composeLogAi, type LogAi } from '../compose.ts';
import type { Config } from '../config.ts';
import { readConfig } from '../config/config_file.ts';

/** Options of every command that talks to Elasticsearch. */
export interface ClusterOptions {
  readonly config?: string;
}

/** The text of `--config`, the same for all commands. */
export const CONFIG_OPTION = [
  '--config <file>',
  'configuration, YAML or JSON (else LOG_AI_CONFIG, else defaults)',
] as const;

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
