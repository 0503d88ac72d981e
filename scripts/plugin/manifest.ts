import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { z } from 'zod';

/** `kibana.jsonc`, as far as this plugin uses it. */
const SourceManifest = z.strictObject({
  type: z.literal('plugin'),
  id: z.string(),
  owner: z.string(),
  description: z.string(),
  plugin: z.strictObject({
    id: z.string().regex(/^[a-z][a-zA-Z0-9]+$/, 'must be camel case'),
    server: z.boolean(),
    browser: z.boolean(),
    configPath: z.array(z.string()),
    requiredPlugins: z.array(z.string()).default([]),
    optionalPlugins: z.array(z.string()).default([]),
    requiredBundles: z.array(z.string()).default([]),
  }),
});

const PackageFile = z.object({ name: z.string(), version: z.string(), license: z.string() });

/** What the sources say of the plugin, before it is known for which Kibana it is built. */
export interface PluginFacts {
  readonly manifest: z.infer<typeof SourceManifest>;
  readonly package_file: z.infer<typeof PackageFile>;
}

/** Reads `kibana.jsonc` and `package.json`. A key that this build would lose is an error. */
export function readFacts(root: string): PluginFacts {
  const file = join(root, 'kibana.jsonc');
  const read: { config?: unknown; error?: ts.Diagnostic } = ts.readConfigFile(file, (path) =>
    readFileSync(path, 'utf8'),
  );
  if (read.error)
    throw new Error(`kibana.jsonc: ${ts.flattenDiagnosticMessageText(read.error.messageText, '\n')}`);
  const manifest = SourceManifest.safeParse(read.config);
  if (!manifest.success) throw new Error(`kibana.jsonc:\n${z.prettifyError(manifest.error)}`);
  const package_file = PackageFile.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  return { manifest: manifest.data, package_file };
}

/**
 * The `kibana.json` of the zip. Kibana does not start when it finds a key that it does not know, no owner, or a
 * `kibanaVersion` other than its own.
 */
export function kibanaJson({ manifest, package_file }: PluginFacts, kibana_version: string): string {
  const { plugin } = manifest;
  return asFile({
    id: plugin.id,
    version: package_file.version,
    kibanaVersion: kibana_version,
    type: 'standard',
    owner: { name: manifest.owner },
    description: manifest.description,
    server: plugin.server,
    ui: plugin.browser,
    configPath: plugin.configPath,
    requiredPlugins: plugin.requiredPlugins,
    optionalPlugins: plugin.optionalPlugins,
    requiredBundles: plugin.requiredBundles,
  });
}

/** The `package.json` of the zip. It has no dependencies: the bundles hold them. */
export function packageJson({ package_file }: PluginFacts, kibana_version: string): string {
  const { name, version, license } = package_file;
  return asFile({ name, version, license, kibana: { version: kibana_version } });
}

function asFile(content: object): string {
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
