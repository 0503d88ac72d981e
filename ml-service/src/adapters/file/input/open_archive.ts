import { closeSync, createReadStream, createWriteStream, fstatSync, openSync, read } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { LogAiError } from '../../../../../common/errors.ts';
import type { ArchiveMember, ReadAt } from './archive_member.ts';
import { inOrder } from './input_paths.ts';
import { ARCHIVE_BYTES, isTar, packedFormatOf } from './magic_bytes.ts';
import { tarMembers } from './tar_members.ts';
import { canUnpack, unpacked } from './unpack.ts';
import { withHead } from './with_head.ts';
import { zipMembers } from './zip_members.ts';

/** A file of an archive, and its bytes. */
export interface OpenMember extends ArchiveMember {
  /** As the archive holds them. */
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

/** What is read: the file at a path or, where it has no name any more, an open one. */
interface Source {
  readonly path: string;
  readonly fd?: number;
}

/**
 * The files in an archive of tar, packed or not, or of zip, rotated ones in order: each is a log of its own. A packed tar
 * is unpacked to a temporary file first, as its files are read in another order, and twice. That has no name, so it is
 * gone when the process ends, however it does.
 *
 * @returns Undefined where the file is no archive, or one that only its own program can read.
 */
export async function openArchive(path: string): Promise<OpenMember[] | undefined> {
  const source = { path };
  const head = await readingAt(source, (readAt) => readAt(0, ARCHIVE_BYTES));
  const packed = packedFormatOf(head);
  if (packed?.name === 'zip') return membersOf(source, (readAt, size) => zipMembers(readAt, size));
  if (packed === undefined) return isTar(head) ? membersOf(source, tarMembers) : undefined;
  if (!canUnpack(packed.name) || !(await isPackedTar(path, packed.name))) return undefined;
  return membersOf(await unpackToTemporary(path, packed.name), tarMembers);
}

async function membersOf(
  source: Source,
  list: (readAt: ReadAt, size: number) => Promise<ArchiveMember[] | undefined>,
): Promise<OpenMember[] | undefined> {
  const members = await readingAt(source, list);
  if (members === undefined) return undefined;
  // Of files of one name the last one counts, as for who unpacks them.
  const byName = new Map(members.map((member) => [member.name, member]));
  return inOrder([...byName.keys()].filter(isFile)).map((name) => {
    const member = byName.get(name)!;
    return { ...member, bytes: () => bytesOf(source, member) };
  });
}

/** Hidden files, and what macOS adds of its own, are no logs. */
const isFile = (name: string) =>
  !name.split('/').some((part) => (part.startsWith('.') && part !== '.') || part === '__MACOSX');

function bytesOf({ path, fd }: Source, { start, size }: ArchiveMember): AsyncIterable<Uint8Array> {
  if (size === 0) return Readable.from([]) as AsyncIterable<Uint8Array>;
  const range = { start, end: start + size - 1, highWaterMark: 256 * 1024 };
  return createReadStream(
    path,
    fd === undefined ? range : { ...range, fd, autoClose: false },
  ) as AsyncIterable<Uint8Array>;
}

const readFrom = promisify(read);

async function readingAt<T>(source: Source, work: (readAt: ReadAt, size: number) => Promise<T>): Promise<T> {
  const fd = source.fd ?? openSync(source.path, 'r');
  try {
    return await work(async (start, length) => {
      const { buffer, bytesRead } = await readFrom(fd, Buffer.alloc(length), 0, length, start);
      return buffer.subarray(0, bytesRead);
    }, fstatSync(fd).size);
  } finally {
    if (source.fd === undefined) closeSync(fd);
  }
}

async function isPackedTar(path: string, packer: string): Promise<boolean> {
  const stream = createReadStream(path, { highWaterMark: 16 * 1024 });
  const content = unpacked(stream as AsyncIterable<Uint8Array>, { name: path, packer });
  try {
    // Who reads all of it says what is wrong with it.
    return isTar((await withHead(content, ARCHIVE_BYTES)).head);
  } finally {
    await content.return(undefined);
    stream.destroy();
  }
}

async function unpackToTemporary(path: string, packer: string): Promise<Source> {
  const folder = await mkdtemp(join(tmpdir(), 'log-ai-archive-'));
  try {
    const target = join(folder, 'archive.tar');
    const content = unpacked(createReadStream(path) as AsyncIterable<Uint8Array>, { name: path, packer });
    await pipeline(Readable.from(content), createWriteStream(target)).catch((error: unknown) => {
      // Of an archive that is cut off, the files before that are read.
      if (!(error instanceof LogAiError)) throw error;
    });
    return { path, fd: openSync(target, 'r') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
