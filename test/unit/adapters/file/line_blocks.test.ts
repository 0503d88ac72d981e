import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readLineBlocks } from '../../../../ml-service/src/adapters/file/input/line_blocks.ts';

const folder = mkdtempSync(join(tmpdir(), 'log-ai-blocks-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const path = join(folder, 'app.log');

/** Blocks are overwritten, so each is read at once. */
function blocksOf(content: string, part?: { start?: number; end?: number }) {
  writeFileSync(path, content);
  return Array.from(readLineBlocks(path, part), (block) => block.toString());
}

const BLOCK = 256 * 1024;
const line = 'x'.repeat(99) + '\n';
const long = 'y'.repeat(3 * BLOCK) + '\n';

test.each<[string, string, string[]]>([
  ['nothing', '', []],
  ['whole lines', 'a\nb\n', ['a\nb\n']],
  ['a last line without an end', 'a\nb', ['a\n', 'b\n']],
  ['an empty last line is none', 'a\n\n', ['a\n\n']],
  ['a line longer than a block', `a\n${long}b\n`, ['a\n', `${long}b\n`]],
])('%s', (_, content, blocks) => {
  expect(blocksOf(content).join('')).toBe(blocks.join(''));
  for (const block of blocksOf(content)) expect(block.endsWith('\n')).toBe(true);
});

test('more lines than a block holds come whole, in order', () => {
  const content = line.repeat(10_000);
  const blocks = blocksOf(content);
  expect(blocks.length).toBeGreaterThan(3);
  expect(blocks.join('')).toBe(content);
  expect(blocks.every((block) => block.endsWith('\n'))).toBe(true);
});

test('a part of a file', () => {
  expect(blocksOf('a\nbc\nd\n', { start: 2, end: 5 })).toEqual(['bc\n']);
});
