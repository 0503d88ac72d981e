import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startElasticsearch } from '../../demo/elasticsearch/start.ts';

/** Enough for what the tests index; the machine has other things to do. */
const HEAP_MB = 1024;

/**
 * One real Elasticsearch for all integration tests, empty at the start and gone at the end. A running one is used
 * instead when LOG_AI_TEST_ELASTICSEARCH_URL names it: the tests keep to indices of their own.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['LOG_AI_TEST_ELASTICSEARCH_URL'] !== undefined) return undefined;
  const dataDir = mkdtempSync(join(tmpdir(), 'log-ai-test-'));
  const server = await startElasticsearch({
    dataDir,
    port: 0,
    heapMb: HEAP_MB,
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
  process.env['LOG_AI_TEST_ELASTICSEARCH_URL'] = server.url;
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
