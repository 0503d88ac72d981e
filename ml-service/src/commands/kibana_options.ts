import { InvalidArgumentError } from 'commander';
import { KibanaClient } from '../adapters/kibana/kibana_client.ts';
import type { Config } from '../config.ts';
import { SPACE_ID } from '../../../common/spaces.ts';

/** Options of every command that talks to Kibana. */
export interface KibanaOptions {
  readonly kibana?: string;
  readonly space?: string;
}

/** The text of `--space`, the same for all commands. */
export const SPACE_OPTION = [
  '--space <id>',
  'the space of Kibana that they are for (else kibana.space)',
  parseSpace,
] as const;

/** Reads `--kibana`. */
export function parseKibanaAddress(text: string): string {
  const isAddress = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isAddress)
    throw new InvalidArgumentError('It takes an address such as https://kibana.example.org:5601.');
  if (new URL(text).username !== '')
    throw new InvalidArgumentError(
      'It takes no user: set LOG_AI_KIBANA__USERNAME and LOG_AI_KIBANA__PASSWORD.',
    );
  return text;
}

function parseSpace(text: string): string {
  if (SPACE_ID.test(text)) return text;
  throw new InvalidArgumentError(
    'It takes the identifier of a space, as it stands in addresses: /s/<space>.',
  );
}

/** The Kibana that the command line names, else the configuration; undefined where neither does. */
export function kibanaClientOf(
  { elasticsearch, kibana }: Config,
  { kibana: url = kibana.url, space = kibana.space }: KibanaOptions,
): KibanaClient | undefined {
  if (url === undefined) return undefined;
  // Kibana knows the users and keys of its Elasticsearch.
  const hasOwn = (kibana.username ?? kibana.api_key) !== undefined;
  const { username, password, api_key } = hasOwn ? kibana : elasticsearch;
  return new KibanaClient({ url, space, ca_file: kibana.ca_file, username, password, api_key });
}
