import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { lockFile } from '../../../../ml-service/src/adapters/file/state/file_lock.ts';

/** As on a FAT file system. */
vi.mock('node:fs/promises', async (original) => ({
  ...(await original<object>()),
  link: () =>
    Promise.reject(Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' })),
}));

test('where a file system has no hard links, the error says so and nothing is left behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'log-ai-lock-'));
  await expect(lockFile(join(folder, 'app.state'))).rejects.toMatchObject({
    code: 'output_unwritable',
    message: expect.stringMatching(
      /EPERM.* must be on a file system with hard links.*name a file on another/,
    ) as string,
  });
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});
