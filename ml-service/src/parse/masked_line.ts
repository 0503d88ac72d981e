import type { MaskKind } from './masks.ts';
import type { Scanner } from './automaton/scanner.ts';

/** Stands for a masked value in a column. Control characters of the input are masked, so text never holds it. */
export const MARK = '\u0001';

/** A masked value: where it lies in the message and what its shape tells. */
export interface MaskedValue {
  readonly start: number;
  readonly end: number;
  readonly kind: MaskKind;
}

/** One blank-delimited column of a message with its values masked. */
export interface MaskedColumn {
  /** The text with {@link MARK} in place of each value, e.g. `uid=\u0001,`. */
  readonly text: string;
  /** Where the column begins in the message. */
  readonly start: number;
  readonly end: number;
  readonly values: readonly MaskedValue[];
}

/** A column of more values than this is a list, and one value as a whole. */
export const MAX_COLUMN_VALUES = 32;

/** The kinds of the scanner's rules, by rule index. */
export type RuleKinds = readonly MaskKind[];

/** The number at the head of a quantity: the rest is its unit. */
function endOfNumber(message: string, start: number, end: number): number {
  let at = end;
  while (at > start) {
    const code = message.charCodeAt(at - 1);
    if (code >= 48 && code <= 57) break;
    at -= 1;
  }
  return at;
}

/**
 * Splits a message at blanks into columns and masks the values in one pass. What lies beyond `maxColumns` is the value
 * of the last column.
 *
 * @example
 * maskLine({ message: 'took 35ms', … }) // columns 'took' and '\u0001ms'
 */
export function maskLine(options: {
  message: string;
  scanner: Scanner;
  kinds: RuleKinds;
  maxColumns: number;
}): MaskedColumn[] {
  const { message, scanner, kinds, maxColumns } = options;
  const columns: MaskedColumn[] = [];
  let text = '';
  let values: MaskedValue[] = [];
  let start = -1;
  const length = message.length;
  for (let at = 0; at < length;) {
    const end = scanner.next(message, at);
    const kind = scanner.rule < 0 ? 'literal' : kinds[scanner.rule]!;
    if (kind === 'blank') {
      if (start >= 0) columns.push(columnOf({ text, start, end: at, values }));
      text = '';
      values = [];
      start = -1;
    } else {
      if (start < 0) {
        start = at;
        if (columns.length === maxColumns - 1) {
          columns.push({ text: MARK, start, end: length, values: [{ start, end: length, kind: 'value' }] });
          return columns;
        }
      }
      if (kind === 'literal') {
        text += message.slice(at, end);
      } else {
        const valueEnd = kind === 'quantity' ? endOfNumber(message, at, end) : end;
        values.push({ start: at, end: valueEnd, kind: kind === 'quantity' ? 'number' : kind });
        text += MARK + message.slice(valueEnd, end);
      }
    }
    at = end;
  }
  if (start >= 0) columns.push(columnOf({ text, start, end: length, values }));
  return columns;
}

function columnOf(column: MaskedColumn): MaskedColumn {
  if (column.values.length <= MAX_COLUMN_VALUES) return column;
  const { start, end } = column;
  return { text: MARK, start, end, values: [{ start, end, kind: 'value' }] };
}
