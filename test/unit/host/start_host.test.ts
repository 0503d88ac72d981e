import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { packArchive } from '../../../scripts/plugin/archive.ts';
import { buildPlugin } from '../../../scripts/plugin/build_plugin.ts';
import type { PageMetadata } from '../../host/page/metadata.ts';
import { type Host, type HostOptions, startHost } from '../../host/start_host.ts';

/** Port 9 is `discard`: nothing answers. */
const NOWHERE = 'http://127.0.0.1:9';

const folder = mkdtempSync(join(tmpdir(), 'log-ai-start-host-'));
const zips = mkdtempSync(join(tmpdir(), 'log-ai-start-host-zips-'));
let host: Host | undefined;
let built: string;

beforeAll(async () => {
  built = (await buildPlugin({ kibana_version: '8.12.2', out_dir: zips })).path;
});
beforeEach(() => vi.stubEnv('TMPDIR', folder));
afterEach(async () => {
  await host?.close();
  host = undefined;
  vi.unstubAllEnvs();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(zips, { recursive: true });
});

async function start(options: Partial<HostOptions> = {}): Promise<Host> {
  host = await startHost({
    zip: built,
    elasticsearch: { url: NOWHERE },
    service: { url: NOWHERE },
    ...options,
  });
  return host;
}

function packServer(source: string): string {
  const zip = join(zips, 'small.zip');
  const manifest = {
    id: 'small',
    version: '1.0.0',
    kibanaVersion: '8.12.2',
    owner: { name: 'us' },
    server: true,
    ui: true,
  };
  writeFileSync(
    zip,
    packArchive(
      new Map([
        ['kibana/small/kibana.json', JSON.stringify(manifest)],
        ['kibana/small/server/index.js', source],
        ['kibana/small/target/public/small.plugin.js', ''],
      ]),
    ),
  );
  return zip;
}

const leftovers = () => readdirSync(folder).filter((name) => name.startsWith('log-ai-host-'));

describe('the host', () => {
  it("serves the built app on Kibana's terms, and leaves nothing behind", async () => {
    const { url } = await start();
    const page = await fetch(`${url}/`);
    expect(page.url).toBe(`${url}/app/logAi`);
    expect(page.headers.get('content-security-policy')).toMatch(/^script-src 'report-sample' 'self';/);
    const [, entry] = /&quot;([^&]+\/logAi\.plugin\.js)&quot;/.exec(await page.text())!;
    expect(entry).toMatch(/^\/[0-9a-f]{12}\/bundles\/plugin\/logAi\/\d+\.\d+\.\d+\/logAi\.plugin\.js$/);
    const script = await fetch(`${url}${entry}`);
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(await script.text()).toContain('plugin/logAi/public');
    await host?.close();
    expect(leftovers()).toEqual([]);
  });

  it("runs the plugin's own routes, which say that nothing answers: who may read what is asked first", async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/api/log_ai/status`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ attributes: { code: 'elasticsearch_unreachable' } });
  });

  it('does not start with settings that do not fit', async () => {
    await expect(start({ settings: { colour: 'red' } })).rejects.toThrow(
      '[config validation of [logAi].colour]: definition for this key is missing',
    );
    expect(leftovers()).toEqual([]);
  });

  it('does not start a zip of another Kibana', async () => {
    await expect(start({ kibana_version: '8.12.3' })).rejects.toThrow('is only compatible with');
  });

  it('drives the server half through its life, with its settings and its log', async () => {
    const log = vi.fn();
    const zip = packServer(`
      const { schema } = require('@kbn/config-schema');
      exports.config = { schema: schema.object({ a: schema.string() }) };
      exports.plugin = async ({ logger, config }) => ({
        setup(core, plugins) {
          logger.get().info('a is ' + config.get().a);
          logger.get('later').debug(Object.keys(core) + ' ' + Object.keys(core.http) + ' ' + Object.keys(plugins));
        },
        start() { logger.get().warn('started'); },
        stop() { logger.get().warn('stopped'); },
      });`);
    const small = await startHost({ zip, elasticsearch: { url: NOWHERE }, settings: { a: 'b' }, log });
    await small.close();
    expect(log.mock.calls.flat()).toEqual([
      { level: 'info', logger: 'plugins.small', message: 'a is b' },
      {
        level: 'debug',
        logger: 'plugins.small.later',
        message: 'http,status createRouter,basePath alerting,features',
      },
      { level: 'warn', logger: 'plugins.small', message: 'started' },
      { level: 'warn', logger: 'plugins.small', message: 'stopped' },
    ]);
  });

  it.each([
    ['exports nothing', '', 'Plugin "small" does not export "plugin" definition'],
    ['exports no function', 'exports.plugin = {}', 'Definition of plugin "small" should be a function'],
    [
      'makes nothing',
      'exports.plugin = () => undefined',
      'Initializer for plugin "small" is expected to return plugin instance, but returned "undefined".',
    ],
    [
      'has no setup',
      'exports.plugin = () => ({ start() {} })',
      'Instance of plugin "small" does not define "setup" function.',
    ],
    ['has no start', 'exports.plugin = () => ({ setup() {} })', 'start is not a function'],
    ['fails in setup', 'exports.plugin = () => ({ setup() { throw new Error("no setup"); } })', 'no setup'],
    [
      'uses what is not imitated',
      'exports.plugin = () => ({ setup({ savedObjects }) { savedObjects.registerType({}); } })',
      "Cannot read properties of undefined (reading 'registerType')",
    ],
    [
      'validates with another library',
      'exports.plugin = () => ({}); exports.config = { schema: { validate: () => ({}) } }',
      'Configuration schema expected to be an instance of Type',
    ],
    ['needs a module that is not there', 'require("zod")', "Cannot find module 'zod'"],
  ])('does not start with a server half that %s', async (_what, source, message) => {
    await expect(startHost({ zip: packServer(source), elasticsearch: { url: NOWHERE } })).rejects.toThrow(
      message,
    );
    expect(leftovers()).toEqual([]);
  });

  it('does not start with settings that nobody validates', async () => {
    const zip = packServer('exports.plugin = () => ({ setup() {}, start() {} })');
    await expect(startHost({ zip, elasticsearch: { url: NOWHERE }, settings: { a: 1 } })).rejects.toThrow(
      'Unknown configuration key(s): "small.a". Check for spelling errors and ensure that expected plugins are installed.',
    );
  });

  it('tells the page its base path, its space and what users set', async () => {
    const ui_settings = { 'dateFormat:tz': 'Asia/Tokyo' };
    const { url } = await start({ server_base_path: '/kibana', ui_settings });
    const html = await (await fetch(`${url}/s/ops/app/logAi`)).text();
    const [, data] = /<kbn-injected-metadata data="([^"]*)"/.exec(html)!;
    const metadata = JSON.parse(data!.replaceAll('&quot;', '"')) as PageMetadata;
    expect(metadata).toMatchObject({ base_path: '/kibana/s/ops', ui_settings });
    expect(html).toContain('src="/kibana/s/ops/bootstrap.js"');
    for (const address of [
      '/kibana/s/ops/bootstrap.js',
      ...metadata.scripts,
      ...metadata.stylesheets.light,
    ]) {
      expect((await fetch(new URL(address, url))).status).toBe(200);
    }
  });

  it("shows what the plugin says of itself in Kibana's status, and logs it once", async () => {
    const log = vi.fn();
    const host = await start({ service: { url: NOWHERE }, log });
    const lines = () =>
      (log.mock.calls.flat() as { level: string; message: string }[]).filter(({ message }) =>
        message.includes('does not answer'),
      );
    await vi.waitFor(() => expect(host.status()).toMatch(/^degraded: The service of Log AI does not answer/));
    expect(lines()).toMatchObject([{ level: 'warn' }]);
  });

  it('says which port is taken', async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    await expect(
      startHost({ zip: built, elasticsearch: { url: NOWHERE }, service: { url: NOWHERE }, port }),
    ).rejects.toThrow(`Port ${port} cannot be had`);
  });
});
