import { expect, test } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../../ml-service/src/config.ts';
import { keysOf } from '../../../ml-service/src/config/keys.ts';
import { ConfigSchema } from '../../../ml-service/src/config/schema.ts';
import { readBlocks, readTables, readText } from './read_markdown.ts';

/** docs/configuration.md says what the schema says. */

const document = readText('docs/configuration.md');
const documented = readTables(document, 'Key').map(([key, , value, variable]) => ({ key, value, variable }));
const leaves = [...keysOf(ConfigSchema)].filter(([, schema]) => !(schema instanceof z.ZodObject));
const defaults = loadConfig({ env: {} });

function defaultOf(key: string): string {
  const value = key
    .split('.')
    .reduce<unknown>((section, name) => (section as Record<string, unknown>)[name], defaults);
  if (value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

test('every key with its default and its environment variable, and no other', () => {
  const expected = leaves.map(([key]) => ({
    key,
    value: defaultOf(key),
    variable: `LOG_AI_${key.replaceAll('.', '__').toUpperCase()}`,
  }));
  const byKey = (one: { key?: string | undefined }, other: { key?: string | undefined }) =>
    (one.key ?? '') < (other.key ?? '') ? -1 : 1;
  expect(documented.sort(byKey)).toEqual(expected.sort(byKey));
});

test.each(readBlocks(document, 'yaml'))('an example is a configuration:\n%s', (text) => {
  expect(() => loadConfig({ text, env: {} })).not.toThrow();
});

test('every key has an example', () => {
  const examples = readBlocks(document, 'yaml').join('\n');
  const names = leaves.map(([key]) => key.split('.').at(-1)!);
  expect(names.filter((name) => !new RegExp(`^ +${name}: \\S`, 'm').test(examples))).toEqual([]);
});
