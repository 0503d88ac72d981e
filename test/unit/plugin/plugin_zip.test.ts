import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext, Script } from 'node:vm';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildPlugin } from '../../../scripts/plugin/build_plugin.ts';
import { i18n } from '../../host/i18n/kbn_i18n.ts';
import { readZipDirectory } from './zip_directory.ts';

const ENTRY = 'kibana/logAi/target/public/logAi.plugin.js';
const CHUNK = 'kibana/logAi/target/public/logAi.chunk.app.js';
const RULES_CHUNK = 'kibana/logAi/target/public/logAi.chunk.rules.js';
const SERVER = 'kibana/logAi/server/index.js';

const out_dir = mkdtempSync(join(tmpdir(), 'log-ai-zip-'));
let archive: Buffer;
let texts: Record<string, string>;

async function build(kibana_version: string): Promise<Buffer> {
  return readFileSync((await buildPlugin({ kibana_version, out_dir })).path);
}

function unpack(zip: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(zip)).map(([path, data]) => [path, strFromU8(data)]));
}

beforeAll(async () => {
  archive = await build('8.12.2');
  texts = unpack(archive);
});

afterAll(() => rmSync(out_dir, { recursive: true }));

describe('the zip of the plugin', () => {
  it('holds what Kibana looks for, and nothing of the sources', () => {
    const { 'kibana/logAi/NOTICE.txt': _, ...others } = texts; // only while code of others is bundled
    expect(Object.keys(others)).toEqual([
      'kibana/logAi/.i18nrc.json',
      'kibana/logAi/LICENSE',
      'kibana/logAi/kibana.json',
      'kibana/logAi/package.json',
      SERVER,
      CHUNK,
      RULES_CHUNK,
      ENTRY,
      'kibana/logAi/translations/de-DE.json',
    ]);
    expect(archive.byteLength).toBeLessThan(1_000_000);
  });

  it('has a kibana.json that Kibana accepts: all that is needed, no key that it does not know', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(JSON.parse(texts['kibana/logAi/kibana.json']!)).toEqual({
      id: 'logAi',
      version,
      kibanaVersion: '8.12.2',
      type: 'standard',
      owner: { name: expect.any(String) as string },
      description: expect.any(String) as string,
      server: true,
      ui: true,
      configPath: ['logAi'],
      requiredPlugins: [],
      optionalPlugins: [
        'alerting',
        'data',
        'features',
        'home',
        'security',
        'triggersActionsUi',
        'unifiedSearch',
      ],
      requiredBundles: [],
    });
  });

  it('gives every file a mode with which Kibana can read it, and the same time', () => {
    const entries = readZipDirectory(archive);
    expect(entries.map(({ path }) => path)).toEqual(Object.keys(texts).sort());
    expect(new Set(entries.map(({ mode }) => mode))).toEqual(new Set([0o100644]));
    expect(new Set(entries.map(({ made_on }) => made_on))).toEqual(new Set([3]));
    expect(new Set(entries.map(({ dos_time }) => dos_time)).size).toBe(1);
  });

  it.each(['Asia/Tokyo', 'America/New_York'])('is the same to the byte when built in %s', async (zone) => {
    vi.stubEnv('TZ', zone);
    expect(new Date(0).getTimezoneOffset()).not.toBe(0);
    const again = await build('8.12.2');
    vi.unstubAllEnvs();
    expect(again.equals(archive)).toBe(true);
  });

  it('differs for another Kibana in the version of Kibana only', async () => {
    const other = unpack(await build('8.19.3'));
    const differing = Object.keys(texts).filter((path) => {
      const text = other[path];
      return (path.endsWith('.json') ? text?.replace('"8.19.3"', '"8.12.2"') : text) !== texts[path];
    });
    expect(differing).toEqual([]);
    expect(Object.keys(other)).toEqual(Object.keys(texts));
  });

  it.each(['8.12', 'v8.12.2', '8.12.2-SNAPSHOT', ''])('is not built for a Kibana %j', async (version) => {
    await expect(build(version)).rejects.toThrow('give all three numbers');
  });
});

describe('the browser half', () => {
  it.each([ENTRY, CHUNK, RULES_CHUNK])('%s is a classic script that makes no code from text', (path) => {
    const text = texts[path]!;
    expect(() => new Script(text)).not.toThrow(); // import and export are syntax errors there
    expect(/\beval\s*\(|\bnew Function\b|\bprocess\.env\b/.exec(text)?.[0]).toBeUndefined();
  });

  it('has a tiny entry: Kibana loads it on every page', () => {
    // Half of it are the types of alert rules, which Kibana lists on pages of its own.
    expect(texts[ENTRY]!.length).toBeLessThan(8_000);
  });

  it('defines itself, once, by the name that Kibana asks for, and touches nothing else while it loads', () => {
    const define = vi.fn<(key: string, load: () => { plugin: unknown }, module: number) => void>();
    // Nothing else of the page is there but what tells a script its own address, and that may be null.
    const window = new Proxy({ __kbnBundles__: { define } }, { get: readOnlyThat('__kbnBundles__') });
    runInContext(texts[ENTRY]!, createContext({ window, document: { currentScript: null } }));
    expect(define).toHaveBeenCalledExactlyOnceWith('plugin/logAi/public', expect.any(Function), 0);
    expect(define.mock.calls[0]![1]().plugin).toBeTypeOf('function');
  });

  it.each([
    { pathname: '/app/logAi/overview', asked: ['http://kibana/bundles/logAi.chunk.app.js'] },
    { pathname: '/base/s/space/app/logAi', asked: ['http://kibana/bundles/logAi.chunk.app.js'] },
    { pathname: '/app/discover', asked: [] },
    { pathname: '/app/logAiOther', asked: [] },
  ])('asks for the app while Kibana starts, if the page is its own: $pathname', ({ pathname, asked }) => {
    const append = vi.fn<(script: { src: string }) => void>();
    const document = {
      currentScript: { src: 'http://kibana/bundles/logAi.plugin.js' },
      createElement: () => ({ addEventListener: () => undefined }),
      head: { append },
    };
    const define =
      vi.fn<
        (key: string, load: () => { plugin: () => { setup(core: object, plugins: object): void } }) => void
      >();
    const register = vi.fn<(app: { deepLinks: { path: string }[] }) => void>();
    const window = { __kbnBundles__: { define }, __kbnSharedDeps__: { KbnI18n: { i18n } } };
    runInContext(texts[ENTRY]!, createContext({ window, document, location: { pathname } }));
    define.mock.calls[0]![1]().plugin().setup({ application: { register } }, {});
    expect(append.mock.calls.map(([{ src }]) => src)).toEqual(asked);
    // Kibana's search finds these.
    expect(register.mock.calls[0]![0].deepLinks.map(({ path }) => path)).toEqual([
      '/overview',
      '/incidents',
      '/templates',
      '/anomalies',
      '/requests',
      '/status',
    ]);
  });

  it('bundles no second copy of what Kibana shares', () => {
    const notice = texts['kibana/logAi/NOTICE.txt'] ?? '';
    expect(notice).not.toMatch(/^(react|@elastic\/|@emotion\/|moment|rxjs|history|lodash|@tanstack\/)/m);
    expect(texts[CHUNK]!.includes('__kbnSharedDeps__.React')).toBe(true);
  });

  it('bundles no zod: it would be half of the app, and tries to make code from text when the first schema is made', () => {
    for (const script of [ENTRY, CHUNK, RULES_CHUNK]) expect(texts[script]).not.toContain('_zod');
    expect(texts[SERVER]).toContain('_zod'); // else it is called otherwise by now
  });
});

function readOnlyThat(name: string) {
  return (target: object, key: string | symbol): unknown => {
    if (key !== name) throw new Error(`The entry reads window.${String(key)} while it loads.`);
    return Reflect.get(target, key);
  };
}

describe('the server half', () => {
  it('requires only Node and what Kibana gives to every plugin', () => {
    const required = [...texts[SERVER]!.matchAll(/\brequire\(\s*["']([^"']+)["']\s*\)/g)].map(
      ([, name]) => name!,
    );
    // The second one it gets along without.
    const of_kibana = ['@kbn/config-schema', '@kbn/core-status-common', '@kbn/i18n'];
    expect(required.filter((name) => !isBuiltin(name) && !of_kibana.includes(name))).toEqual([]);
    expect(/^[^/]*\bimport\(\s*["']|\bimport\.meta\b/m.exec(texts[SERVER]!)?.[0]).toBeUndefined();
  });
});
