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
];

/** The longest of them. */
export const MAGIC_BYTES = 6;

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

/** What is wrong with content that is no text in UTF-8; undefined where it looks like a log. */
export function textProblemOf(content: Uint8Array): string | undefined {
  const head = content.subarray(0, LOOK_BYTES);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return 'is in UTF-16: convert it first, e.g. with iconv -f UTF-16 -t UTF-8.';
  }
  const controls = head.filter((byte) => byte < 32 && !CONTROLS_OF_TEXT.has(byte)).length;
  if (controls <= head.length * BINARY_SHARE) return undefined;
  return 'looks like binary data, not like a log: the result will make little sense.';
}
