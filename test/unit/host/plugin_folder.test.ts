import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { packArchive } from '../../../scripts/plugin/archive.ts';
import { unpackPlugin } from '../../host/archive/plugin_folder.ts';

const MANIFEST = {
  id: 'logAi',
  version: '1.0.0',
  kibanaVersion: '8.12.2',
  owner: { name: 'us' },
  server: true,
  ui: true,
};

const folder = mkdtempSync(join(tmpdir(), 'log-ai-archive-'));
const zip = join(folder, 'plugin.zip');

function pack(files: Record<string, string>): void {
  writeFileSync(zip, packArchive(new Map(Object.entries(files))));
}

function packManifest(manifest: object): void {
  pack({ 'kibana/logAi/kibana.json': JSON.stringify(manifest), 'kibana/logAi/server/index.js': '' });
}

const unpack = () => unpackPlugin({ zip, kibana_version: '8.12.2' });

beforeEach(() => vi.stubEnv('TMPDIR', folder));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true }));

describe('a zip of a plugin', () => {
  it('is unpacked into a folder of its own, which can be removed', () => {
    packManifest(MANIFEST);
    const plugin = unpack();
    expect(existsSync(join(plugin.path, 'server/index.js'))).toBe(true);
    expect(plugin.manifest).toEqual({
      id: 'logAi',
      version: '1.0.0',
      config_path: ['log_ai'],
      server: true,
      ui: true,
    });
    plugin.remove();
    expect(readdirSync(folder)).toEqual(['plugin.zip']);
  });

  it.each([
    ['an unknown key', { category: 'x' }, 'unrecognized properties: category.'],
    ['no owner', { owner: undefined }, 'must contain an "owner" property'],
    ['an owner without a name', { owner: {} }, 'includes a nested "name" property'],
    ['another Kibana', { kibanaVersion: '8.12.1' }, 'only compatible with Kibana version "8.12.1"'],
    ['no Kibana and another version', { kibanaVersion: undefined }, 'Kibana version "1.0.0"'],
    ['an id with a dash', { id: 'log-ai' }, 'must be camelCase, but found: log-ai.'],
    ['no id', { id: undefined }, 'must contain an "id" property'],
    ['neither half', { server: false, ui: undefined }, 'at least one of these must be set to "true"'],
    ['a type of its own', { type: 'extra' }, 'should either be "standard" or "preboot"'],
    ['a wrong path of settings', { configPath: 7 }, 'should either be a string or an array of strings'],
    ['needs of others', { requiredPlugins: ['data'] }, 'requires plugins that the host does not have: data'],
  ])('is refused for a kibana.json with %s', (_what, change, message) => {
    packManifest({ ...MANIFEST, ...change });
    expect(unpack).toThrow(message);
    expect(readdirSync(folder)).toEqual(['plugin.zip']);
  });

  it.each([
    ['no plugin', { 'README.md': '' }, 'must hold one plugin'],
    ['no kibana.json', { 'kibana/logAi/package.json': '{}' }, 'has no kibana.json'],
    ['a kibana.jsonc', { 'kibana/logAi/kibana.jsonc': '{}' }, 'which Kibana refuses'],
    ['a way out', { 'kibana/logAi/../../x': '' }, 'has an entry outside'],
  ])('is refused with %s in it', (_what, files, message) => {
    pack(files);
    expect(unpack).toThrow(message);
  });
});
