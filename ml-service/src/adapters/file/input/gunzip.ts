import { createGunzip } from 'node:zlib';
import { LogAiError, messageOf } from '../../../../../common/errors.ts';
import { systemCodeOf } from '../system_error.ts';

/** Where compressed data is damaged, at most this much of it is lost besides. */
const PIECE_BYTES = 16 * 1024;

/**
 * Decompresses gzip, concatenated members too. All that comes out of one piece is yielded before the next goes in: in a
 * pipe, an error would throw away what lies in the buffers.
 *
 * @throws LogAiError `input_corrupt` behind the last readable bytes; what `compressed` throws likewise.
 */
export async function* gunzip(
  compressed: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  const inflater = new Inflater();
  let failure: unknown;
  try {
    try {
      for await (const chunk of compressed) {
        for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
          yield* inflater.inflate(chunk.subarray(start, start + PIECE_BYTES));
        }
      }
    } catch (error) {
      failure = error;
    }
    if (inflater.failure === undefined) yield* inflater.end();
  } catch (error) {
    failure ??= error;
  } finally {
    inflater.destroy();
  }
  if (failure === undefined) return;
  throw failure instanceof LogAiError ? failure : damaged(name, failure);
}

function damaged(name: string, cause: unknown): LogAiError {
  const isCut = systemCodeOf(cause) === 'Z_BUF_ERROR';
  return new LogAiError(
    'input_corrupt',
    `The gzip file ${name} is ${isCut ? 'cut off' : 'damaged'}: all that could be read of it was used, fetch it again for the rest.`,
    { cause, details: { name, error: messageOf(cause) } },
  );
}

/** Node's gunzip, one piece at a time. */
class Inflater {
  failure: Error | undefined;
  readonly #stream = createGunzip();
  #ended = false;
  #wake: () => void = () => undefined;

  constructor() {
    this.#stream.on('readable', () => {
      this.#wake();
    });
    this.#stream.on('end', () => {
      this.#ended = true;
      this.#wake();
    });
    this.#stream.on('error', (error) => {
      this.failure = error;
      this.#wake();
    });
  }

  async *inflate(piece: Uint8Array): AsyncGenerator<Uint8Array> {
    let written = false;
    this.#stream.write(piece, () => {
      written = true;
      this.#wake();
    });
    yield* this.#drain(() => written);
  }

  async *end(): AsyncGenerator<Uint8Array> {
    this.#stream.end();
    yield* this.#drain(() => this.#ended);
  }

  destroy(): void {
    this.#stream.destroy();
  }

  async *#drain(isDone: () => boolean): AsyncGenerator<Uint8Array> {
    for (;;) {
      const bytes = this.#stream.read() as Uint8Array | null;
      if (bytes !== null) yield bytes;
      else if (this.failure !== undefined) throw this.failure;
      else if (isDone()) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
