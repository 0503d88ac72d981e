import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packArchive } from './archive.ts';
import { bundlePlugin } from './bundles.ts';
import { kibanaJson, packageJson, readFacts } from './manifest.ts';
import { noticeOf } from './notice.ts';
import { translationFiles } from './translations.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** A zip that was built, and what is in it. */
export interface BuiltPlugin {
  readonly path: string;
  readonly bytes: number;
  /** By path inside the zip, with their unpacked sizes. */
  readonly entries: readonly { readonly path: string; readonly bytes: number }[];
}

/**
 * Builds the zip that `kibana-plugin install` takes, without a Kibana checkout.
 *
 * @param kibana_version x.y.z: Kibana installs a plugin only if this is exactly its own version
 * @param out_dir made if it is not there; default `build`
 * @param root the checkout; default this one
 * @throws Error that says what to do, or esbuild's `BuildFailure`
 * @example
 * const { path } = await buildPlugin({ kibana_version: '8.12.2' }); // …/build/logAi-8.12.2.zip
 */
export async function buildPlugin({
  kibana_version,
  root = ROOT,
  out_dir = join(root, 'build'),
}: {
  readonly kibana_version: string;
  readonly out_dir?: string;
  readonly root?: string;
}): Promise<BuiltPlugin> {
  if (!/^\d+\.\d+\.\d+$/.test(kibana_version)) {
    throw new Error(`"${kibana_version}" is no version of Kibana: give all three numbers, such as 8.12.2.`);
  }
  const facts = readFacts(root);
  const { id } = facts.manifest.plugin;
  const { files, packages } = await bundlePlugin({ root, id });
  const contents = new Map([
    ['kibana.json', kibanaJson(facts, kibana_version)],
    ['package.json', packageJson(facts, kibana_version)],
    ['LICENSE', readFileSync(join(root, 'LICENSE'), 'utf8')],
    ...translationFiles(root),
    ...(packages.length > 0 ? [['NOTICE.txt', noticeOf({ root, packages })] as const] : []),
    ...files,
  ]);
  const archive = packArchive(new Map([...contents].map(([path, text]) => [`kibana/${id}/${path}`, text])));
  const path = join(out_dir, `${id}-${kibana_version}.zip`);
  mkdirSync(out_dir, { recursive: true });
  writeFileSync(path, archive);
  return {
    path,
    bytes: archive.byteLength,
    entries: [...contents]
      .map(([name, text]) => ({ path: `kibana/${id}/${name}`, bytes: Buffer.byteLength(text) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
