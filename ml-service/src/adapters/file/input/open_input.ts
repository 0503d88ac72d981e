import { constants, createReadStream } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LogAiError } from '../../../../../common/errors.ts';
import { gunzip } from './gunzip.ts';
import { MAGIC_BYTES, textProblemOf, packedFormatOf } from './magic_bytes.ts';
import { systemCodeOf } from '../system_error.ts';

/** The name that stands for the standard input. */
export const STDIN = '-';

/** A log to be read. */
export interface Input {
  /** As the user wrote it; `stdin` for `-`. */
  readonly name: string;
  /** Bytes on disk; absent for pipes. */
  readonly size?: number;
  /** Milliseconds since the epoch: times without a year lie before it. Absent for pipes. */
  readonly modified?: number;
  /** Bytes read from the disk so far; of a compressed file the compressed ones. */
  readonly bytesRead: () => number;
  /**
   * The content, decompressed. Each call begins anew; a pipe can be read once.
   *
   * @throws LogAiError `input_unreadable`; `input_corrupt` behind the last readable bytes.
   */
  readonly read: () => AsyncGenerator<Uint8Array>;
}

/**
 * Opens a file, or the standard input for `-`. Gzip is recognised by its first bytes, whatever the name says.
 *
 * @param options.onHint - Gets a sentence when the content does not look like a log.
 * @throws LogAiError `input_unreadable` when there is nothing to read at this path.
 * @example
 * const input = await openInput('app.log.gz');
 * for await (const chunk of input.read()) reader.push(chunk);
 */
export async function openInput(
  path: string,
  { onHint = () => undefined }: { readonly onHint?: (hint: string) => void } = {},
): Promise<Input> {
  const isStdin = path === STDIN;
  const name = isStdin ? 'stdin' : path;
  const file = isStdin ? undefined : await describeFile(path);
  let bytes = 0;
  async function* raw(): AsyncGenerator<Uint8Array> {
    bytes = 0;
    const stream = isStdin ? process.stdin : createReadStream(path, { highWaterMark: 256 * 1024 });
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        yield chunk;
      }
    } catch (cause) {
      throw unreadable(name, cause);
    }
  }
  return {
    name,
    ...file,
    bytesRead: () => bytes,
    read: () => unpack(raw(), { name, onHint }),
  };
}

async function* unpack(
  raw: AsyncGenerator<Uint8Array>,
  { name, onHint }: { readonly name: string; readonly onHint: (hint: string) => void },
): AsyncGenerator<Uint8Array> {
  const { head, all } = await withHead(raw);
  const packed = packedFormatOf(head);
  if (packed !== undefined && packed.name !== 'gzip') {
    throw new LogAiError(
      'input_unreadable',
      `${name} is packed with ${packed.name}: unpack it first, e.g. ${packed.command} ${name} | log-ai analyze -`,
      { details: { name } },
    );
  }
  const content = await withHead(packed === undefined ? all : gunzip(all, name));
  const problem = textProblemOf(content.head);
  if (problem !== undefined) onHint(`${name} ${problem}`);
  yield* content.all;
}

/** The first bytes of a stream, and the whole stream. It waits for no more than it needs: a pipe may be slow. */
async function withHead(
  chunks: AsyncGenerator<Uint8Array>,
): Promise<{ head: Uint8Array; all: AsyncGenerator<Uint8Array> }> {
  const parts: Uint8Array[] = [];
  let failure: Error | undefined;
  try {
    for (let size = 0; size < MAGIC_BYTES;) {
      const next = await chunks.next();
      if (next.done === true) break;
      parts.push(next.value);
      size += next.value.length;
    }
  } catch (error) {
    failure = error as Error; // told behind the bytes that came before it
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* parts;
    if (failure !== undefined) throw failure;
    yield* chunks;
  }
  return { head: Buffer.concat(parts), all: all() };
}

async function describeFile(path: string): Promise<{ size?: number; modified?: number }> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw await directory(path);
    await access(path, constants.R_OK);
    return found.isFile() ? { size: found.size, modified: found.mtimeMs } : {};
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function directory(path: string): Promise<LogAiError> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  const example = files.find((name) => name.includes('.log')) ?? files[0] ?? 'app.log';
  return new LogAiError(
    'input_unreadable',
    `${path} is a directory: name a file in it, e.g. ${join(path, example)}.`,
    { details: { path } },
  );
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist: check the path.',
  ENOTDIR: 'does not exist: check the path.',
  EACCES: 'may not be read by this user: ask for permission or use sudo.',
  EPERM: 'may not be read by this user: ask for permission or use sudo.',
  EISDIR: 'is a directory: name a file in it.',
  ELOOP: 'is a link that leads to itself: check the path.',
};

function unreadable(path: string, cause: unknown): LogAiError {
  if (cause instanceof LogAiError) return cause;
  const code = systemCodeOf(cause) ?? 'unknown';
  const reason = REASONS[code] ?? `cannot be read (${code}): check the disk and the path.`;
  return new LogAiError('input_unreadable', `${path} ${reason}`, { cause, details: { path, code } });
}
