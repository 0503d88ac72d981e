import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';

/** A Kibana to test in, as the environment names it. */
export interface RunningKibana {
  /** Without credentials, and without a slash at the end. */
  readonly url: string;
  /** Lets one in, where security is on. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where its `logAi.service.url` points: the tests put the service there. */
  readonly service_url: string;
  readonly version: string;
}

interface Call {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
}

type Address = Pick<RunningKibana, 'url' | 'headers'>;

/**
 * Looks at the Kibana that `KIBANA_URL` names, with credentials as in `https://user:password@host:5601`.
 *
 * @throws Error that says what to set or to start
 */
export async function findKibana(env: NodeJS.ProcessEnv): Promise<RunningKibana> {
  const { KIBANA_URL, LOG_AI_SERVICE_URL: service_url = 'http://127.0.0.1:5605' } = env;
  if (KIBANA_URL === undefined) {
    throw new Error('Set KIBANA_URL to the Kibana to test in, such as http://127.0.0.1:5601.');
  }
  const { username, password, origin, pathname } = new URL(KIBANA_URL);
  const credentials = [username, password].map(decodeURIComponent).join(':');
  const address: Address = {
    url: `${origin}${pathname}`.replace(/\/$/, ''),
    headers: username === '' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
  };
  const { version } = JSON.parse(await callKibana(address, { path: '/api/status' })) as {
    version?: { number: string };
  };
  if (!version) throw new Error(`${address.url} tells no version: give KIBANA_URL a user who may see it.`);
  return { ...address, service_url, version: version.number };
}

/** @throws Error that holds what Kibana answered */
export async function callKibana(
  { url, headers }: Address,
  { method = 'GET', path, body }: Call,
): Promise<string> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, 'kbn-xsrf': 'log-ai', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}${path}: ${answer.status} ${text.slice(0, 500)}`);
  return text;
}

const CHUNK = 'logAi.chunk.app.js';

/**
 * Makes sure that what is tested is what is installed: the app that this Kibana serves is the one in the zip.
 *
 * @throws Error that says how to install it
 */
export async function expectInstalled(kibana: RunningKibana, zip: string): Promise<void> {
  const files = unzipSync(readFileSync(zip), { filter: ({ name }) => name.endsWith(CHUNK) });
  const [built] = Object.values(files).map((file) => strFromU8(file));
  const bootstrap = await callKibana(kibana, { path: '/bootstrap.js' });
  const entry = /[^"'\s]*\/plugin\/logAi\/[^"'\s]*logAi\.plugin\.js/.exec(bootstrap)?.[0];
  const served =
    entry &&
    (await callKibana(kibana, {
      path: new URL(entry.replace('logAi.plugin.js', CHUNK), kibana.url).pathname,
    }));
  if (built !== undefined && served !== undefined && digestOf(built) === digestOf(served)) return;
  throw new Error(
    `${kibana.url} ${served === undefined ? 'has no Log AI' : 'has another build of Log AI'}: run "npm run build:plugin -- --kibana-version ${kibana.version}", install the zip with "bin/kibana-plugin install" (remove the one before first), and start Kibana again.`,
  );
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
