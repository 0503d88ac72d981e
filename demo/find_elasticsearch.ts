import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { DemoError } from './demo_error.ts';
import { claimPort } from './elasticsearch/claim_port.ts';
import { defaultDataDir } from './elasticsearch/locations.ts';
import { startElasticsearch } from './elasticsearch/start.ts';

/** An Elasticsearch to work with, and how to end it where it is ours. */
export interface FoundElasticsearch {
  readonly url: string;
  /** Absent where it was running before. */
  readonly stop?: () => Promise<void>;
}

const PREFERRED_PORT = 9200;
/** A web shop of a few hundred lines a second needs no more. */
const HEAP_MB = 1024;
const COMPOSE_URL = 'http://127.0.0.1:9200';

function dockerAnswers(): boolean {
  return spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status === 0;
}

function compose(...args: readonly string[]): void {
  const folder = resolve(import.meta.dirname, '..');
  const { status } = spawnSync('docker', ['compose', ...args], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) {
    throw new DemoError(
      'elasticsearch_not_ready',
      `docker compose ${args[0] ?? ''} failed: see its output above.`,
    );
  }
}

/**
 * The Elasticsearch that ELASTICSEARCH_URL names; else one in a container where a Docker engine answers; else one of our
 * own on this machine.
 */
export async function findElasticsearch(onProgress: (message: string) => void): Promise<FoundElasticsearch> {
  const given = process.env['ELASTICSEARCH_URL'];
  if (given !== undefined && given !== '') {
    onProgress(`Using the Elasticsearch at ${new URL(given).host} (ELASTICSEARCH_URL).`);
    return { url: given };
  }
  if (dockerAnswers()) {
    onProgress('Starting Elasticsearch in a container (compose.yaml).');
    compose('up', '--detach', '--wait');
    return {
      url: COMPOSE_URL,
      stop: () => {
        compose('stop');
        return Promise.resolve();
      },
    };
  }
  const port = await claimPort(PREFERRED_PORT).catch(() => 0);
  const server = await startElasticsearch({
    dataDir: defaultDataDir('demo'),
    port,
    heapMb: HEAP_MB,
    onProgress,
  });
  return { url: server.url, stop: () => server.stop() };
}
