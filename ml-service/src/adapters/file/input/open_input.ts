import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { LogAiError } from '../../../../../common/errors.ts';
import { logOf, STDIN } from './input_paths.ts';
import { openArchive, type OpenMember } from './open_archive.ts';
import { canUnpack, inflated, unpacked } from './unpack.ts';
import {
  ARCHIVE_BYTES,
  isTar,
  MAGIC_BYTES,
  packedFormatOf,
  textProblemOf,
  wideEncodingOf,
} from './magic_bytes.ts';
import { withHead } from './with_head.ts';
import { systemCodeOf } from '../system_error.ts';

/** A log to be read. */
export interface Input {
  /** As the user wrote it; `stdin` for `-`. */
  readonly name: string;
  /** The same of all that rotation made of one log. */
  readonly log: string;
  /** Bytes on disk; absent for pipes. */
  readonly size?: number;
  /** Milliseconds since the epoch: times without a year lie before it. Absent for pipes. */
  readonly modified?: number;
  /** Whether it can be read again: a pipe cannot. */
  readonly is_repeatable: boolean;
  /** Bytes read from the disk so far; of a compressed file the compressed ones. */
  readonly bytesRead: () => number;
  /**
   * The content, decompressed and in UTF-8. Each call begins anew; a pipe can be read once.
   *
   * @throws LogAiError `input_unreadable`; `input_corrupt` behind the last readable bytes.
   */
  readonly read: () => AsyncGenerator<Uint8Array>;
}

/**
 * Opens a file, or the standard input for `-`. Gzip, zstd and UTF-16 are recognised by their bytes, whatever the name
 * says.
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
  const is_repeatable = file?.size !== undefined;
  let isRead = false;
  const open = () => {
    if (isRead && !is_repeatable) throw readBefore(name);
    isRead = true;
    return isStdin ? process.stdin : createReadStream(path, { highWaterMark: 256 * 1024 });
  };
  return inputOf({ name, log: logOf(path), ...file, is_repeatable }, { open, onHint });
}

/**
 * Opens a file as {@link openInput} does, or all files of an archive, each as a log of its own.
 *
 * @throws LogAiError `input_unreadable`.
 * @example
 * for (const input of await openInputsAt('support.tar.gz')) console.log(input.name); // support.tar.gz/app.log.1, …
 */
export async function openInputsAt(
  path: string,
  options: { readonly onHint?: (hint: string) => void } = {},
): Promise<Input[]> {
  const { onHint = () => undefined } = options;
  const input = await openInput(path, options);
  if (!input.is_repeatable) return [input];
  let members: OpenMember[] | undefined;
  try {
    members = await openArchive(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  if (members === undefined) return [input];
  if (members.length === 0) onHint(`${path} holds no file.`);
  return members.map((member) => inputOfMember(path, member, onHint));
}

function inputOfMember(path: string, member: OpenMember, onHint: (hint: string) => void): Input {
  const name = `${path}/${member.name}`;
  const { size, modified, inflated_sum: sum } = member;
  return inputOf(
    { name, log: logOf(name), size, modified, is_repeatable: true },
    {
      open: () => member.bytes(),
      ...(sum !== undefined && size > 0 && { inflate: (bytes) => inflated(bytes, { name, sum }) }),
      onHint,
    },
  );
}

/**
 * @param how.open - Begins to read.
 * @param how.inflate - Takes off what the archive packed it with.
 */
function inputOf(
  about: Omit<Input, 'bytesRead' | 'read'>,
  how: {
    readonly open: () => AsyncIterable<Uint8Array>;
    readonly inflate?: (bytes: AsyncGenerator<Uint8Array>) => AsyncGenerator<Uint8Array>;
    readonly onHint: (hint: string) => void;
  },
): Input {
  const { name } = about;
  const { open, inflate, onHint } = how;
  let bytes = 0;
  async function* raw(): AsyncGenerator<Uint8Array> {
    try {
      const chunks = open();
      bytes = 0;
      for await (const chunk of chunks) {
        bytes += chunk.length;
        yield chunk;
      }
    } catch (cause) {
      throw unreadable(name, cause);
    }
  }
  return {
    ...about,
    bytesRead: () => bytes,
    read: () => unpack(inflate?.(raw()) ?? raw(), { name, onHint }),
  };
}

async function* unpack(
  raw: AsyncGenerator<Uint8Array>,
  { name, onHint }: { readonly name: string; readonly onHint: (hint: string) => void },
): AsyncGenerator<Uint8Array> {
  const { head, all } = await withHead(raw, MAGIC_BYTES);
  const packed = packedFormatOf(head);
  if (packed !== undefined && !canUnpack(packed.name)) {
    throw notUnpacked({ name, packer: packed.name, command: `${packed.command} ${name}` });
  }
  const content = await (packed === undefined
    ? withHead(all, MAGIC_BYTES)
    : withHead(unpacked(all, { name, packer: packed.name }), ARCHIVE_BYTES));
  if (isTar(content.head)) {
    throw notUnpacked({ name, packer: 'tar', command: `tar -xOf ${name}` });
  }
  const encoding = wideEncodingOf(content.head);
  if (encoding !== undefined) {
    onHint(`${name} is in ${encoding.toUpperCase()} and was read so.`);
    yield* inUtf8(content.all, encoding);
    return;
  }
  const problem = textProblemOf(content.head);
  if (problem !== undefined) onHint(`${name} ${problem}`);
  yield* content.all;
}

async function* inUtf8(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

function notUnpacked({
  name,
  packer,
  command,
}: {
  name: string;
  packer: string;
  command: string;
}): LogAiError {
  return new LogAiError(
    'input_unreadable',
    `${name} is packed with ${packer}: unpack it first, e.g. ${command} | log-ai analyze -`,
    { details: { name } },
  );
}

function readBefore(name: string): LogAiError {
  return new LogAiError(
    'input_unreadable',
    `${name} is a pipe and can be read once: write it to a file first, or take a miner that learns as it reads.`,
    { details: { name } },
  );
}

async function describeFile(path: string): Promise<{ size?: number; modified?: number }> {
  try {
    const found = await stat(path);
    await access(path, constants.R_OK);
    return found.isFile() ? { size: found.size, modified: found.mtimeMs } : {};
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist: check the path.',
  ENOTDIR: 'does not exist: check the path.',
  EACCES: 'may not be read by this user: ask for permission or use sudo.',
  EPERM: 'may not be read by this user: ask for permission or use sudo.',
  EISDIR: 'is a directory that holds no file: name a log, or a directory with logs.',
  ELOOP: 'is a link that leads to itself: check the path.',
};

function unreadable(path: string, cause: unknown): LogAiError {
  if (cause instanceof LogAiError) return cause;
  const code = systemCodeOf(cause) ?? 'unknown';
  const reason = REASONS[code] ?? `cannot be read (${code}): check the disk and the path.`;
  return new LogAiError('input_unreadable', `${path} ${reason}`, { cause, details: { path, code } });
}
