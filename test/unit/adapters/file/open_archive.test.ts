import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openInputsAt } from '../../../../ml-service/src/adapters/file/input/open_input.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-ai-'));
});
afterAll(() => rm(folder, { recursive: true }));

const LONG = `logs/${'very/'.repeat(30)}long.log`;
const FILES: readonly (readonly [name: string, content: string])[] = [
  ['logs/app.log', 'third\n'],
  ['logs/app.log.1', 'second\n'],
  ['logs/app.log.2.gz', 'first\n'],
  ['logs/.hidden', 'x\n'],
  ['logs/db.log', `${'a long line '.repeat(20_000)}\n`],
  ['logs/empty.log', ''],
  [LONG, 'deep\n'],
];
const bytesOf = ([name, content]: (typeof FILES)[number]): Uint8Array =>
  name.endsWith('.gz') ? gzipSync(content) : Buffer.from(content);
const READ = [
  ['logs/app.log.2.gz', 'first\n'],
  ['logs/app.log.1', 'second\n'],
  ['logs/app.log', 'third\n'],
  ...FILES.slice(4),
];

async function tarOf(format: string): Promise<Buffer> {
  const root = await mkdtemp(join(folder, 'root-'));
  for (const file of FILES) {
    const path = join(root, file[0]);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, bytesOf(file));
    await utimes(path, 1_700_000_000, 1_700_000_000);
  }
  return execFileSync('tar', [`--format=${format}`, '-c', 'logs'], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
}

const zipOf = (level: 0 | 6) =>
  zipSync(Object.fromEntries(FILES.map((file) => [file[0], [bytesOf(file), { level, mtime: 1.7e12 }]])));

async function readAll(content: Uint8Array) {
  const path = join(folder, 'support');
  await writeFile(path, content);
  const inputs = await openInputsAt(path);
  const read: [string, string][] = [];
  for (const input of inputs) {
    const parts: Uint8Array[] = [];
    for await (const part of input.read()) parts.push(part);
    read.push([input.name.slice(path.length + 1), Buffer.concat(parts).toString()]);
  }
  return { inputs, read };
}

describe('the files of an archive are logs of their own, rotated ones in order', () => {
  test.each<[string, () => Promise<Uint8Array>]>([
    ['tar, POSIX', () => tarOf('pax')],
    ['tar, GNU', () => tarOf('gnu')],
    ['tar, packed with gzip', async () => gzipSync(await tarOf('gnu'))],
    ...('zstdCompressSync' in zlib
      ? [
          ['tar, packed with zstd', async () => zlib.zstdCompressSync(await tarOf('pax'))] as [
            string,
            () => Promise<Uint8Array>,
          ],
        ]
      : []),
    ['zip', () => Promise.resolve(zipOf(6))],
    ['zip that only stores', () => Promise.resolve(zipOf(0))],
  ])('%s', async (_, make) => {
    const { inputs, read } = await readAll(await make());
    expect(read).toEqual(READ);
    expect(inputs.every(({ modified }) => modified === 1.7e12)).toBe(true);
    expect(new Set(inputs.slice(0, 3).map(({ log }) => log)).size).toBe(1);
  });

  test('of a packed archive that is cut off, what comes before is read', async () => {
    const packed = gzipSync(await tarOf('gnu'), { level: 0 });
    const { read } = await readAll(packed.subarray(0, packed.length - 100_000));
    expect(read.length).toBeGreaterThan(0);
  });

  test('the progress of a zip is that of what is packed', async () => {
    const { inputs } = await readAll(zipOf(6));
    expect(inputs.map(({ bytesRead }) => bytesRead())).toEqual(inputs.map(({ size }) => size));
    const { inputs: begun } = await readAll(zipOf(6));
    const long = begun.find(({ name }) => name.endsWith('db.log'))!;
    await long.read().next();
    expect(long.bytesRead()).toBeLessThanOrEqual(long.size!);
  });

  test('of a damaged file in a zip, what lies before the damage is read, but for a piece of 16 kB', async () => {
    const text = Array.from({ length: 20_000 }, (_, at) => `line ${at} of ${at * 7919}\n`).join('');
    const zip = zipSync({ 'app.log': [Buffer.from(text), { level: 6 }] });
    const middle = zip.length >> 1;
    zip.fill(0xff, middle, middle + 64);
    const path = join(folder, 'damaged.zip');
    await writeFile(path, zip);
    const [input] = await openInputsAt(path);
    const parts: Uint8Array[] = [];
    const reading = (async () => {
      for await (const part of input!.read()) parts.push(part);
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'input_corrupt',
      message: expect.stringContaining('damaged.zip/app.log is damaged') as string,
    });
    const read = Buffer.concat(parts).toString();
    expect(read.length).toBeGreaterThan(text.length * 0.4);
    expect(read.slice(0, 10_000)).toBe(text.slice(0, 10_000));
  });

  test('what only its own program can read is one input, which names the command', async () => {
    const cut = zipOf(6).subarray(0, 200);
    await expect(readAll(cut)).rejects.toMatchObject({
      code: 'input_unreadable',
      message: expect.stringContaining('unzip -p') as string,
    });
  });
});
