import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { type PluginManifest, readManifest } from './manifest_rules.ts';

/** A plugin as it lies in Kibana's `plugins` folder. */
export interface PluginFolder {
  readonly manifest: PluginManifest;
  /** Above it `node_modules` of the host's own can be put, where the plugin's `require` finds them. */
  readonly root: string;
  readonly path: string;
  remove(): void;
}

/** What is installed lies below this in the zip, in one folder a plugin. */
const IN_ZIP = /^kibana\/([^/]+)\/(.+)$/;

/**
 * Unpacks a plugin as `kibana-plugin install` does, into a folder of its own.
 *
 * @throws Error if Kibana would refuse the zip, or would not start with it
 */
export function unpackPlugin({
  zip,
  kibana_version,
}: {
  readonly zip: string;
  readonly kibana_version: string;
}): PluginFolder {
  const entries = Object.entries(unzipSync(readFileSync(zip))).flatMap(([path, data]) => {
    const [, folder, rest] = IN_ZIP.exec(path) ?? [];
    if (rest !== undefined && rest.split('/').includes('..'))
      throw new Error(`${zip} has an entry outside: ${path}`);
    return rest === undefined || rest.endsWith('/') ? [] : [{ folder, rest, data }];
  });
  const folders = [...new Set(entries.map(({ folder }) => folder))];
  if (folders.length !== 1)
    throw new Error(`${zip} must hold one plugin below kibana/, but holds ${folders.length}.`);
  const texts = new Map(entries.map(({ rest, data }) => [rest, data]));
  if (texts.has('kibana.jsonc')) throw new Error(`${zip} holds a kibana.jsonc, which Kibana refuses.`);
  const manifest_file = texts.get('kibana.json');
  if (!manifest_file) throw new Error(`${zip} has no kibana.json.`);
  const manifest = readManifest(strFromU8(manifest_file), kibana_version);
  const root = mkdtempSync(join(tmpdir(), 'log-ai-host-'));
  const path = join(root, 'plugins', manifest.id);
  for (const [name, data] of texts) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), data);
  }
  return { manifest, root, path, remove: () => rmSync(root, { recursive: true, force: true }) };
}
