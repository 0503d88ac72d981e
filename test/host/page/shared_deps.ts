import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '../../..');
const CACHE = join(ROOT, '.log_ai/host_cache');

/**
 * The members of `window.__kbnSharedDeps__`, as Kibana 8.12 makes each with `require`. Those of Kibana's own packages
 * (`KbnI18n`, `KbnMonaco`, …) are missing: they are not on npm.
 */
const MEMBERS: Readonly<Record<string, string>> = {
  EmotionCache: '@emotion/cache',
  EmotionReact: '@emotion/react',
  Moment: 'moment',
  MomentTimezone: 'moment-timezone', // its data gets into Moment, too
  React: 'react',
  ReactDom: 'react-dom',
  ReactRouterDom: 'react-router-dom',
  Rxjs: 'rxjs',
  ElasticCharts: '@elastic/charts',
  ElasticEui: '@elastic/eui',
  KbnDatemath: '@elastic/datemath', // `@kbn/datemath` is what became of it
  Lodash: 'lodash',
  History: 'history',
  Classnames: 'classnames',
  ReactQuery: '@tanstack/react-query',
};

const SOURCE = [
  'window.__kbnSharedDeps__ = {',
  ...Object.entries(MEMBERS).map(([member, name]) => `${member}: require(${JSON.stringify(name)}),`),
  '};',
].join('\n');

/** EUI loads an icon when it is first shown. In one file that works once esbuild can see which files may be meant. */
const withIcons: Plugin = {
  name: 'eui-icons',
  setup(build) {
    build.onLoad({ filter: /@elastic\/eui\/.*\/icon\/icon\.js$/ }, ({ path }) => {
      const dynamic = "'./assets/' + typeToPathMap[iconType]";
      const contents = readFileSync(path, 'utf8');
      if (!contents.includes(dynamic)) throw new Error('This EUI loads its icons in another way.');
      return { contents: contents.replace(dynamic, `${dynamic} + '.js'`) };
    });
  },
};

/** The script of shared modules, gzipped. The first build takes seconds; it is kept until a dependency changes. */
export async function sharedDeps(): Promise<Buffer> {
  const key = createHash('sha256')
    .update(SOURCE)
    .update(readFileSync(import.meta.filename))
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
    .slice(0, 16);
  const file = join(CACHE, `shared_deps-${key}.js.gz`);
  if (existsSync(file)) return readFileSync(file);
  const { outputFiles } = await build({
    stdin: { contents: SOURCE, resolveDir: ROOT },
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2020',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    // Kibana's own choice: it asks for no helpers of Babel that must be repeated in each file.
    alias: { '@elastic/eui': '@elastic/eui/optimize/es' },
    plugins: [withIcons],
    legalComments: 'none',
    logLevel: 'error',
  });
  const script = gzipSync(outputFiles[0]!.contents);
  mkdirSync(CACHE, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, script);
  renameSync(unfinished, file); // whoever reads it meanwhile sees none or the whole
  return script;
}
