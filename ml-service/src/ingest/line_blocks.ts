const LINE_FEED = 10;

/**
 * Cuts chunks of bytes into blocks of whole lines, for readers that look at bytes. The last line needs no end.
 *
 * @example
 * const blocks = new LineBlocks();
 * blocks.push(Buffer.from('a\nb')); // 'a\n'
 * blocks.end(); // 'b\n'
 */
export class LineBlocks {
  private rest: Buffer = Buffer.alloc(0);

  /** The lines that end in this chunk, together. */
  push(chunk: Buffer): Buffer {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end === 0) {
      this.rest = Buffer.concat([this.rest, chunk]);
      return chunk.subarray(0, 0);
    }
    const whole = chunk.subarray(0, end);
    const block = this.rest.length === 0 ? whole : Buffer.concat([this.rest, whole]);
    this.rest = chunk.subarray(end);
    return block;
  }

  /** What the input ends with, when it has no line end. */
  end(): Buffer {
    const { rest } = this;
    this.rest = Buffer.alloc(0);
    return rest.length === 0 ? rest : Buffer.concat([rest, Buffer.from('\n')]);
  }
}
