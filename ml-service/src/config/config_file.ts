import { readFileSync } from 'node:fs';
import { LogAiError } from '../../../common/errors.ts';
import { type Config, type Environment, loadConfig } from '../config.ts';

/**
 * Loads the configuration from `file`, else from the file that LOG_AI_CONFIG names, and from the environment.
 *
 * @throws LogAiError `config_invalid`, also when the file cannot be read.
 */
export function readConfig(input: { file?: string | undefined; env: Environment }): Config {
  const path = input.file ?? input.env['LOG_AI_CONFIG'];
  return loadConfig({ text: path ? readText(path) : undefined, env: input.env });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new LogAiError('config_invalid', `The configuration file ${path} cannot be read: check the path.`, {
      cause,
      details: { path },
    });
  }
}
