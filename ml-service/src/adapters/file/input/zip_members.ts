import type { ArchiveMember, ReadAt } from './archive_member.ts';

const END = 0x06054b50;
const END_LENGTH = 22;
const MAX_COMMENT = 65_535;
const ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;
const METHOD = { stored: 0, deflated: 8 };
const ENCRYPTED = 1;
/** Stands where a number does not fit: zip64. */
const TOO_LARGE = 0xffffffff;

/**
 * The files in an archive of zip (APPNOTE 6.3), as its directory lists them.
 *
 * @returns Undefined where the archive is cut off, larger than 4 GB, encrypted or packed in another way than deflate.
 */
export async function zipMembers(readAt: ReadAt, size: number): Promise<ArchiveMember[] | undefined> {
  const start = Math.max(0, size - END_LENGTH - MAX_COMMENT);
  const tail = await readAt(start, size - start);
  let end = tail.length - END_LENGTH;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) return undefined;
  const [length, from] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (from === TOO_LARGE || from + length > size) return undefined;
  const directory = await readAt(from, length);
  const members: ArchiveMember[] = [];
  for (let at = 0; at + ENTRY_LENGTH <= directory.length && directory.readUInt32LE(at) === ENTRY;) {
    const flags = directory.readUInt16LE(at + 8);
    const method = directory.readUInt16LE(at + 10);
    const sum = directory.readUInt32LE(at + 16);
    const packed = directory.readUInt32LE(at + 20);
    const nameLength = directory.readUInt16LE(at + 28);
    const local = directory.readUInt32LE(at + 42);
    const name = directory.subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength).toString('utf8');
    const modified = timeOf(directory.readUInt16LE(at + 14), directory.readUInt16LE(at + 12));
    at += ENTRY_LENGTH + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (name.endsWith('/')) continue;
    const isKnown = method === METHOD.stored || method === METHOD.deflated;
    if (!isKnown || flags & ENCRYPTED || packed === TOO_LARGE || local === TOO_LARGE) return undefined;
    const head = await readAt(local, LOCAL_LENGTH);
    if (head.length < LOCAL_LENGTH) return undefined;
    members.push({
      name,
      size: packed,
      modified,
      start: local + LOCAL_LENGTH + head.readUInt16LE(26) + head.readUInt16LE(28),
      ...(method === METHOD.deflated && { inflated_sum: sum }),
    });
  }
  return members;
}

/** A moment as DOS writes it, in the zone of who packed it: taken for ours. */
function timeOf(date: number, time: number): number {
  const [year, month, day] = [1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31];
  return new Date(year, month, day, time >> 11, (time >> 5) & 63, (time & 31) * 2).getTime();
}
