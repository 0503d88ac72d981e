import { readFileSync } from 'node:fs';
import { Client, type ClientOptions } from '@elastic/elasticsearch';
import { LogAiError } from '../../../../../common/errors.ts';
import type { Config } from '../../../config.ts';

/**
 * The official client, with an API key, a user or neither. It does not retry by itself: `retry.ts` does, so that
 * waiting can be cancelled and counted.
 *
 * @throws LogAiError `config_invalid` when the CA file cannot be read.
 */
export function createClient(config: Config['elasticsearch']): Client {
  const options: ClientOptions = {
    node: config.url,
    maxRetries: 0,
    requestTimeout: config.request_timeout_ms,
    enableMetaHeader: false,
  };
  if (config.api_key !== undefined) options.auth = { apiKey: config.api_key };
  else if (config.username !== undefined && config.password !== undefined) {
    options.auth = { username: config.username, password: config.password };
  }
  if (config.ca_file !== undefined) options.tls = { ca: readCa(config.ca_file) };
  return new Client(options);
}

function readCa(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new LogAiError(
      'config_invalid',
      `The CA file ${path} cannot be read: check elasticsearch.ca_file.`,
      {
        cause,
      },
    );
  }
}
