import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { followFile } from '../../../../ml-service/src/adapters/file/input/follow_file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-ai-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What is read of a file that is changed whenever there is nothing new. */
async function follow(path: string, changes: readonly (() => Promise<void>)[]): Promise<string> {
  let at = 0;
  let text = '';
  for await (const chunk of followFile(path, { isEnded: () => at > changes.length, pause_ms: 1 })) {
    text += Buffer.from(chunk).toString();
    if (chunk.length === 0) {
      await changes[at]?.();
      at += 1;
    }
  }
  return text;
}

test('what is appended, what is rotated away and what comes after it is read, each line once', async () => {
  const path = join(folder, 'app.log');
  await writeFile(path, 'one\n');
  const text = await follow(path, [
    () => appendFile(path, 'two\n'),
    async () => {
      await appendFile(path, 'three\n');
      await rename(path, `${path}.1`);
      await writeFile(path, 'four\n');
    },
    () => appendFile(path, 'five\n'),
    async () => {
      await truncate(path, 0);
      await appendFile(path, 'six\n');
    },
  ]);
  expect(text).toBe('one\ntwo\nthree\nfour\nfive\nsix\n');
});
