import { closeSync, openSync, readSync } from 'node:fs';
import { LINE_FEED } from '../../../../../common/characters.ts';

/** Large enough to be read in few calls, small enough to lie in the processor's cache when it is looked at. */
const BLOCK_BYTES = 256 * 1024;

/**
 * The bytes of a file in blocks of whole lines, for readers that look at bytes. The last line needs no end: every block
 * ends with a line feed. The block is overwritten when the next one is asked for.
 *
 * @param options.start - First byte.
 * @param options.end - The byte behind the last one; the end of the file when it is left out.
 * @example
 * for (const block of readLineBlocks('app.log')) messages.addLines(block);
 */
export function* readLineBlocks(
  path: string,
  { start = 0, end = Infinity }: { start?: number; end?: number } = {},
): Generator<Buffer> {
  const file = openSync(path, 'r');
  try {
    let buffer = Buffer.allocUnsafe(BLOCK_BYTES);
    /** Bytes at the head of the buffer whose line has not ended yet. */
    let rest = 0;
    for (let at = start; ;) {
      // One byte is kept for the line feed of a last line without one.
      if (rest + 1 >= buffer.length) buffer = Buffer.concat([buffer, buffer]);
      const count = readSync(file, buffer, rest, Math.min(buffer.length - 1 - rest, end - at), at);
      at += count;
      if (count === 0) {
        if (rest === 0) return;
        buffer[rest] = LINE_FEED;
        yield buffer.subarray(0, rest + 1);
        return;
      }
      const length = rest + count;
      const whole = buffer.lastIndexOf(LINE_FEED, length - 1) + 1;
      if (whole > 0) yield buffer.subarray(0, whole);
      buffer.copyWithin(0, whole, length);
      rest = length - whole;
    }
  } finally {
    closeSync(file);
  }
}
