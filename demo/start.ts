import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { API_BASE } from '../common/api.ts';
import { messageOf } from '../common/errors.ts';
import { composeLogAi } from '../ml-service/src/compose.ts';
import type { Config } from '../ml-service/src/config.ts';
import { readConfig } from '../ml-service/src/config/config_file.ts';
import { INCIDENT_KINDS, type Incident } from './shop/conditions.ts';
import { defaultDataDir } from './elasticsearch/locations.ts';
import { findElasticsearch } from './find_elasticsearch.ts';
import { startPage } from './page.ts';
import { startService } from './service_process.ts';
import { DemoError } from './demo_error.ts';
import type { ShipTarget } from './shop/bulk_sender.ts';
import { generateShop } from './shop/generate.ts';
import { shipHistory, shipLive } from './shop/ship.ts';
import { Watcher } from './watch.ts';

/** `npm start`: from a fresh machine to a page on which Log AI reads a web shop's logs, with an incident in them. */

const SEED = 1;
const REQUESTS_PER_SECOND = 3;
const MINUTE = 60_000;
/** The frequency rule compares 10 minutes with the 60 before them. */
const HISTORY_MS = 75 * MINUTE;
/** The first slice teaches the templates; what follows is labelled at index time. */
const FIRST_SLICE_MS = 2 * MINUTE;
/**
 * The database began to suffer this long before the page is there, in lines that the live stream has yet to catch up
 * with. Its first time-outs, half a minute after it takes no more connections, come while somebody looks.
 */
const INCIDENT_BEFORE_MS = 25_000;
const INCIDENT_MS = 3 * MINUTE;
const INCIDENT_EVERY_MS = 30 * MINUTE;
const INCIDENTS = 500;

/** What goes wrong in the shop, over and over. */
type Fault = Incident['kind'] | 'none';
const FAULTS: readonly Fault[] = [...INCIDENT_KINDS, 'none'];

const TROUBLE: Readonly<Record<Fault, string>> = {
  database_timeout: 'A database is getting into trouble',
  payment_left_out: 'Orders are shipped that nobody paid',
  untrusted_certificate: 'A library says what it never said before',
  slow_payment: 'Payments take twice as long, and no line complains',
  none: 'Nothing goes wrong, so nothing is to be told',
};

const HELP = `Log AI on a web shop's logs: an Elasticsearch, the service and the app on a page.

  npm start                    a database gets into trouble every ${INCIDENT_EVERY_MS / MINUTE} minutes
  npm start -- --fault NAME    another fault: ${FAULTS.join(', ')}

ELASTICSEARCH_URL names a cluster of your own; docs/configuration.md has the rest. Ctrl-C stops everything.
`;

const began = Date.now();

function say(text: string): void {
  const clock = new Date().toISOString().slice(11, 19);
  process.stdout.write(`${clock}  ${text}\n`);
}

function readArguments() {
  return parseArgs({ options: { fault: { type: 'string' }, help: { type: 'boolean', short: 'h' } } }).values;
}

/** As the command line says; else the database. */
function chosenFault({ fault: name = 'database_timeout' }: ReturnType<typeof readArguments>): Fault {
  const fault = FAULTS.find((one) => one === name);
  if (fault !== undefined) return fault;
  throw new DemoError('fault_unknown', `There is no fault ${name}: choose ${FAULTS.join(' or ')}.`);
}

function incidentsFrom(start: number, kind: Fault): Incident[] {
  if (kind === 'none') return [];
  return Array.from({ length: INCIDENTS }, (_, index) => {
    const at = start + index * INCIDENT_EVERY_MS;
    return { kind, start: at, end: at + INCIDENT_MS };
  });
}

async function ship(options: {
  target: ShipTarget;
  from: number;
  to: number;
  signal: AbortSignal;
}): Promise<number> {
  const { target, from, to, signal } = options;
  const documents = generateShop({
    seed: SEED,
    start: from,
    end: to,
    requestsPerSecond: REQUESTS_PER_SECOND,
  });
  const { sent, already_there, failed, first_failure } = await shipHistory({ target, documents, signal });
  if (failed > 0) say(`${failed} documents were refused: ${first_failure ?? ''}`);
  return sent + already_there;
}

async function learnNow(url: string): Promise<void> {
  const answer = await fetch(`${url}${API_BASE}/learn`, { method: 'POST' });
  if (!answer.ok) say(`Learning failed: ${await answer.text()}`);
}

/** Where the shipper writes: as Log AI itself, with the credentials that the URL or the environment held. */
function targetOf({ url, username, password, api_key }: Config['elasticsearch']): ShipTarget {
  if (api_key !== undefined) return { url, auth: { apiKey: api_key } };
  return username !== undefined && password !== undefined ? { url, auth: { username, password } } : { url };
}

async function run(signal: AbortSignal, cleanUp: (() => Promise<void>)[]): Promise<void> {
  const options = readArguments();
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const fault = chosenFault(options);
  const elasticsearch = await findElasticsearch(say);
  if (elasticsearch.stop) cleanUp.push(elasticsearch.stop);
  signal.throwIfAborted();
  const { url } = elasticsearch;
  const config = readConfig({ env: { ...process.env, ELASTICSEARCH_URL: url } });
  const logAi = composeLogAi(config);
  const steps = await logAi.setUp();
  await logAi.close();
  say(
    `Set up: ${steps.filter(({ action }) => action === 'create').length} things created, the rest was there.`,
  );
  const service = await startService({
    elasticsearchUrl: url,
    logFile: join(defaultDataDir('demo'), 'logs', 'service.log'),
  });
  cleanUp.push(() => service.stop());
  say(`The service answers on ${service.url}${API_BASE}/status; its log is ${service.logFile}.`);
  const target = targetOf(config.elasticsearch);
  // The first build bundles what Kibana would share: that takes as long as Elasticsearch takes for minutes of history.
  const starting = startPage({ elasticsearch: target, serviceUrl: service.url });
  // What goes wrong is told below, where the page is needed.
  cleanUp.push(() =>
    starting.then(
      (page) => page.close(),
      () => undefined,
    ),
  );
  starting.catch(() => undefined);
  const from = Math.floor((Date.now() - HISTORY_MS) / MINUTE) * MINUTE;
  say(`A web shop of twelve services: shipping its last ${HISTORY_MS / MINUTE} minutes …`);
  await ship({ target, from, to: from + FIRST_SLICE_MS, signal });
  await learnNow(service.url);
  const live = Date.now();
  const shipped = await ship({ target, from: from + FIRST_SLICE_MS, to: live, signal });
  await learnNow(service.url);
  const page = await starting;
  signal.throwIfAborted();
  const watcher = new Watcher({ url: service.url, since: live - MINUTE, say });
  say(`${shipped} documents of history: ${await watcher.describe()}.`);
  say(
    `Live since ${((Date.now() - began) / 1000).toFixed(0)} s after the start. ${TROUBLE[fault]}: watch. Ctrl-C stops everything.`,
  );
  say(`Open ${page.url}`);
  const documents = generateShop({
    seed: SEED,
    start: live,
    end: Infinity,
    requestsPerSecond: REQUESTS_PER_SECOND,
    incidents: incidentsFrom(Math.max(live, Date.now() - INCIDENT_BEFORE_MS), fault),
  });
  await Promise.all([shipLive({ target, documents, now: Date.now, signal }), watcher.run(signal)]);
}

const stopping = new AbortController();
const cleanUp: (() => Promise<void>)[] = [];
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (stopping.signal.aborted) process.exit(130);
    say('Stopping (once more to force it) …');
    stopping.abort();
  });
}
try {
  await run(stopping.signal, cleanUp);
} catch (error) {
  if (!stopping.signal.aborted) {
    say(messageOf(error));
    process.exitCode = 1;
  }
} finally {
  for (const stop of cleanUp.reverse()) {
    await stop().catch((error: unknown) => say(messageOf(error)));
  }
  if (cleanUp.length > 0) say('Stopped.');
}
