import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@elastic/elasticsearch';
import type { TestProject } from 'vitest/node';
import { createClient } from '../../ml-service/src/adapters/elasticsearch/client/client.ts';
import { tearDown } from '../../ml-service/src/adapters/elasticsearch/setup/teardown.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { buildPlugin } from '../../scripts/plugin/build_plugin.ts';
import { findChromium } from '../fixtures/find_chromium.ts';
import { expectInstalled, findKibana } from './places/running_kibana.ts';
import { startShopWorld } from './shop_world.ts';

/** The world of the end-to-end tests around a Kibana that runs already: see test/e2e/README.md. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { ELASTICSEARCH_URL: elasticsearch } = process.env;
  if (elasticsearch === undefined) {
    throw new Error('Set ELASTICSEARCH_URL to the cluster of that Kibana, such as http://127.0.0.1:9200.');
  }
  const kibana = await findKibana(process.env);
  const chromium = findChromium();
  const folder = mkdtempSync(join(tmpdir(), 'log-ai-e2e-zip-'));
  const { path: zip } = await buildPlugin({ kibana_version: kibana.version, out_dir: folder });
  await expectInstalled(kibana, zip);
  const client = createClient(loadConfig({ env: { ELASTICSEARCH_URL: elasticsearch } }).elasticsearch);
  await expectUnused(client);
  const service = await startShopWorld(elasticsearch);
  process.stderr.write(`Testing in Kibana ${kibana.version} at ${kibana.url}.\n`);
  project.provide('world', { chromium, elasticsearch, service: service.url, zip, kibana });
  return async () => {
    await service.stop();
    await tearDown(client, { delete_data: true });
    // Not the streams: not every distribution can delete them, and the next run adopts what is there.
    await client.deleteByQuery({
      index: 'logs-*',
      query: { match_all: {} },
      refresh: true,
      conflicts: 'proceed',
    });
    await client.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The tests expect their own lines only, and delete them when they are done. */
async function expectUnused(client: Client): Promise<void> {
  const { count: logs } = await client.count({ index: 'logs-*', allow_no_indices: true });
  const own = Object.keys(await client.indices.get({ index: 'log-ai-*', allow_no_indices: true }));
  if (logs === 0 && own.length === 0) return;
  throw new Error(
    `The cluster is in use: ${logs} documents in logs-*, ${own.length} indices log-ai-*. These tests ship logs of their own and delete all of both afterwards: give them an empty cluster, or delete both yourself.`,
  );
}
