const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

const rotate = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits));

/** Each block goes into one lane by its own constants: lane 1 by C1 and C2, lane 2 by C2 and C3, and so on. */
const scramble = (block: number, first: number, bits: number, second: number) =>
  Math.imul(rotate(Math.imul(block, first), bits), second);

function finalize(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Up to four bytes from `offset`, little end first; bytes beyond the end are 0. */
function readBlock(bytes: Uint8Array, offset: number): number {
  return (
    (bytes[offset] ?? 0) |
    ((bytes[offset + 1] ?? 0) << 8) |
    ((bytes[offset + 2] ?? 0) << 16) |
    ((bytes[offset + 3] ?? 0) << 24)
  );
}

/**
 * MurmurHash3_x86_128 with seed 0 over UTF-8 (A. Appleby, public domain): 128 bits make an accidental collision of
 * record ids impossible in practice, without the cryptography that a pure stage does not have.
 *
 * @returns 32 hexadecimal digits.
 * @example
 * murmur3('') // '00000000000000000000000000000000'
 */
export function murmur3(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const tail = bytes.length - (bytes.length % 16);
  let [h1, h2, h3, h4] = [0, 0, 0, 0];
  for (let offset = 0; offset < tail; offset += 16) {
    h1 ^= scramble(readBlock(bytes, offset), C1, 15, C2);
    h1 = (Math.imul(rotate(h1, 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 ^= scramble(readBlock(bytes, offset + 4), C2, 16, C3);
    h2 = (Math.imul(rotate(h2, 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 ^= scramble(readBlock(bytes, offset + 8), C3, 17, C4);
    h3 = (Math.imul(rotate(h3, 15) + h4, 5) + 0x96cd1c35) | 0;
    h4 ^= scramble(readBlock(bytes, offset + 12), C4, 18, C1);
    h4 = (Math.imul(rotate(h4, 13) + h1, 5) + 0x32ac3b17) | 0;
  }
  h1 ^= scramble(readBlock(bytes, tail), C1, 15, C2);
  h2 ^= scramble(readBlock(bytes, tail + 4), C2, 16, C3);
  h3 ^= scramble(readBlock(bytes, tail + 8), C3, 17, C4);
  h4 ^= scramble(readBlock(bytes, tail + 12), C4, 18, C1);
  const mixed = spread([h1, h2, h3, h4].map((lane) => lane ^ bytes.length)).map(finalize);
  return spread(mixed)
    .map((lane) => (lane >>> 0).toString(16).padStart(8, '0'))
    .join('');
}

/** The first lane takes up all others, then gives itself to each. */
function spread(lanes: readonly number[]): number[] {
  const sum = lanes.reduce((total, lane) => (total + lane) | 0, 0);
  return [sum, ...lanes.slice(1).map((lane) => (lane + sum) | 0)];
}
