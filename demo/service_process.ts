import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DemoError } from './demo_error.ts';
import { claimPort } from './elasticsearch/claim_port.ts';

/** A running ml-service. */
export interface RunningService {
  readonly url: string;
  readonly logFile: string;
  stop(): Promise<void>;
}

const PREFERRED_PORT = 5605;
const CLI = resolve(import.meta.dirname, '../ml-service/src/cli.ts');
const READY_PATIENCE_MS = 60_000;

/** Starts `log-ai serve` as a process of its own and waits until it is ready. Its log goes to a file. */
export async function startService(options: {
  elasticsearchUrl: string;
  logFile: string;
}): Promise<RunningService> {
  const { elasticsearchUrl, logFile } = options;
  const port = await claimPort(PREFERRED_PORT).catch(() => claimPort(0));
  mkdirSync(dirname(logFile), { recursive: true });
  const child = spawn(process.execPath, [CLI, 'serve'], {
    env: {
      ...process.env,
      ELASTICSEARCH_URL: elasticsearchUrl,
      LOG_AI_HTTP__PORT: String(port),
      // Somebody watches: what happens should be told at once.
      LOG_AI_TASKS__INTERVAL_SECONDS: '5',
      LOG_AI_TASKS__DETECTION_LAG_SECONDS: '5',
      // A demo that was killed and started again must not wait for its own lease.
      LOG_AI_TASKS__LEASE_TTL_SECONDS: '10',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group: Ctrl-C reaches us alone, and we end things in order.
    detached: true,
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  process.once('exit', () => child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady({ child, url, logFile });
  return { url, logFile, stop: () => end(child) };
}

async function waitUntilReady(options: { child: ChildProcess; url: string; logFile: string }): Promise<void> {
  const { child, url, logFile } = options;
  const deadline = Date.now() + READY_PATIENCE_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(200);
  }
  throw new DemoError('elasticsearch_not_ready', `The service did not become ready: its log is ${logFile}.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await Promise.race([gone, sleep(15_000, undefined, { ref: false })]);
  child.kill('SIGKILL');
}
