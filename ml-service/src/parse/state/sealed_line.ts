import { murmur3 } from '../../../../common/murmur3.ts';

const BEGINNING = '{"sum":"';
const SEALED = /^\{"sum":"([0-9a-f]{32})","record":(.*)\}$/s;
const NEWLINE = 10;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A record as one line of JSON, sealed: another byte anywhere in it, or a byte less, and it cannot be opened any more.
 *
 * @example
 * sealLine({ a: 1 }) // '{"sum":"…","record":{"a":1}}\n'
 */
export function sealLine(record: unknown): string {
  const text = JSON.stringify(record);
  return `${BEGINNING}${murmur3(text)}","record":${text}}\n`;
}

/** Whether a file may be one of sealed lines: nothing else begins like one by chance. */
export function beginsSealed(bytes: Uint8Array): boolean {
  return (
    bytes.length > 0 &&
    BEGINNING.startsWith(
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, BEGINNING.length)),
    )
  );
}

/** What {@link sealLine} sealed, without its line feed; undefined where the line is not as it was written. */
function openLine(line: Uint8Array): unknown {
  try {
    const [, sum, text] = SEALED.exec(decoder.decode(line)) ?? [];
    return text !== undefined && murmur3(text) === sum ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** The lines of a file of sealed lines. */
export interface SealedLines {
  /** What each line holds; undefined for a damaged one. */
  readonly records: readonly unknown[];
  /** Bytes up to the last line feed: what is behind was being written when the process ended. */
  readonly whole_bytes: number;
}

/** Opens all lines; a torn last one is no line. */
export function openLines(bytes: Uint8Array): SealedLines {
  const records: unknown[] = [];
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
    records.push(openLine(bytes.subarray(start, end)));
    start = end + 1;
  }
  return { records, whole_bytes: start };
}
