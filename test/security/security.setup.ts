import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startElasticsearch } from '../../demo/elasticsearch/start.ts';
import { buildPlugin } from '../../scripts/plugin/build_plugin.ts';
import { KIBANA_VERSION } from '../host/start_host.ts';

const HEAP_MB = 1024;
const ADMIN = { username: 'admin', password: 'admin-of-the-tests' };

/** A cluster with users, behind TLS, and the plugin as it is installed. */
export interface SecuredCluster {
  readonly url: string;
  readonly ca: string;
  readonly ca_file: string;
  readonly admin: typeof ADMIN;
  readonly zip: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    secured: SecuredCluster;
  }
}

/** One real Elasticsearch with security and TLS for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [folder, dataDir] = ['zip', 'data'].map((name) =>
    mkdtempSync(join(tmpdir(), `log-ai-security-${name}-`)),
  ) as [string, string];
  const [server, { path: zip }] = await Promise.all([
    startElasticsearch({
      dataDir,
      port: 0,
      heapMb: HEAP_MB,
      security: { ...ADMIN, tls: true },
      onProgress: (message) => process.stderr.write(`${message}\n`),
    }),
    buildPlugin({ kibana_version: KIBANA_VERSION, out_dir: folder }),
  ]);
  const ca_file = join(folder, 'ca.pem');
  writeFileSync(ca_file, server.ca!);
  project.provide('secured', { url: server.url, ca: server.ca!, ca_file, admin: ADMIN, zip });
  return async () => {
    await server.stop();
    for (const used of [folder, dataDir]) rmSync(used, { recursive: true, force: true });
  };
}
