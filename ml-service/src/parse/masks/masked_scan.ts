import {
  type AutomatonTables,
  decodeTable,
  START_AT_BOUNDARY,
  START_INSIDE,
} from '../automaton/automaton.ts';
import { OTHER } from '../automaton/pattern.ts';
import { MAX_LOOKAHEAD } from '../automaton/scanner.ts';
import { BLANK, isAlphanumeric, isDigit, LINE_FEED } from '../../../../common/characters.ts';
import type { MaskKind } from './masks.ts';
import {
  COLUMN_BITS,
  ENTRY_BITS,
  FINAL,
  FIRST_VALUE,
  FOLDED_NUL,
  FOLD_BITS,
  MARK_CODE,
  MAX_ENTRY_RULES,
  NUMBERED_MARK_CODE,
  MAX_ENTRY_LENGTH,
  MAX_ENTRY_VALUES,
  MAX_VALUES,
  NOT_ASCII,
  NUMBERED,
  OTHER_PRIME,
  OTHER_SEED,
  PRIME,
  QUANTITY,
  ROW_BITS,
  SEED,
  TEXT,
  VALUE,
} from './scan_constants.ts';

/** Where the entry of a column with these hashes stands: by the high bits of a product, which all bits of both reach. */
const entryOf = (hash: number, other: number) =>
  (Math.imul(hash ^ other, OTHER_PRIME) >>> (32 - COLUMN_BITS)) << ENTRY_BITS;

/** Digits, letters of hexadecimal digits, other letters, the rest. */
const rankOf = (byte: number) =>
  isDigit(byte) ? 0 : (byte | 32) >= 97 && (byte | 32) <= 102 ? 1 : isAlphanumeric(byte) ? 2 : 3;

/**
 * One pass over the bytes of a line that finds its values and hashes all else: two lines of one hash have the same masked
 * text. It agrees with `maskLine` on what is a value; nothing is allocated for a line.
 *
 * Most columns were seen before, or such that differ in digits only: two hashes and one look-up tell what they are. Only
 * the others are followed through the automaton.
 *
 * @example
 * const scan = new MaskedScan(tables.masks, tables.mask_kinds);
 * scan.run(bytes, 0);
 * scan.hash; // the same for `took 35ms` and `took 71ms`
 */
export class MaskedScan {
  /** Two independent hashes of the masked text of the last line. */
  hash = 0;
  second_hash = 0;
  /** How many values the last line has; those beyond {@link MAX_VALUES} are not kept. */
  value_count = 0;
  /** Whether the last line has nothing but ASCII: then places of bytes and of characters are the same. */
  is_ascii = false;
  /** Where the values begin and end, as offsets into the bytes. */
  readonly starts = new Int32Array(MAX_VALUES);
  readonly ends = new Int32Array(MAX_VALUES);
  /** The rule by which a value was masked. */
  readonly rules = new Uint16Array(MAX_VALUES);
  /** Classes of bytes; those of letters and digits are below {@link alphanumeric}. */
  private readonly classes = new Uint8Array(256);
  private readonly alphanumeric: number = 0;
  /** Row of a state and class → row of the next state. */
  private readonly transitions: Int32Array;
  /** Rows from here on are of states that letters and digits do not leave. */
  private readonly steady: number;
  private readonly start_at_boundary: number;
  private readonly start_inside: number;
  private readonly accepts: Uint16Array;
  private readonly roles: Uint8Array;
  private readonly folded = new Uint16Array(256);
  private readonly columns = new Int32Array(1 << (COLUMN_BITS + ENTRY_BITS));
  /** What {@link scanColumn} found. */
  private column_hash = 0;
  private other_column_hash = 0;
  private is_repeatable = false;

  constructor(tables: AutomatonTables, kinds: readonly MaskKind[]) {
    const classOf = decodeTable(tables.classes);
    const accepts = decodeTable(tables.accepts);
    const transitions = decodeTable(tables.transitions);
    const count = tables.class_count;
    // Letters and digits first, so that one comparison tells them; hexadecimal digits before all, so that the rows of
    // ids, of which there are many, touch few cache lines.
    const numbers = new Map<string, number>();
    const oldClasses: number[] = [];
    const bytesInOrder = [...Array(256).keys()].sort((x, y) => rankOf(x) - rankOf(y));
    for (const byte of bytesInOrder) {
      const old = classOf[Math.min(byte, OTHER)]!;
      const key = `${byte === LINE_FEED ? 'end' : isAlphanumeric(byte) ? 'letter' : 'sign'} ${old}`;
      let number = numbers.get(key);
      if (number === undefined) {
        numbers.set(key, (number = numbers.size));
        oldClasses.push(old);
      }
      if (isAlphanumeric(byte)) this.alphanumeric = number + 1;
      this.classes[byte] = number;
    }
    // States that letters and digits do not leave come last: one comparison tells that a run of these is passed over.
    const states = accepts.length;
    const isSteady = (state: number) => {
      for (let number = 0; number < this.alphanumeric; number += 1)
        if (transitions[state * count + oldClasses[number]!] !== state) return false;
      return state !== 0;
    };
    const changing: number[] = [];
    const steady: number[] = [];
    for (let state = 0; state < states; state += 1) (isSteady(state) ? steady : changing).push(state);
    const rowOf = new Int32Array(states);
    [...changing, ...steady].forEach((state, position) => (rowOf[state] = position << ROW_BITS));
    this.steady = changing.length << ROW_BITS;
    this.start_at_boundary = rowOf[START_AT_BOUNDARY]!;
    this.start_inside = rowOf[START_INSIDE]!;
    this.transitions = new Int32Array(states << ROW_BITS);
    this.accepts = new Uint16Array(states);
    for (let state = 0; state < states; state += 1) {
      const row = rowOf[state]!;
      this.accepts[row >> ROW_BITS] = accepts[state]!;
      for (let number = 0; number < oldClasses.length; number += 1)
        this.transitions[row | number] = rowOf[transitions[state * count + oldClasses[number]!]!]!;
    }
    this.roles = Uint8Array.from(kinds, (kind) =>
      kind === 'word' || kind === 'unit' || kind === 'blank'
        ? TEXT
        : kind === 'quantity'
          ? QUANTITY
          : kind === 'numbered'
            ? NUMBERED
            : VALUE,
    );
    // A mask of a user may tell digits apart.
    const areDigitsAlike = new Set(this.classes.subarray(48, 58)).size === 1;
    for (let byte = 0; byte < 256; byte += 1) this.folded[byte] = areDigitsAlike && isDigit(byte) ? 48 : byte;
    this.folded[0] = FOLDED_NUL;
    this.folded[BLANK] = 0;
    this.folded[LINE_FEED] = 0;
  }

  /**
   * Scans the line that begins at `from` and returns where its line feed is, which must be there.
   */
  run(bytes: Uint8Array, from: number): number {
    const { folded, columns, starts, ends, rules } = this;
    let a = SEED;
    let b = OTHER_SEED;
    let at = from;
    let valueCount = 0;
    let bits = 0;
    while (bytes[at] !== LINE_FEED) {
      let column = SEED;
      let other = OTHER_SEED;
      let end = at;
      let first = folded[bytes[end]!]!;
      while (first !== 0) {
        const second = folded[bytes[end + 1]!]!;
        const both = first | (second << FOLD_BITS);
        bits |= both;
        column = Math.imul(column ^ both, PRIME);
        other = (Math.imul(other, OTHER_PRIME) + both) | 0;
        if (second === 0) {
          end += 1;
          break;
        }
        end += 2;
        first = folded[bytes[end]!]!;
      }
      if (end !== at) {
        const entry = entryOf(column, other);
        const about = columns[entry + 4]!;
        if (
          columns[entry] === column &&
          columns[entry + 1] === other &&
          (about < FINAL || bytes[end] === LINE_FEED)
        ) {
          column = columns[entry + 2]!;
          other = columns[entry + 3]!;
          const valueEnd = entry + FIRST_VALUE + (about & (FINAL - 1));
          for (let index = entry + FIRST_VALUE; index < valueEnd; index += 1) {
            const value = columns[index]!;
            if (valueCount < MAX_VALUES) {
              starts[valueCount] = at + (value >>> 20);
              ends[valueCount] = at + ((value >>> 8) & MAX_ENTRY_LENGTH);
              rules[valueCount] = value & 255;
            }
            valueCount += 1;
          }
          at = end;
        } else {
          this.value_count = valueCount;
          const columnEnd = this.scanColumn(bytes, at);
          if (columnEnd === end && this.is_repeatable)
            this.keepColumn(entry, column, other, bytes, at, end, valueCount);
          valueCount = this.value_count;
          column = this.column_hash;
          other = this.other_column_hash;
          // A token may have reached over the blank.
          for (let index = end; index < columnEnd; index += 1) bits |= bytes[index]!;
          at = columnEnd;
        }
      }
      a = Math.imul(a ^ column, PRIME) ^ (a >>> 15);
      b = (Math.imul(b, OTHER_PRIME) + other) | 0;
      // The blank, or the first of several: the others are columns of their own.
      if (bytes[at] === BLANK) at += 1;
    }
    this.value_count = valueCount;
    this.is_ascii = (bits & NOT_ASCII) === 0;
    this.hash = a;
    this.second_hash = b;
    return at;
  }

  /** Remembers what {@link scanColumn} found in the column whose folded text has these hashes. */
  private keepColumn(
    entry: number,
    column: number,
    other: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    firstValue: number,
  ): void {
    const { columns, starts, ends, rules } = this;
    const count = this.value_count - firstValue;
    const isFitting =
      count <= MAX_ENTRY_VALUES && this.value_count <= MAX_VALUES && end - start <= MAX_ENTRY_LENGTH;
    if (!isFitting || this.roles.length > MAX_ENTRY_RULES) return;
    columns[entry] = column;
    columns[entry + 1] = other;
    columns[entry + 2] = this.column_hash;
    columns[entry + 3] = this.other_column_hash;
    // Before a blank a token was seen not to reach over it; at the end of a line that is not known.
    columns[entry + 4] = bytes[end] === LINE_FEED ? count | FINAL : count;
    for (let index = 0; index < count; index += 1) {
      const value = firstValue + index;
      columns[entry + FIRST_VALUE + index] =
        ((starts[value]! - start) << 20) | ((ends[value]! - start) << 8) | rules[value]!;
    }
  }

  /** Scans one column token by token; returns where it ends: at a blank or at the line feed. */
  private scanColumn(bytes: Uint8Array, from: number): number {
    const { classes, transitions, accepts, roles, alphanumeric, steady, starts, ends, rules } = this;
    const blank = classes[BLANK]!;
    const lineFeed = classes[LINE_FEED]!;
    let a = SEED;
    let b = OTHER_SEED;
    let at = from;
    let inside = false;
    let isRepeatable = true;
    while (bytes[at] !== BLANK && bytes[at] !== LINE_FEED) {
      const start = at;
      let row = inside ? this.start_inside : this.start_at_boundary;
      let symbol = classes[bytes[at]!]!;
      let end = start;
      let rule = 0;
      for (;;) {
        row = transitions[row | symbol]!;
        at += 1;
        let next = classes[bytes[at]!]!;
        if (symbol < alphanumeric) {
          // Within a run of letters and digits no token ends.
          while (next < alphanumeric && row < steady) {
            row = transitions[row | next]!;
            at += 1;
            next = classes[bytes[at]!]!;
          }
          while (next < alphanumeric) {
            at += 1;
            next = classes[bytes[at]!]!;
          }
        }
        if (row === 0) break;
        // A token may reach over a blank; whether it does depends on what follows.
        if (symbol === blank) isRepeatable = false;
        const accept = accepts[row >> ROW_BITS]!;
        if (accept !== 0) {
          rule = accept;
          end = at;
        }
        if (next === lineFeed || at - end >= MAX_LOOKAHEAD) break;
        symbol = next;
      }
      at = rule === 0 ? start + 1 : end;
      inside = classes[bytes[at - 1]!]! < alphanumeric;
      let valueStart = at;
      let valueEnd = at;
      const role = rule === 0 ? TEXT : roles[rule - 1]!;
      if (role !== TEXT) {
        valueStart = start;
        if (role === NUMBERED) {
          valueStart = end;
          while (valueStart > start && isDigit(bytes[valueStart - 1]!)) valueStart -= 1;
        } else if (role === QUANTITY) {
          while (valueEnd > start && !isDigit(bytes[valueEnd - 1]!)) valueEnd -= 1;
        }
        const count = this.value_count;
        if (count < MAX_VALUES) {
          starts[count] = valueStart;
          ends[count] = valueEnd;
          rules[count] = rule - 1;
        }
        this.value_count = count + 1;
      }
      for (let index = start; index < valueStart; index += 1) {
        const byte = bytes[index]!;
        // Another column that differs in this digit has another text.
        if (isDigit(byte)) isRepeatable = false;
        a = Math.imul(a ^ byte, PRIME);
        b = (Math.imul(b, OTHER_PRIME) + byte) | 0;
      }
      if (role === TEXT) continue;
      // A word with a number is no value by itself, which decides how columns are joined.
      const mark = role === NUMBERED ? NUMBERED_MARK_CODE : MARK_CODE;
      a = Math.imul(a ^ mark, PRIME);
      b = (Math.imul(b, OTHER_PRIME) + mark) | 0;
      for (let index = valueEnd; index < at; index += 1) {
        const byte = bytes[index]!;
        a = Math.imul(a ^ byte, PRIME);
        b = (Math.imul(b, OTHER_PRIME) + byte) | 0;
      }
    }
    this.column_hash = a;
    this.other_column_hash = b;
    this.is_repeatable = isRepeatable;
    return at;
  }
}
