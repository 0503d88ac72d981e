import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, parse, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type BuildOptions, type OutputFile, type Plugin } from 'esbuild';
import { useSharedModules } from '../../../scripts/plugin/shared_modules.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const CACHE = join(ROOT, '.log_ai/host_cache');

/**
 * The members of `window.__kbnSharedDeps__`, by the package that each is in Kibana 8.12. Those of Kibana's own packages
 * are not on npm: `KbnI18n` is imitated (see `i18n/`), the others (`KbnMonaco`, …) are missing.
 */
const COMMON_JS: Readonly<Record<string, string>> = {
  Moment: 'moment',
  MomentTimezone: 'moment-timezone', // its data gets into Moment, too
  React: 'react',
  ReactDom: 'react-dom',
  ElasticCharts: '@elastic/charts',
  KbnDatemath: '@elastic/datemath', // `@kbn/datemath` is what became of it
  Lodash: 'lodash',
  Classnames: 'classnames',
};
const ES_MODULES: Readonly<Record<string, string>> = {
  EmotionCache: '@emotion/cache',
  EmotionReact: '@emotion/react',
  ReactRouterDom: 'react-router-dom',
  Rxjs: 'rxjs',
  ElasticEui: '@elastic/eui',
  History: 'history',
  ReactQuery: '@tanstack/react-query',
};

/** What stands in for `@kbn/i18n`. */
const I18N_FOLDER = join(ROOT, 'test/host/i18n');
const KBN_I18N = join(I18N_FOLDER, 'kbn_i18n.ts');

/**
 * Each member is what Kibana's `require` gives. An ES module is imported nevertheless: to be required, each of its files
 * would have to be wrapped in a function, which the browser reads twice before it runs it.
 */
const SOURCE = [
  ...Object.entries(ES_MODULES).map(
    ([member, name]) => `import * as ${member} from ${JSON.stringify(name)};`,
  ),
  `import * as KbnI18n from ${JSON.stringify(KBN_I18N)};`,
  'window.__kbnSharedDeps__ = {',
  'KbnI18n: { __esModule: true, ...KbnI18n },',
  ...Object.entries(COMMON_JS).map(([member, name]) => `${member}: require(${JSON.stringify(name)}),`),
  ...Object.keys(ES_MODULES).map((member) => `${member}: { __esModule: true, ...${member} },`),
  '};',
].join('\n');

/** EUI's icons, a file for each. */
const ICONS = join(ROOT, 'node_modules/@elastic/eui/optimize/es/components/icon/assets');

/** EUI loads an icon when it is first shown: from beside the script, where each is a module. */
const lateIcons: Plugin = {
  name: 'late-icons',
  setup(build) {
    build.onLoad({ filter: /@elastic\/eui\/.*\/icon\/icon\.js$/ }, ({ path }) => {
      const place = "'./assets/' + typeToPathMap[iconType]";
      const contents = readFileSync(path, 'utf8');
      if (!contents.includes(place)) throw new Error('This EUI loads its icons in another way.');
      return { contents: contents.replace(place, "['./', typeToPathMap[iconType], '.js'].join('')") };
    });
  },
};

/** An icon on its own takes from the script what EUI exports. */
const servicesOfEui: Plugin = {
  name: 'services-of-eui',
  setup(build) {
    build.onResolve({ filter: /^\.\.\/\.\.\/\.\.\/services$/ }, () =>
      build.resolve('@elastic/eui', { kind: 'import-statement', resolveDir: ROOT }),
    );
  },
};

/**
 * EUI colours code with `refractor`, whose grammars of hundreds of languages take as long to set up as all the rest of EUI. Here
 * they are set up when there is code to colour; what they are called is known before.
 */
const lateGrammars: Plugin = {
  name: 'late-grammars',
  setup(build) {
    build.onResolve({ filter: /^refractor$/ }, ({ kind, path }) =>
      kind === 'import-statement' ? { path, namespace: 'late-grammars' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'late-grammars' }, () => {
      const refractor = createRequire(import.meta.url)('refractor') as { listLanguages(): string[] };
      return {
        resolveDir: ROOT,
        contents: `
          let grammars;
          export function highlight(code, language) {
            grammars ??= require('refractor');
            return grammars.highlight(code, language);
          }
          export const listLanguages = () => ${JSON.stringify(refractor.listLanguages())};
          export default { highlight, listLanguages };`,
      };
    });
  },
};

/**
 * `uuid` gives two functions a name that strict code may not give, and catches the error. Where a debugger listens, as
 * Playwright does, the browser then reads all of the script once more to say where that was: a third of what the page
 * takes until the first view.
 */
const quietUuid: Plugin = {
  name: 'quiet-uuid',
  setup(build) {
    build.onLoad({ filter: /\/uuid\/.*\/v35\.js$/ }, ({ path }) => {
      const throwing = 'generateUUID.name = name;';
      const contents = readFileSync(path, 'utf8');
      if (!contents.includes(throwing)) throw new Error('This uuid names its functions in another way.');
      return { contents: contents.replace(throwing, '') };
    });
  },
};

/** The name of the script. */
export const SHARED_DEPS = 'shared_deps.js';

/**
 * The script of shared modules and the icons beside it, by name and gzipped. The first build takes seconds; it is kept
 * until a dependency changes.
 */
export async function sharedDeps(): Promise<ReadonlyMap<string, Buffer>> {
  const hash = createHash('sha256')
    .update(readFileSync(import.meta.filename))
    .update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const name of readdirSync(I18N_FOLDER)) hash.update(readFileSync(join(I18N_FOLDER, name)));
  const key = hash.digest('hex').slice(0, 16);
  const folder = join(CACHE, `shared_deps-${key}`);
  if (!existsSync(folder)) keepAt(folder, await buildSharedDeps());
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

async function buildSharedDeps(): Promise<OutputFile[]> {
  const common: BuildOptions = {
    bundle: true,
    minify: true,
    target: 'es2020',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    legalComments: 'none',
    logLevel: 'error',
  };
  const [script, icons] = await Promise.all([
    build({
      ...common,
      write: false,
      stdin: { contents: SOURCE, resolveDir: ROOT },
      outfile: join(CACHE, SHARED_DEPS),
      // Classic, as Kibana's. In a module, which is strict, lodash and regenerator throw and catch errors while they load
      // (see `quietUuid` for what that takes), and browsers keep less of what they compiled.
      format: 'iife',
      // Kibana's own choice: it asks for no helpers of Babel that must be repeated in each file.
      alias: { '@elastic/eui': '@elastic/eui/optimize/es' },
      plugins: [lateIcons, lateGrammars, quietUuid],
    }),
    build({
      ...common,
      write: false,
      entryPoints: readdirSync(ICONS).map((name) => join(ICONS, name)),
      outdir: CACHE,
      format: 'esm',
      plugins: [servicesOfEui, useSharedModules({ jsx_runtime: join(ROOT, 'public/kibana/jsx_runtime.ts') })],
    }),
  ]);
  return [...script.outputFiles, ...icons.outputFiles];
}

/** Whoever reads it meanwhile sees none or all of it. */
function keepAt(folder: string, files: readonly OutputFile[]): void {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  for (const { path, contents } of files)
    writeFileSync(join(unfinished, parse(path).base), gzipSync(contents));
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    if (!existsSync(folder)) throw error; // else another process was first
  }
}
