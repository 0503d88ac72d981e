/** A kind of packed file and the command that unpacks it to the standard output. */
export interface PackedFormat {
  readonly name: string;
  readonly command: string;
}

const PACKED: readonly (PackedFormat & { readonly magic: readonly number[] })[] = [
  { name: 'gzip', command: 'gzip -dc', magic: [0x1f, 0x8b] },
  { name: 'zstd', command: 'zstd -dc', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'xz', command: 'xz -dc', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { name: 'bzip2', command: 'bzip2 -dc', magic: [0x42, 0x5a, 0x68] },
  { name: 'lz4', command: 'lz4 -dc', magic: [0x04, 0x22, 0x4d, 0x18] },
  { name: 'zip', command: 'unzip -p', magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: '7z', command: '7z x -so', magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
];

/** Where an archive of tar says that it is one. */
const TAR = { at: 257, magic: 'ustar' };
/** As many bytes as it takes to know a packer … */
export const MAGIC_BYTES = 6;
/** … and an archive. */
export const ARCHIVE_BYTES = TAR.at + TAR.magic.length;

/** What is looked at of the content: a first line, and often a second. */
const LOOK_BYTES = 512;
/** Some logs have a few control characters: colours, NUL where a disk was full. More than this share is binary data. */
const BINARY_SHARE = 0.05;
/** Tab, line feed, vertical tab, form feed, carriage return, and the escape of colours. */
const CONTROLS_OF_TEXT = new Set([9, 10, 11, 12, 13, 27]);

/**
 * How a file is packed, by its first bytes.
 *
 * @example
 * packedFormatOf(Uint8Array.of(0x1f, 0x8b, 8))?.name // 'gzip'
 */
export function packedFormatOf(head: Uint8Array): PackedFormat | undefined {
  return PACKED.find(({ magic }) => magic.every((byte, index) => head[index] === byte));
}

/** Whether a content is an archive of tar, which may be packed besides. */
export function isTar(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(TAR.at, ARCHIVE_BYTES)).toString('latin1') === TAR.magic;
}

/** How a content is encoded that is no UTF-8, by its byte order mark or by the NULs of its ASCII letters. */
export function wideEncodingOf(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const look = head.subarray(0, LOOK_BYTES & ~1);
  const nuls = [0, 0];
  look.forEach((byte, at) => (byte === 0 ? (nuls[at % 2]! += 1) : 0));
  const half = look.length / 2;
  if (look.length < MIN_WIDE_BYTES) return undefined;
  // Most letters of a log are ASCII, even where its language is another.
  if (nuls[1]! > half * WIDE_SHARE && nuls[0] === 0) return 'utf-16le';
  return nuls[0]! > half * WIDE_SHARE && nuls[1] === 0 ? 'utf-16be' : undefined;
}

const MIN_WIDE_BYTES = 32;
const WIDE_SHARE = 0.6;

/** What is wrong with content that is no text; undefined where it looks like a log. */
export function textProblemOf(content: Uint8Array): string | undefined {
  // A file that was cut to nothing while a program went on writing to it begins with NULs.
  const first = content.findIndex((byte) => byte !== 0);
  const head = first < 0 ? content.subarray(0, 0) : content.subarray(first, first + LOOK_BYTES);
  const controls = head.filter((byte) => byte < 32 && !CONTROLS_OF_TEXT.has(byte)).length;
  if (controls <= head.length * BINARY_SHARE) return undefined;
  return 'looks like binary data, not like a log: the result will make little sense.';
}
