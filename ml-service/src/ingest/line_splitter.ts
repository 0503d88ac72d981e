import { LINE_FEED } from '../../../common/characters.ts';
import type { IngestCounters } from './ingest_counters.ts';

/**
 * Bytes of one line that are held in memory; the rest of it is dropped. The parse stage skips lines above 64 kB anyway,
 * but a JSON record may be long around a short message.
 */
export const MAX_LINE_BYTES = 8 * 1024 * 1024;

const CARRIAGE_RETURN = 13;
/** A file that is cut to nothing while a program goes on writing has a hole before its first line. */
const NULS_AHEAD = /^\0+/;
/** Bytes that Windows-1252 gives no character. */
const UNDEFINED_BYTES = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
const REPLACEMENT = '\ufffd';

/**
 * Whether bytes that are no UTF-8 are Windows-1252, of which Latin-1 is a part: all have a character there, most are
 * letters (from 0xC0) rather than signs, and there is no character of UTF-8 among them, so it is not a damaged one.
 */
function isWestern(bytes: Uint8Array, text: string): boolean {
  for (const character of text) if (character > '\x7f' && character !== REPLACEMENT) return false;
  let letters = 0;
  let others = 0;
  for (const [at, byte] of bytes.entries()) {
    if (byte < 0x80) continue;
    if (UNDEFINED_BYTES.has(byte)) return false;
    // Two or more signs in a row are halves of characters of another encoding.
    if (byte >= 0xc0) letters += 1;
    else if ((bytes[at + 1] ?? 0) >= 0x80 && (bytes[at - 1] ?? 0) >= 0x80) return false;
    else others += 1;
  }
  return letters + others > 0 && (letters > 0 || others <= MAX_SIGNS);
}

/** Signs such as € or “ without any letter beyond ASCII. */
const MAX_SIGNS = 8;

const NO_BYTES = new Uint8Array(0);

/**
 * Cuts bytes into lines at `\n` or `\r\n`; the last line needs no end. Every line is decoded by itself: slices of a
 * decoded chunk would be faster, but each one that somebody keeps would hold its whole chunk in memory.
 *
 * A byte order mark is dropped wherever a line begins with one, because files are concatenated.
 *
 * @example
 * const splitter = new LineSplitter(newIngestCounters());
 * [...splitter.push(bytesOf('a\r\nb')), ...splitter.end()] // ['a', 'b']
 */
export class LineSplitter {
  readonly #counters: IngestCounters;
  readonly #max_line_bytes: number;
  readonly #strict = new TextDecoder('utf-8', { fatal: true });
  readonly #tolerant = new TextDecoder('utf-8');
  readonly #western = new TextDecoder('windows-1252');
  #parts: Uint8Array[] = [];
  #part_bytes = 0;
  #truncated = false;

  constructor(counters: IngestCounters, { max_line_bytes = MAX_LINE_BYTES } = {}) {
    this.#counters = counters;
    this.#max_line_bytes = max_line_bytes;
  }

  /** The lines that end in this chunk. */
  push(chunk: Uint8Array): string[] {
    this.#counters.bytes += chunk.length;
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      lines.push(this.#lineUpTo(chunk.subarray(start, end)));
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  /** The line that the input ends with, when it has no line end. */
  end(): string[] {
    return this.#part_bytes === 0 ? [] : [this.#lineUpTo(NO_BYTES)];
  }

  #lineUpTo(rest: Uint8Array): string {
    if (this.#part_bytes === 0 && rest.length <= this.#max_line_bytes) return this.#decode(rest);
    this.#keep(rest);
    const bytes = new Uint8Array(this.#part_bytes);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    if (this.#truncated) this.#counters.line_truncated += 1;
    this.#parts = [];
    this.#part_bytes = 0;
    this.#truncated = false;
    return this.#decode(bytes);
  }

  /** A copy: the reader may fill its buffer anew. */
  #keep(part: Uint8Array): void {
    const room = this.#max_line_bytes - this.#part_bytes;
    if (part.length > room) this.#truncated = true;
    if (part.length === 0 || room === 0) return;
    const kept = part.slice(0, room);
    this.#parts.push(kept);
    this.#part_bytes += kept.length;
  }

  #decode(line: Uint8Array): string {
    this.#counters.lines += 1;
    const bytes = line[line.length - 1] === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
    const text = this.#decodeBytes(bytes);
    if (!text.includes('\0')) return text;
    this.#counters.nul += 1;
    return text.replace(NULS_AHEAD, '');
  }

  #decodeBytes(bytes: Uint8Array): string {
    try {
      return this.#strict.decode(bytes);
    } catch {
      const text = this.#tolerant.decode(bytes);
      if (isWestern(bytes, text)) {
        this.#counters.windows_1252 += 1;
        return this.#western.decode(bytes);
      }
      this.#counters.invalid_utf8 += 1;
      return text;
    }
  }
}
