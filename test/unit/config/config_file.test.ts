import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../../ml-service/src/config/config_file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-ai-config-'));
  writeFileSync(join(folder, 'a.yaml'), 'http: { port: 1001 }');
  writeFileSync(join(folder, 'b.json'), '{"http": {"port": 1002}}');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('reads the named file, else the one of LOG_AI_CONFIG, else none', () => {
  const env = { LOG_AI_CONFIG: join(folder, 'b.json') };
  expect(readConfig({ file: join(folder, 'a.yaml'), env }).http.port).toBe(1001);
  expect(readConfig({ env }).http.port).toBe(1002);
  expect(readConfig({ env: {} }).http.port).toBe(5605);
});

it.each(['missing.yaml', '.'])('says that it cannot read %s', (name) => {
  const file = join(folder, name);
  expect(() => readConfig({ file, env: {} })).toThrow(
    `The configuration file ${file} cannot be read: check the path.`,
  );
});
