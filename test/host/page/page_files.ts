import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { useSharedModules } from '../../../scripts/plugin/shared_modules.ts';
import type { PluginFolder } from '../archive/plugin_folder.ts';
import type { Translation } from '../i18n/kbn_i18n.ts';
import { fontsCss, readFonts } from './fonts.ts';
import { pageHtml } from './html.ts';
import type { PageMetadata } from './metadata.ts';
import { SHARED_DEPS, sharedDeps } from './shared_deps.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const BROWSER = join(ROOT, 'test/host/browser');

/** A file that the page fetches. What compresses is held compressed. */
export interface PageFile {
  readonly type: string;
  readonly gzip?: Buffer;
  readonly plain: () => Buffer;
  /** Its address changes with its content. */
  readonly immutable: boolean;
}

/** The page, and all that it fetches, by address. */
export interface Page {
  /** The page for an address below a base path: the server's own one, and that of a space. */
  html(base_path: string, capabilities: PageMetadata['capabilities']): string;
  /** By their addresses without a base path. */
  readonly files: ReadonlyMap<string, PageFile>;
}

/** Kibana 8.12.2's own. */
const BUILD_NUMBER = 70_281;

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const CSS = 'text/css; charset=utf-8';

/** Gathers the page around the unpacked plugin: Kibana's part is built from here, the plugin's is what lies there. */
export async function gatherPage({
  folder,
  kibana_version,
  server_base_path,
  ui_settings,
  translations,
}: {
  readonly folder: PluginFolder;
  readonly kibana_version: string;
  readonly server_base_path: string;
  readonly ui_settings: PageMetadata['ui_settings'];
  readonly translations: Translation;
}): Promise<Page> {
  const { id, version } = folder.manifest;
  const [shared_deps, core, bootstrap] = await Promise.all([
    sharedDeps(),
    bundle('core.tsx'),
    bundle('bootstrap.ts'),
  ]);
  const plugin_files = readPublicFiles(folder.path);
  // Kibana's number of its build: two zips of one version must not meet in the browser's cache.
  const hash = createHash('sha256').update(core);
  for (const content of shared_deps.values()) hash.update(content);
  for (const { content } of plugin_files) hash.update(content);
  const translations_file = Buffer.from(JSON.stringify(translations));
  hash.update(translations_file);
  const base = `/${hash.digest('hex').slice(0, 12)}`;
  const plugin_path = `${base}/bundles/plugin/${id}/${version}/`;

  const files = new Map<string, PageFile>();
  const add = (path: string, type: string, content: Buffer) => files.set(path, pageFile(type, content));
  for (const [name, content] of shared_deps) {
    files.set(`${base}/bundles/shared_deps/${name}`, zippedFile(JAVASCRIPT, content));
  }
  add(`${base}/bundles/core/core.entry.js`, JAVASCRIPT, core);
  files.set('/bootstrap.js', { ...pageFile(JAVASCRIPT, bootstrap), immutable: false });
  for (const { name, content } of plugin_files) add(`${plugin_path}${name}`, JAVASCRIPT, content);
  const translations_path = `${base}/translations/${translations.locale ?? ''}.json`;
  add(translations_path, 'application/json; charset=utf-8', translations_file);
  const page_css = `${fontsCss('fonts')}\n${readFileSync(join(ROOT, 'test/host/page/page.css'), 'utf8')}`;
  add(`${base}/ui/page.css`, CSS, Buffer.from(page_css));
  for (const mode of ['light', 'dark']) {
    add(`${base}/ui/eui_${mode}.css`, CSS, readModule(`@elastic/eui/dist/eui_theme_${mode}.min.css`));
    add(`${base}/ui/charts_${mode}.css`, CSS, readModule(`@elastic/charts/dist/theme_only_${mode}.css`));
  }
  for (const { name, content } of readFonts()) {
    files.set(`${base}/ui/fonts/${name}`, { type: 'font/woff2', plain: () => content, immutable: true });
  }
  const at = (path: string) => `${server_base_path}${path}`;
  const stylesheets = (mode: string) => [
    at(`${base}/ui/eui_${mode}.css`),
    at(`${base}/ui/charts_${mode}.css`),
  ];
  const metadata: Omit<PageMetadata, 'base_path' | 'capabilities'> = {
    kibana_version,
    build_number: BUILD_NUMBER,
    ui_settings,
    translations_url: at(translations_path),
    plugin_id: id,
    public_paths: { [id]: at(plugin_path) },
    scripts: [
      at(`${base}/bundles/shared_deps/${SHARED_DEPS}`),
      at(`${base}/bundles/core/core.entry.js`),
      at(`${plugin_path}${id}.plugin.js`),
    ],
    stylesheets: { light: stylesheets('light'), dark: stylesheets('dark') },
  };
  const html: Page['html'] = (base_path, capabilities) =>
    pageHtml({
      metadata: { ...metadata, base_path, capabilities },
      locale: translations.locale ?? 'en',
      page_css: at(`${base}/ui/page.css`),
    });
  return { html, files };
}

/** The host's own scripts are built as the plugin's are: for the same page, with the same shared modules. */
async function bundle(entry: string): Promise<Buffer> {
  const options: BuildOptions = {
    entryPoints: [join(BROWSER, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: '@emotion/react',
    plugins: [useSharedModules({ jsx_runtime: join(ROOT, 'public/kibana/jsx_runtime.ts') })],
    logLevel: 'silent',
  };
  const { outputFiles } = await build(options);
  return Buffer.from(outputFiles![0]!.contents);
}

function readPublicFiles(plugin_path: string): { name: string; content: Buffer }[] {
  const folder = join(plugin_path, 'target/public');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, content: readFileSync(join(folder, name)) }));
}

function readModule(path: string): Buffer {
  return readFileSync(join(ROOT, 'node_modules', path));
}

function pageFile(type: string, content: Buffer): PageFile {
  return { ...zippedFile(type, gzipSync(content)), plain: () => content };
}

function zippedFile(type: string, gzip: Buffer): PageFile {
  return { type, gzip, plain: () => gunzipSync(gzip), immutable: true };
}
