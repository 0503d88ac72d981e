import { isBlank } from '../parse/header/blank.ts';

/**
 * A value of a JSON object: its path (keys joined by dots), and its text as it stands in the JSON, quotes aside. Of an
 * array the whole of it.
 */
export interface JsonEntry {
  readonly path: string;
  readonly raw: string;
  readonly is_string: boolean;
}

/** What could be read of a JSON object. */
export interface JsonRecord {
  readonly entries: readonly JsonEntry[];
  /** Behind the last character that was read. */
  readonly end: number;
  /** Whether the object is closed and nothing in it was wrong. */
  readonly is_whole: boolean;
}

/** Values of one object; the others are passed over. A message has as many columns at most. */
export const MAX_JSON_ENTRIES = 256;
/** Levels whose values are kept; deeper ones are passed over. */
export const MAX_JSON_DEPTH = 12;

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN = 123;
const CLOSE = 125;

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

/** Where the quote is that ends a string whose text begins at `from`; the length of the text where there is none. */
function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from);
  while (end > 0 && text.charCodeAt(end - 1) === BACKSLASH) {
    let first = end - 1;
    while (first > from && text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    if ((end - first) % 2 === 0) break;
    end = text.indexOf('"', end + 1);
  }
  return end < 0 ? text.length : end;
}

/** Behind a list, whose brackets count outside of strings alone; the length of the text where it is not closed. */
function endOfList(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at + 1);
    else if (code === OPEN_LIST || code === OPEN) depth += 1;
    else if (code === CLOSE_LIST || code === CLOSE) depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return text.length;
}

/** Behind a number or a word. */
function endOfWord(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === CLOSE || code === CLOSE_LIST || code === QUOTE || isBlank(code)) break;
  }
  return at;
}

/**
 * Reads the JSON object that begins at a place, as far as it can be read: a line that is cut off gives what stands before
 * its end, a comma too many and a line feed within a string do no harm. Values lie flat, in the order of the text, numbers
 * as they are written. The Painless twin is in assets/pipelines.
 *
 * @returns Undefined where no object begins, or one without a value.
 * @example
 * readJsonRecord('{"a":{"b":"x"},"c":1.50').entries
 * // [{ path: 'a.b', raw: 'x', is_string: true }, { path: 'c', raw: '1.50', is_string: false }]
 */
export function readJsonRecord(text: string, from = 0): JsonRecord | undefined {
  let at = skipBlanks(text, from);
  if (text.charCodeAt(at) !== OPEN) return undefined;
  const entries: JsonEntry[] = [];
  // Lengths of the paths of the objects around.
  const lengths: number[] = [];
  let prefix = '';
  let depth = 1;
  at += 1;
  while (depth > 0) {
    at = skipBlanks(text, at);
    const code = text.charCodeAt(at);
    if (code === CLOSE) {
      depth -= 1;
      at += 1;
      if (depth < MAX_JSON_DEPTH && depth > 0) prefix = prefix.slice(0, lengths.pop());
      continue;
    }
    if (code === COMMA) {
      at += 1;
      continue;
    }
    if (code !== QUOTE) break;
    const keyEnd = endOfString(text, at + 1);
    const colon = skipBlanks(text, keyEnd + 1);
    if (text.charCodeAt(colon) !== COLON) break;
    const start = skipBlanks(text, colon + 1);
    if (start >= text.length) break;
    const first = text.charCodeAt(start);
    if (first === OPEN) {
      if (depth < MAX_JSON_DEPTH) {
        lengths.push(prefix.length);
        prefix += `${text.slice(at + 1, keyEnd)}.`;
      }
      depth += 1;
      at = start + 1;
      continue;
    }
    const is_string = first === QUOTE;
    const valueStart = is_string ? start + 1 : start;
    let end;
    if (is_string) end = endOfString(text, valueStart);
    else if (first === OPEN_LIST) end = endOfList(text, start);
    else end = endOfWord(text, start);
    if (end === start) break;
    if (entries.length < MAX_JSON_ENTRIES && depth <= MAX_JSON_DEPTH) {
      entries.push({
        path: prefix + text.slice(at + 1, keyEnd),
        raw: text.slice(valueStart, end),
        is_string,
      });
    }
    at = is_string ? end + 1 : end;
    if (at > text.length) break;
  }
  if (entries.length === 0) return undefined;
  return { entries, end: Math.min(at, text.length), is_whole: depth === 0 };
}

const ESCAPED = 'nrtbf';
const ESCAPES = '\n\r\t\b\f';

/** The text of a JSON string. */
export function decodeJsonText(raw: string): string {
  let slash = raw.indexOf('\\');
  if (slash < 0) return raw;
  let text = '';
  let from = 0;
  while (slash >= 0 && slash + 1 < raw.length) {
    text += raw.slice(from, slash);
    const letter = raw.charAt(slash + 1);
    from = slash + 2;
    const known = ESCAPED.indexOf(letter);
    const digits = raw.slice(from, from + 4);
    if (letter === 'u' && /^[0-9a-fA-F]{4}$/.test(digits)) {
      text += String.fromCharCode(parseInt(digits, 16));
      from += 4;
    } else {
      text += known >= 0 ? ESCAPES.charAt(known) : letter;
    }
    slash = raw.indexOf('\\', from);
  }
  return text + raw.slice(from);
}
