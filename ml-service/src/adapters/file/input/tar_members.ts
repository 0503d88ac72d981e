import type { ArchiveMember, ReadAt } from './archive_member.ts';

const BLOCK = 512;
/** What describes the next member: a long name (GNU), or keys and values (POSIX). No name is longer than a path may be. */
const MAX_DESCRIPTION = 64 * 1024;

const textOf = (bytes: Buffer) => {
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? undefined : end).toString('utf8');
};

/** Octal digits, or a number in binary where they would not do (GNU). */
function numberOf(bytes: Buffer): number {
  if ((bytes[0]! & 0x80) === 0) return parseInt(textOf(bytes).trim() || '0', 8);
  return bytes.subarray(1).reduce((number, byte) => number * 256 + byte, 0);
}

/** The keys of a POSIX description: `<length> <key>=<value>\n`, one after the other. */
function keysOf(bytes: Buffer): Map<string, string> {
  const keys = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(0x20, at);
    const length = Number(bytes.subarray(at, blank).toString());
    if (blank < 0 || !(length > 0)) break;
    const [key = '', ...value] = bytes
      .subarray(blank + 1, at + length - 1)
      .toString('utf8')
      .split('=');
    keys.set(key, value.join('='));
    at += length;
  }
  return keys;
}

/**
 * The files in an archive of tar (POSIX.1-1988 ustar, POSIX.1-2001 pax, GNU), in their order.
 *
 * @returns Those before the first damaged header.
 */
export async function tarMembers(readAt: ReadAt): Promise<ArchiveMember[]> {
  const members: ArchiveMember[] = [];
  let described: { name?: string | undefined; size?: number } = {};
  for (let at = 0; ;) {
    const head = await readAt(at, BLOCK);
    if (head.length < BLOCK || head[0] === 0) break;
    const kind = String.fromCharCode(head[156]!);
    const size = described.size ?? numberOf(head.subarray(124, 136));
    if (!Number.isSafeInteger(size) || size < 0) break;
    const start = at + BLOCK;
    at = start + Math.ceil(size / BLOCK) * BLOCK;
    if (kind === 'L') {
      described = { ...described, name: textOf(await readAt(start, Math.min(size, MAX_DESCRIPTION))) };
    } else if (kind === 'x') {
      const keys = keysOf(await readAt(start, Math.min(size, MAX_DESCRIPTION)));
      const long = keys.get('size');
      described = { name: keys.get('path'), ...(long !== undefined && { size: Number(long) }) };
    } else if (kind !== 'g') {
      const prefix = textOf(head.subarray(345, 500));
      const name = described.name ?? `${prefix === '' ? '' : `${prefix}/`}${textOf(head.subarray(0, 100))}`;
      const modified = numberOf(head.subarray(136, 148)) * 1000;
      if (kind === '0' || kind === '\0') members.push({ name, size, modified, start });
      described = {};
    }
  }
  return members;
}
