import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { LogAiError, messageOf } from '../../../../../common/errors.ts';
import { systemCodeOf } from '../system_error.ts';

/** Where compressed data is damaged, at most this much of it is lost besides: of a small file little … */
const SMALL_PIECE_BYTES = 256;
const SMALL_BYTES = 64 * 1024;
/** … and of a large one what does not slow it down. */
const PIECE_BYTES = 16 * 1024;

/** One of Node's streams. */
type Unpacker = Transform & { readonly bytesWritten: number };

/** How a packer frames what it packs: one frame may follow another. */
interface Framing {
  readonly open: () => Unpacker;
  /** Bytes before the packed data; undefined where more are needed to tell, -1 where no frame begins there. */
  readonly headLength: (bytes: Uint8Array) => number | undefined;
  /** Bytes behind it: the check sum of what was packed, and more. */
  readonly tailLength: number;
}

/** Node's own gunzip would lose what comes before garbage at the end, so its frames are read here (RFC 1952). */
const FRAMINGS: Readonly<Record<string, Framing | undefined>> = {
  gzip: { open: () => zlib.createInflateRaw(), headLength: gzipHeadLength, tailLength: 8 },
  ...('createZstdDecompress' in zlib && {
    zstd: { open: () => zlib.createZstdDecompress(), headLength: zstdHeadLength, tailLength: 0 },
  }),
};

const DEFLATED: Framing = { open: () => zlib.createInflateRaw(), headLength: () => 0, tailLength: 4 };

/** Whether this Node unpacks what a packer of this name packed: zstd since Node 22.15. */
export const canUnpack = (packer: string) => FRAMINGS[packer] !== undefined;

const FLAG = { head_crc: 2, extra: 4, name: 8, comment: 16 };
const FIXED_HEAD = 10;

function gzipHeadLength(bytes: Uint8Array): number | undefined {
  const begin = [0x1f, 0x8b, 8];
  if (begin.some((byte, at) => at < bytes.length && bytes[at] !== byte)) return -1;
  if (bytes.length < FIXED_HEAD) return undefined;
  const flags = bytes[3]!;
  let at = FIXED_HEAD;
  if (flags & FLAG.extra) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  for (const flag of [FLAG.name, FLAG.comment]) {
    if (!(flags & flag)) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  if (flags & FLAG.head_crc) at += 2;
  return at <= bytes.length ? at : undefined;
}

/** Zstandard has a magic number and frames to be skipped (RFC 8878); its reader takes both. */
function zstdHeadLength(bytes: Uint8Array): number | undefined {
  const isFrame = bytes[0] === 0x28 || (bytes[0]! & 0xf0) === 0x50;
  return isFrame ? 0 : -1;
}

/**
 * Decompresses gzip or zstd, frames one after the other too; what is none behind the last one is left out. All that comes
 * out of one piece is yielded before the next goes in: in a pipe, an error would throw away what lies in the buffers.
 *
 * @throws LogAiError `input_corrupt` behind the last readable bytes; what `compressed` throws likewise.
 */
export async function* unpacked(
  compressed: AsyncIterable<Uint8Array>,
  { name, packer }: { readonly name: string; readonly packer: string },
): AsyncGenerator<Uint8Array> {
  yield* unframed(compressed, { name, packer, framing: FRAMINGS[packer]! });
}

/**
 * Decompresses a file of an archive of zip.
 *
 * @param sum - The CRC-32 of what comes out, as the directory of the archive tells it.
 * @throws LogAiError as {@link unpacked}.
 */
export async function* inflated(
  deflated: AsyncIterable<Uint8Array>,
  { name, sum }: { readonly name: string; readonly sum: number },
): AsyncGenerator<Uint8Array> {
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(sum);
  // Behind it, as gzip has it.
  async function* framed(): AsyncGenerator<Uint8Array> {
    yield* deflated;
    yield tail;
  }
  yield* unframed(framed(), { name, packer: 'zip', framing: DEFLATED });
}

async function* unframed(
  compressed: AsyncIterable<Uint8Array>,
  { name, packer, framing }: { readonly name: string; readonly packer: string; readonly framing: Framing },
): AsyncGenerator<Uint8Array> {
  const frames = new Frames(framing);
  let failure: unknown;
  let taken = 0;
  try {
    try {
      for await (const chunk of compressed) {
        for (let start = 0; start < chunk.length && !frames.isOver;) {
          const size = taken < SMALL_BYTES ? SMALL_PIECE_BYTES : PIECE_BYTES;
          yield* frames.take(chunk.subarray(start, start + size));
          start += size;
          taken += size;
        }
      }
    } catch (error) {
      failure = error;
    }
    if (!frames.hasFailed) yield* frames.end();
  } catch (error) {
    failure ??= error;
  } finally {
    frames.destroy();
  }
  if (failure === undefined) return;
  throw failure instanceof LogAiError ? failure : damaged({ name, packer }, failure);
}

function damaged({ name, packer }: { name: string; packer: string }, cause: unknown): LogAiError {
  const isCut = cause instanceof CutOff || systemCodeOf(cause) === 'Z_BUF_ERROR';
  return new LogAiError(
    'input_corrupt',
    `The ${packer} file ${name} is ${isCut ? 'cut off' : 'damaged'}: all that could be read of it was used, fetch it again for the rest.`,
    { cause, details: { name, error: messageOf(cause) } },
  );
}

class CutOff extends Error {}

/** Frames, one behind the other. */
class Frames {
  /** What follows is none. */
  isOver = false;
  hasFailed = false;
  readonly #framing: Framing;
  #inflater: Inflater | undefined;
  /** Bytes of a head that is not complete. */
  #head: Uint8Array = new Uint8Array(0);
  #tail: Uint8Array = new Uint8Array(0);
  #left_of_tail = 0;
  #sum = 0;
  #isFirst = true;

  constructor(framing: Framing) {
    this.#framing = framing;
  }

  async *take(piece: Uint8Array): AsyncGenerator<Uint8Array> {
    let rest = piece;
    while (rest.length > 0 && !this.isOver) {
      if (this.#left_of_tail > 0) {
        rest = this.#check(rest);
      } else if (this.#inflater === undefined) {
        rest = this.#open(Buffer.concat([this.#head, rest]));
      } else {
        const inflater: Inflater = this.#inflater;
        try {
          for await (const bytes of inflater.inflate(rest)) {
            if (this.#framing.tailLength > 0) this.#sum = zlib.crc32(bytes, this.#sum);
            yield bytes;
          }
        } catch (error) {
          this.hasFailed = true;
          throw error;
        }
        rest = rest.subarray(rest.length - inflater.left);
        if (inflater.isEnded) {
          inflater.destroy();
          this.#inflater = undefined;
          this.#left_of_tail = this.#framing.tailLength;
        }
      }
    }
  }

  #check(bytes: Uint8Array): Uint8Array {
    const part = bytes.subarray(0, this.#left_of_tail);
    this.#left_of_tail -= part.length;
    this.#tail = Buffer.concat([this.#tail, part]);
    if (this.#left_of_tail === 0) {
      const isSound = Buffer.from(this.#tail).readUInt32LE() === this.#sum;
      this.#tail = new Uint8Array(0);
      this.#sum = 0;
      if (!isSound) {
        this.hasFailed = true;
        throw new Error('The check sum is another');
      }
    }
    return bytes.subarray(part.length);
  }

  #open(bytes: Uint8Array): Uint8Array {
    const length = this.#framing.headLength(bytes);
    this.#head = length === undefined ? bytes : new Uint8Array(0);
    if (length === undefined) return this.#head.subarray(0, 0);
    if (length < 0) {
      this.isOver = !this.#isFirst;
      if (this.#isFirst) throw new Error('no frame begins here');
      return bytes;
    }
    this.#isFirst = false;
    this.#inflater = new Inflater(this.#framing.open());
    return bytes.subarray(length);
  }

  /** @throws CutOff, or what Node says, where a frame has no end. What checks its content may be missing. */
  async *end(): AsyncGenerator<Uint8Array> {
    if (this.#inflater !== undefined) yield* this.#inflater.end();
    else if (this.#isFirst) throw new CutOff('The head is not complete');
  }

  destroy(): void {
    this.#inflater?.destroy();
  }
}

/** One of Node's streams, one piece at a time. */
class Inflater {
  isEnded = false;
  /** Bytes of the last piece that are behind the end. */
  left = 0;
  #failure: Error | undefined;
  #fed = 0;
  readonly #stream: Unpacker;
  #wake: () => void = () => undefined;

  constructor(stream: Unpacker) {
    this.#stream = stream;
    this.#stream.on('readable', () => {
      this.#wake();
    });
    this.#stream.on('end', () => {
      this.isEnded = true;
      this.#wake();
    });
    this.#stream.on('error', (error) => {
      this.#failure = error;
      this.#wake();
    });
  }

  async *inflate(piece: Uint8Array): AsyncGenerator<Uint8Array> {
    let written = false;
    this.#stream.write(piece, () => {
      written = true;
      this.#wake();
    });
    this.#fed += piece.length;
    yield* this.#drain(() => written || this.isEnded);
    // Where a frame ends within the piece, what is left of it was not taken.
    this.left = this.#fed - this.#stream.bytesWritten;
    if (this.left > 0) yield* this.#drain(() => this.isEnded);
  }

  async *end(): AsyncGenerator<Uint8Array> {
    this.#stream.end();
    yield* this.#drain(() => this.isEnded);
  }

  destroy(): void {
    this.#stream.destroy();
  }

  async *#drain(isDone: () => boolean): AsyncGenerator<Uint8Array> {
    for (;;) {
      const bytes = this.#stream.read() as Uint8Array | null;
      if (bytes !== null) yield bytes;
      else if (this.#failure !== undefined) throw this.#failure;
      else if (isDone()) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
