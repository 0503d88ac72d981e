import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import * as zlib from 'node:zlib';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LogAiError } from '../../../../common/errors.ts';
import { openInput } from '../../../../ml-service/src/adapters/file/input/open_input.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-ai-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** All that can be read, and what is thrown behind it. */
async function readAll(path: string) {
  const hints: string[] = [];
  const parts: Uint8Array[] = [];
  let error: unknown;
  const input = await openInput(path, { onHint: (hint) => hints.push(hint) });
  try {
    for await (const part of input.read()) parts.push(part);
  } catch (thrown) {
    error = thrown;
  }
  return { input, hints, error, bytes: Buffer.concat(parts), text: Buffer.concat(parts).toString() };
}

const TEXT = Array.from(
  { length: 20_000 },
  (_, line) => `line ${line} took ${(line * 7919) % 1009} ms\n`,
).join('');

describe('files', () => {
  test('tells name, size and time, and reads again from the beginning', async () => {
    const path = await fileOf('app.log', 'hello\n');
    const { input, text } = await readAll(path);
    expect(input).toMatchObject({ name: path, size: 6 });
    expect(Math.abs(Date.now() - input.modified!)).toBeLessThan(3_600_000);
    expect(text).toBe('hello\n');
    expect(input.bytesRead()).toBe(6);
    const again: Uint8Array[] = [];
    for await (const part of input.read()) again.push(part);
    expect(Buffer.concat(again).toString()).toBe('hello\n');
  });

  test('an empty file is empty', async () => {
    expect(await readAll(await fileOf('empty.log', ''))).toMatchObject({
      text: '',
      error: undefined,
      hints: [],
    });
  });

  test.each<[string, () => Promise<string>, RegExp]>([
    [
      'a missing file',
      () => Promise.resolve(join(folder, 'missing.log')),
      /does not exist: check the path\.$/,
    ],
    ['a folder that is a file', async () => join(await fileOf('a.log', ''), 'b.log'), /does not exist/],
    [
      'a link to itself',
      async () => {
        await symlink('loop', join(folder, 'loop'));
        return join(folder, 'loop');
      },
      /a link that leads to itself/,
    ],
  ])('%s is refused with what to do', async (_, make, message) => {
    const error: unknown = await openInput(await make()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LogAiError);
    expect(error).toMatchObject({
      code: 'input_unreadable',
      message: expect.stringMatching(message) as string,
    });
  });

  test('other packers are named with the command that unpacks', async () => {
    const { error } = await readAll(await fileOf('app.log', Uint8Array.of(0x42, 0x5a, 0x68, 0x39, 0, 0)));
    expect(error).toMatchObject({
      code: 'input_unreadable',
      message: expect.stringContaining('bzip2 -dc') as string,
    });
  });

  test('an archive is named with the command that unpacks it, packed or not', async () => {
    const archive = Buffer.alloc(1024);
    archive.write('app.log');
    archive.write('ustar', 257);
    for (const content of [archive, gzipSync(archive)]) {
      const { error } = await readAll(await fileOf('logs.tar', content));
      expect(error).toMatchObject({
        code: 'input_unreadable',
        message: expect.stringContaining('tar -xOf') as string,
      });
    }
  });

  test('a pipe is read once, and says so when it is asked again', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const written = writeFile(path, 'hello\n');
    const { input, text } = await readAll(path);
    await written;
    expect([text, input.is_repeatable]).toEqual(['hello\n', false]);
    await expect(input.read().next()).rejects.toThrow(/is a pipe and can be read once/);
  });

  test.each<[string, Uint8Array, RegExp | undefined]>([
    ['text', Buffer.from('2026-01-15 INFO \x1b[32mready\x1b[0m\n'), undefined],
    ['text with one NUL', Buffer.from(`${'a'.repeat(200)}\0`), undefined],
    ['text behind NULs', Buffer.from(`${'\0'.repeat(512)}2026-01-15 INFO ready\n`), undefined],
    ['UTF-16', Buffer.from('\ufeffhello', 'utf16le'), /is in UTF-16LE and was read so\.$/],
    [
      'a program',
      Uint8Array.from({ length: 400 }, (_, index) => (index * 37) % 256),
      /looks like binary data/,
    ],
  ])('%s: is it a log?', async (_, content, hint) => {
    const { hints } = await readAll(await fileOf('content', content));
    expect(hints).toEqual(hint === undefined ? [] : [expect.stringMatching(hint)]);
  });
});

describe('UTF-16 becomes UTF-8, wherever chunks end', () => {
  const big = `${TEXT}für 5 €\n`;
  const le = Buffer.from(big, 'utf16le');
  test.each([
    ['little endian', Buffer.concat([Buffer.of(0xff, 0xfe), le])],
    ['big endian', Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from(le).swap16()])],
    ['little endian without a mark', le],
    ['big endian without a mark', Buffer.from(le).swap16()],
  ])('%s', async (_, content) => {
    expect((await readAll(await fileOf('wide.log', content))).text).toBe(big);
    expect((await readAll(await fileOf('wide.log.gz', gzipSync(content)))).text).toBe(big);
  });
});

describe('zstd', () => {
  test.runIf('zstdCompressSync' in zlib)('frames one after the other are one text', async () => {
    const path = await fileOf(
      'app.log.zst',
      Buffer.concat([zlib.zstdCompressSync(TEXT), zlib.zstdCompressSync(TEXT)]),
    );
    expect((await readAll(path)).text).toBe(TEXT + TEXT);
    const cut = zlib.zstdCompressSync(TEXT);
    const { text, error } = await readAll(await fileOf('cut.zst', cut.subarray(0, cut.length - 100)));
    expect(TEXT.startsWith(text)).toBe(true);
    expect(error).toMatchObject({ code: 'input_corrupt' });
  });
});

describe('gzip', () => {
  test.each([
    ['text', Buffer.from('garbage')],
    ['what begins like gzip', Buffer.of(0x1f, 0x8b, 5, 5, 5)],
  ])('%s behind it costs no line before it', async (_, garbage) => {
    const path = await fileOf('garbage.gz', Buffer.concat([gzipSync('one\n'), gzipSync('two\n'), garbage]));
    expect((await readAll(path)).text).toBe('one\ntwo\n');
  });

  test('is recognised by its bytes, not by the name', async () => {
    expect((await readAll(await fileOf('app.log', gzipSync(TEXT)))).text).toBe(TEXT);
    expect((await readAll(await fileOf('text.gz', 'plain\n'))).text).toBe('plain\n');
  });

  test('members one after the other are one text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 4 }),
        async (parts) => {
          const path = await fileOf('members.gz', Buffer.concat(parts.map((part) => gzipSync(part))));
          const { bytes, error } = await readAll(path);
          expect(error).toBeUndefined();
          expect(bytes).toEqual(Buffer.concat(parts));
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });

  test('much comes out of little', async () => {
    const { bytes } = await readAll(await fileOf('zeros.gz', gzipSync('a'.repeat(20_000_000))));
    expect(bytes).toHaveLength(20_000_000);
  });

  test('cut off: what lies before the end is read, then the error comes', async () => {
    const packed = gzipSync(TEXT);
    const { text, error } = await readAll(await fileOf('cut.gz', packed.subarray(0, packed.length - 100)));
    expect(text.length).toBeGreaterThan(TEXT.length * 0.98);
    expect(TEXT.startsWith(text)).toBe(true);
    expect(error).toMatchObject({
      code: 'input_corrupt',
      message: expect.stringContaining('is cut off') as string,
    });
  });

  test('damaged: what lies before the damage is read, but for a piece of 16 kB', async () => {
    const packed = gzipSync(TEXT);
    const middle = packed.length >> 1;
    packed.fill(0xff, middle, middle + 64);
    const { text, error } = await readAll(await fileOf('damaged.gz', packed));
    expect(text.length).toBeGreaterThan(TEXT.length * 0.2);
    expect(text.slice(0, 10_000)).toBe(TEXT.slice(0, 10_000));
    expect(error).toMatchObject({ code: 'input_corrupt' });
  });
});
