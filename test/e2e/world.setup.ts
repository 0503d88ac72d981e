import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startElasticsearch } from '../../demo/elasticsearch/start.ts';
import { buildPlugin } from '../../scripts/plugin/build_plugin.ts';
import { findChromium } from '../fixtures/find_chromium.ts';
import { KIBANA_VERSION } from '../host/start_host.ts';
import type { RunningKibana } from './places/running_kibana.ts';
import { startShopWorld } from './shop_world.ts';

const HEAP_MB = 1024;

/** What all files of end-to-end tests share. */
export interface World {
  readonly chromium: string;
  readonly elasticsearch: string;
  readonly service: string;
  /** The plugin, as it is installed. */
  readonly zip: string;
  /** The Kibana that shows it; else each stage has a host of its own. */
  readonly kibana?: RunningKibana;
}

declare module 'vitest' {
  export interface ProvidedContext {
    world: World;
  }
}

/** One cluster with the shop's hour in it, one service that has read it, and the plugin's zip. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const chromium = findChromium();
  const [folder, dataDir] = ['zip', 'data'].map((name) =>
    mkdtempSync(join(tmpdir(), `log-ai-e2e-${name}-`)),
  ) as [string, string];
  const server = await startElasticsearch({
    dataDir,
    port: 0,
    heapMb: HEAP_MB,
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
  const [service, { path: zip }] = await Promise.all([
    startShopWorld(server.url),
    buildPlugin({ kibana_version: KIBANA_VERSION, out_dir: folder }),
  ]);
  project.provide('world', { chromium, elasticsearch: server.url, service: service.url, zip });
  return async () => {
    await service.stop();
    await server.stop();
    for (const used of [folder, dataDir]) rmSync(used, { recursive: true, force: true });
  };
}
