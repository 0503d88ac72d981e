import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startElasticsearch } from '../../demo/elasticsearch/start.ts';
import type { Benchmark, BenchRun, Figures } from './benchmark.ts';

const HEAP_MB = 2048;

/** Runs a benchmark on an Elasticsearch of its own, which is gone afterwards. */
export function withElasticsearch(
  measure: (url: string, run: BenchRun) => Promise<Figures>,
): Benchmark['run'] {
  return async (run) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'log-ai-bench-'));
    const server = await startElasticsearch({ dataDir, port: 0, heapMb: HEAP_MB, onProgress: run.say });
    try {
      return await measure(server.url, run);
    } finally {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  };
}
