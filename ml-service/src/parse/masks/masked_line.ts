import type { Scanner } from '../automaton/scanner.ts';
import type { MaskKind } from './masks.ts';
import { isDigit } from '../../../../common/characters.ts';

/** Stands for a masked value in a column. Control characters of the input are masked, so text never holds it. */
export const MARK = '\u0001';

/** A masked value: where it lies in the message and what its shape tells. */
export interface MaskedValue {
  readonly start: number;
  readonly end: number;
  readonly kind: MaskKind;
}

/**
 * A word of a message with its values masked, or a run: values that stand side by side, with their units, are one column
 * of several words, so that `64 bytes` and `1310 bytes (1.27 KB)` stand at the same place of a template.
 */
export interface MaskedColumn {
  /** The text with {@link MARK} in place of each value, e.g. `uid=\u0001,`; words of a run keep the blanks between them. */
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

/** Nothing between brackets or quotes: a value that is missing. */
export const EMPTY_VALUES: readonly string[] = [
  '()',
  '[]',
  '{}',
  '""',
  "''",
  '(),',
  '[],',
  '{},',
  '"",',
  "'',",
];

/** `35ms`: where the number ends and its unit begins. */
function endOfNumber(message: string, start: number, end: number): number {
  let at = end;
  while (at > start && !isDigit(message.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** `core.2275`: where the number begins. */
function startOfNumber(message: string, start: number, end: number): number {
  let at = end;
  while (at > start && isDigit(message.charCodeAt(at - 1))) at -= 1;
  return at;
}

const endsIn = (text: string, marks: string) => text !== '' && marks.includes(text.charAt(text.length - 1));

/** A word while it is read. */
class Word {
  text = '';
  readonly values: MaskedValue[] = [];
  hasWord = false;
  hasUnit = false;
  /** The blanks between this word and the next of the run. */
  gap = '';
  readonly start: number;

  constructor(start: number) {
    this.start = start;
  }

  add(message: string, kind: MaskKind | undefined, at: number, end: number): void {
    switch (kind) {
      case undefined:
      case 'word':
      case 'unit':
        this.text += message.slice(at, end);
        this.hasWord ||= kind === 'word';
        this.hasUnit ||= kind === 'unit';
        break;
      case 'quantity': {
        const valueEnd = endOfNumber(message, at, end);
        this.values.push({ start: at, end: valueEnd, kind: 'number' });
        this.text += MARK + message.slice(valueEnd, end);
        break;
      }
      case 'numbered': {
        const valueStart = startOfNumber(message, at, end);
        this.values.push({ start: valueStart, end, kind: 'number' });
        this.text += message.slice(at, valueStart) + MARK;
        this.hasWord = true;
        break;
      }
      default:
        this.values.push({ start: at, end, kind });
        this.text += MARK;
    }
  }

  /** A value and nothing else but marks of punctuation and units. */
  get isValue(): boolean {
    return this.values.length > 0 && !this.hasWord;
  }

  /** Whether this word goes on with the run that `before` is part of. */
  continues(before: Word): boolean {
    if (this.isValue) return true;
    if (this.values.length > 0 || this.hasWord) return false;
    if (this.hasUnit) return before.isValue && !endsIn(before.text, ',;:');
    return EMPTY_VALUES.includes(this.text);
  }
}

/** Whether a value that follows still belongs to the run: a key before it begins anew. */
const isOpen = (word: Word) => !endsIn(word.text, '=:');

/**
 * Splits a message at blanks into columns and masks the values in one pass. What lies beyond `maxColumns` words is the
 * value of the last column.
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
  const length = message.length;
  /** The words of the column that is not yet closed. */
  let run: Word[] = [];
  let word: Word | undefined;
  let words = 0;
  const closeRun = (end: number) => {
    if (run.length > 0) columns.push(columnOf(run, end));
    run = [];
  };
  let lastEnd = 0;
  const closeWord = (end: number) => {
    if (!word) return;
    const before = run.at(-1);
    const isRun = before !== undefined && run[0]!.isValue && isOpen(before) && word.continues(before);
    if (!isRun) closeRun(lastEnd);
    else before.gap = message.slice(lastEnd, word.start);
    run.push(word);
    lastEnd = end;
    word = undefined;
  };
  for (let at = 0; at < length;) {
    const end = scanner.next(message, at);
    const kind = scanner.rule < 0 ? undefined : kinds[scanner.rule]!;
    if (kind === 'blank') {
      closeWord(at);
    } else {
      if (!word) {
        words += 1;
        if (words === maxColumns) {
          closeRun(lastEnd);
          columns.push({
            text: MARK,
            start: at,
            end: length,
            values: [{ start: at, end: length, kind: 'value' }],
          });
          return columns;
        }
        word = new Word(at);
      }
      word.add(message, kind, at, end);
    }
    at = end;
  }
  closeWord(length);
  closeRun(lastEnd);
  return columns;
}

function columnOf(run: readonly Word[], end: number): MaskedColumn {
  const { start, text } = run[0]!;
  const values = run.length === 1 ? run[0]!.values : run.flatMap((word) => word.values);
  if (values.length > MAX_COLUMN_VALUES)
    return { text: MARK, start, end, values: [{ start, end, kind: 'value' }] };
  if (run.length === 1) return { text, start, end, values };
  return { text: run.map((word) => word.text + word.gap).join(''), start, end, values };
}
