import { open, readFile, rename, rm, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCodeOf } from '../system_error.ts';

/** What a state file needs of a disk. Each step may be the last one before a kill. */
export interface StateDisk {
  /** Undefined where there is no such file. */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  /** Writes a file anew, and returns when it is on the disk. */
  readonly write: (path: string, parts: Iterable<string>) => Promise<void>;
  /** Writes behind a file's end; with `sync` it returns when all of the file is on the disk. */
  readonly append: (path: string, text: string, options: { readonly sync: boolean }) => Promise<void>;
  /** Puts a file in the place of another at once, and returns when that is on the disk. */
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly truncate: (path: string, bytes: number) => Promise<void>;
  /** One that is not there is removed already. */
  readonly remove: (path: string) => Promise<void>;
}

/** The disk of this machine. */
export const LOCAL_DISK: StateDisk = {
  read: async (path) => {
    try {
      return await readFile(path);
    } catch (error) {
      if (systemCodeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  },
  write: async (path, parts) => {
    const file = await open(path, 'w');
    try {
      for (const part of inPieces(parts)) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  append: async (path, text, { sync }) => {
    const file = await open(path, 'a');
    try {
      const isNew = (await file.stat()).size === 0;
      await file.writeFile(text);
      if (!sync) return;
      await file.sync();
      if (isNew) await syncFolder(dirname(path));
    } finally {
      await file.close();
    }
  },
  rename: async (from, to) => {
    await rename(from, to);
    await syncFolder(dirname(to));
  },
  truncate: (path, bytes) => truncate(path, bytes),
  remove: (path) => rm(path, { force: true }),
};

/** Characters written at once. */
const PIECE = 1 << 20;

function* inPieces(parts: Iterable<string>): Generator<string> {
  let piece = '';
  for (const part of parts) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** Windows cannot open a folder, and keeps its names without being asked. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
