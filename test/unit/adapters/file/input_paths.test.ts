import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inOrder, inputPaths } from '../../../../ml-service/src/adapters/file/input/input_paths.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-ai-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['numbers', ['app.log.10.gz', 'app.log.2.gz', 'app.log.1', 'app.log']],
  ['numbers before the ending', ['app.2.log', 'app.1.log', 'app.log']],
  ['days', ['app.log-20260101.gz', 'app.log-20260102.gz', 'app.log-20260103', 'app.log']],
  ['days with dashes', ['app.2026-01-01.log', 'app.2026-01-02.log', 'app.log']],
  ['old', ['app.log.old', 'app.log']],
  ['several logs', ['a.log.1', 'a.log', 'b.log.1', 'b.log']],
  ['names with a number that are no rotation', ['node7.log', 'node8.log']],
])('rotated files come in the order in which they were written: %s', (_, names) => {
  expect(inOrder([...names].reverse())).toEqual(names);
  expect(inOrder([...names].sort())).toEqual(names);
});

test('a directory stands for its files, hidden ones and folders left out; one without files for itself', async () => {
  const logs = join(folder, 'logs');
  await mkdir(join(logs, 'old'), { recursive: true });
  for (const name of ['app.log', 'app.log.1', '.hidden']) await writeFile(join(logs, name), 'x\n');
  expect(await inputPaths(['-', logs, join(logs, 'old'), 'missing.log'])).toEqual([
    '-',
    join(logs, 'app.log.1'),
    join(logs, 'app.log'),
    join(logs, 'old'),
    'missing.log',
  ]);
});
