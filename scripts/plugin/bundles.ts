import { join } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions, Metafile } from 'esbuild';
import { useSharedModules } from './shared_modules.ts';

/** What esbuild made: texts by their path inside the plugin's folder, and the packages that are in them. */
export interface Bundles {
  readonly files: ReadonlyMap<string, string>;
  /** Folders below `node_modules` whose code is in a bundle. */
  readonly packages: readonly string[];
}

/** Kibana finds the entry by its name and the entry finds the chunk: no hash, the version in the address is the key. */
const BROWSER_FOLDER = 'target/public';

/** What comes when somebody needs it, each from a file of this name in `public/kibana`. */
const CHUNKS = ['app', 'rules'] as const;

/** Kibana loads the entry on every page, and before its own modules are to be touched: it reads these when it uses them. */
const LATE_IN_ENTRY = { KbnI18n: ['i18n'], React: ['lazy'] };

/** Bundles both halves of the plugin. What does not compile is thrown as esbuild throws it, with all its places. */
export async function bundlePlugin({
  root,
  id,
}: {
  readonly root: string;
  readonly id: string;
}): Promise<Bundles> {
  const results = await Promise.all([
    bundle(`${BROWSER_FOLDER}/${id}.plugin.js`, {
      ...browserOptions(root, LATE_IN_ENTRY),
      stdin: {
        resolveDir: root,
        contents: `import * as plugin from './public/index.ts';
          window.__kbnBundles__.define('plugin/${id}/public', () => plugin, 0);`,
      },
    }),
    ...CHUNKS.map((name) =>
      bundle(`${BROWSER_FOLDER}/${id}.chunk.${name}.js`, {
        ...browserOptions(root),
        stdin: {
          resolveDir: root,
          contents: `import * as chunk from './public/kibana/${name}_chunk.tsx';
            (window.__${id}Chunks__ ??= {}).${name} = chunk;`,
        },
      }),
    ),
    bundle('server/index.js', {
      absWorkingDir: root,
      entryPoints: ['server/index.ts'],
      platform: 'node',
      format: 'cjs',
      target: 'node18', // Kibana 8.12 brings it
      external: ['@kbn/config-schema', '@kbn/core-status-common', '@kbn/i18n'],
    }),
  ]);
  return {
    files: new Map(results.map(({ path, text }) => [path, text])),
    packages: [...new Set(results.flatMap(({ metafile }) => packagesIn(metafile)))].sort(),
  };
}

/** Kibana's pages run classic scripts only, and nothing that is made from text at run time. */
function browserOptions(root: string, late: Readonly<Record<string, readonly string[]>> = {}): BuildOptions {
  return {
    absWorkingDir: root,
    platform: 'browser',
    format: 'iife',
    target: 'es2020',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: '@emotion/react',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [useSharedModules({ jsx_runtime: join(root, 'public/kibana/jsx_runtime.ts'), late })],
  };
}

async function bundle(
  path: string,
  options: BuildOptions,
): Promise<{ path: string; text: string; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    ...options,
    outfile: path,
    bundle: true,
    write: false,
    metafile: true,
    charset: 'utf8',
    legalComments: 'none', // NOTICE.txt has the licences, whole
    logLevel: 'silent',
  });
  return { path, text: outputFiles[0]!.text, metafile };
}

/** Only those of which a byte survived: what was tree-shaken away owes nothing. */
function packagesIn({ outputs }: Metafile): string[] {
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
}
