import { open, stat } from 'node:fs/promises';

/** How long a file is left alone that had nothing new. */
const PAUSE_MS = 250;
const BLOCK_BYTES = 256 * 1024;
const NOTHING = new Uint8Array(0);

/**
 * The bytes of a file that grows, for ever. When it is replaced by another of its name, what is left of it is read and
 * then the new one; when it is cut, it is read from its begin. An empty chunk says that there is nothing new.
 *
 * @param options.isEnded - Asked whenever there is nothing new.
 */
export async function* followFile(
  path: string,
  { isEnded = () => false, pause_ms = PAUSE_MS }: { isEnded?: () => boolean; pause_ms?: number } = {},
): AsyncGenerator<Uint8Array> {
  for (;;) {
    const file = await open(path, 'r');
    try {
      const { ino, dev } = await file.stat();
      let at = 0;
      for (;;) {
        const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(BLOCK_BYTES), 0, BLOCK_BYTES, at);
        at += bytesRead;
        if (bytesRead > 0) {
          yield buffer.subarray(0, bytesRead);
          continue;
        }
        // A file that is gone comes again when its program writes the next line.
        const now = await stat(path).catch(() => undefined);
        if (now !== undefined && (now.ino !== ino || now.dev !== dev)) {
          // What was written between the last look and the renaming.
          const rest = await file.read(Buffer.allocUnsafe(BLOCK_BYTES), 0, BLOCK_BYTES, at);
          if (rest.bytesRead === 0) break;
          at += rest.bytesRead;
          yield rest.buffer.subarray(0, rest.bytesRead);
          continue;
        }
        if (now !== undefined && now.size < at) {
          at = 0;
          continue;
        }
        yield NOTHING;
        if (isEnded()) return;
        await new Promise((resolve) => setTimeout(resolve, pause_ms));
      }
    } finally {
      await file.close();
    }
  }
}
