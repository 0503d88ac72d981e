import { parseArgs } from 'node:util';
import { messageOf } from '../../common/errors.ts';
import type { ElasticsearchAccess } from './server/core.ts';
import type { LogLine } from './server/log.ts';
import { KIBANA_VERSION, startHost } from './start_host.ts';

/** Hosts a built plugin until it is stopped. */

const HELP = `Shows a built plugin on a page without Kibana: see test/host/README.md for what is imitated.

Usage: node test/host/main.ts --zip FILE --elasticsearch URL [options]

  --zip FILE             what "npm run build:plugin" made
  --elasticsearch URL    the cluster, credentials as in https://user:password@host:9200;
                         an API key comes from the environment: ELASTICSEARCH_API_KEY
  --service URL          where "log-ai serve" answers (default: the plugin's own, http://127.0.0.1:5605)
  --port N               default 5601, as Kibana; 0 takes any that is free
  --kibana-version X.Y.Z the Kibana to imitate (default: ${KIBANA_VERSION})
  --verbose              print debug lines of the plugin, too
  --help                 print this

A token of the service comes from the environment: LOG_AI_SERVICE_TOKEN.

Example:
  $ npm run build:plugin -- --kibana-version ${KIBANA_VERSION}
  $ node test/host/main.ts --zip build/logAi-${KIBANA_VERSION}.zip --elasticsearch http://127.0.0.1:9200
`;

const { values } = parseArgs({
  options: {
    zip: { type: 'string' },
    elasticsearch: { type: 'string' },
    service: { type: 'string' },
    port: { type: 'string', default: '5601' },
    'kibana-version': { type: 'string', default: KIBANA_VERSION },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function sayLine({ level, logger, message }: LogLine): void {
  if (values.verbose || level !== 'debug') {
    say(`${new Date().toISOString()} [${level.toUpperCase()}][${logger}] ${message}`);
  }
}

function accessOf(address: string): ElasticsearchAccess {
  const { username, password } = new URL(address);
  const url = new URL(address);
  url.username = '';
  url.password = '';
  const { ELASTICSEARCH_API_KEY: apiKey } = process.env;
  if (apiKey) return { url: url.href, auth: { apiKey } };
  if (username === '') return { url: url.href };
  return {
    url: url.href,
    auth: { username: decodeURIComponent(username), password: decodeURIComponent(password) },
  };
}

async function run(zip: string, elasticsearch: string): Promise<void> {
  const { LOG_AI_SERVICE_TOKEN: token } = process.env;
  const host = await startHost({
    zip,
    elasticsearch: accessOf(elasticsearch),
    ...(values.service !== undefined && { service: { url: values.service, ...(token && { token }) } }),
    port: Number(values.port),
    kibana_version: values['kibana-version'],
    log: sayLine,
  });
  say(`${host.url}/app/logAi (Ctrl-C stops it)`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void host.close());
  }
}

if (values.help || values.zip === undefined || values.elasticsearch === undefined) {
  process[values.help ? 'stdout' : 'stderr'].write(HELP);
  process.exitCode = values.help ? 0 : 2;
} else {
  try {
    await run(values.zip, values.elasticsearch);
  } catch (error) {
    process.stderr.write(`host: ${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}
