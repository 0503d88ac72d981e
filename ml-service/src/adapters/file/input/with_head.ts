/** The first bytes of a stream, and the whole stream. It waits for no more than it needs: a pipe may be slow. */
export async function withHead(
  chunks: AsyncGenerator<Uint8Array>,
  bytes: number,
): Promise<{ head: Uint8Array; all: AsyncGenerator<Uint8Array> }> {
  const parts: Uint8Array[] = [];
  let failure: Error | undefined;
  try {
    for (let size = 0; size < bytes;) {
      const next = await chunks.next();
      if (next.done === true) break;
      parts.push(next.value);
      size += next.value.length;
    }
  } catch (error) {
    failure = error as Error; // told behind the bytes that came before it
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* parts;
    if (failure !== undefined) throw failure;
    yield* chunks;
  }
  return { head: Buffer.concat(parts), all: all() };
}
