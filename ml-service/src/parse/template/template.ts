import type { TemplateColumn } from '../../../../common/documents/template_document.ts';
import { MARK, type MaskedColumn, type MaskedValue } from '../masks/masked_line.ts';
import { isAlphanumeric } from '../../../../common/characters.ts';

/** Where a value of a template lies in a line, and what its shape told. */
export type Slot = MaskedValue;

const isWordUnit = (code: number) => isAlphanumeric(code) || code === 95 || code === 1;

/** Whether cutting the text at `at` would cut a word, a mark from what it is glued to, or a surrogate pair. */
function cutsWord(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  // Half a pair is no text: a cluster whose pipeline holds one cannot write its state.
  const cutsPair = before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
  return cutsPair || (isWordUnit(before) && isWordUnit(after));
}

function commonPrefix(a: string, b: string, limit: number): number {
  let length = 0;
  while (length < limit && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  // An affix that ends in a value would leave two values side by side, and nothing says where one ends.
  const isBadCut = () => cutsWord(a, length) || cutsWord(b, length) || a.charAt(length - 1) === MARK;
  while (length > 0 && isBadCut()) length -= 1;
  return length;
}

function commonSuffix(a: string, b: string, limit: number): number {
  let length = 0;
  while (length < limit && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length))
    length += 1;
  const isBadCut = () =>
    cutsWord(a, a.length - length) || cutsWord(b, b.length - length) || a.charAt(a.length - length) === MARK;
  while (length > 0 && isBadCut()) length -= 1;
  return length;
}

/** Whether a masked column of a line fits a column of a template. */
export function matchesColumn(column: TemplateColumn, text: string): boolean {
  if (typeof column === 'string') return column === text;
  const { prefix, suffix } = column;
  return text.length >= prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix);
}

/** Whether each line that fits the second template fits the first as well. Of equally many columns, else it does not. */
export function covers(general: readonly TemplateColumn[], special: readonly TemplateColumn[]): boolean {
  return (
    general.length === special.length &&
    general.every((column, place) => {
      const other = special[place]!;
      if (typeof other === 'string') return matchesColumn(column, other);
      if (typeof column === 'string') return false;
      if (isMany(other)) return isMany(column);
      return other.prefix.startsWith(column.prefix) && other.suffix.endsWith(column.suffix);
    })
  );
}

const LETTER = /[a-zA-Z]/;

const BLANK = /[\t-\r ]/;

/** Whether a masked column is nothing but values, their units aside: `5`, `(5)`, `64 bytes`, as masked. */
export function isValueColumn(text: string): boolean {
  return text.includes(MARK) && (BLANK.test(text) || !LETTER.test(text));
}

/** Whether values differ in their units or in how many they are: then no part of them stays. */
function areOfDifferentForm(a: string, b: string): boolean {
  if (!BLANK.test(a) && !BLANK.test(b))
    return isValueColumn(a) && isValueColumn(b) && (LETTER.test(a) || LETTER.test(b));
  const [wordsA, wordsB] = [a.split(BLANK), b.split(BLANK)];
  return (
    wordsA.length !== wordsB.length ||
    wordsA.some((word, index) => word !== wordsB[index] && (LETTER.test(word) || LETTER.test(wordsB[index]!)))
  );
}

/** Values of different forms, such as `64 bytes` and `1.2 KB (97%),`: all between common punctuation is one value. */
function joinRuns(a: string, b: string): TemplateColumn {
  const [openA, openB] = [/^[([{"'<]*/.exec(a)![0], /^[([{"'<]*/.exec(b)![0]];
  const [closeA, closeB] = [endPunctuation(a), endPunctuation(b)];
  return { prefix: openA === openB ? openA : '', suffix: closeA === closeB ? closeA : '' };
}

function endPunctuation(text: string): string {
  let at = text.length;
  while (at > 0 && ',;:)]}"\'>'.includes(text.charAt(at - 1))) at -= 1;
  return text.slice(at);
}

/**
 * The most specific column that fits both: equal text stays, else what begins and ends alike, cut at words,
 * around a value.
 *
 * @example
 * joinColumns('DB:', 'cache:') // { prefix: '', suffix: ':' }
 */
export function joinColumns(column: TemplateColumn, text: string): TemplateColumn {
  if (matchesColumn(column, text)) return column;
  if (typeof column === 'string') {
    if (areOfDifferentForm(column, text)) return joinRuns(column, text);
    const limit = Math.min(column.length, text.length);
    const prefix = commonPrefix(column, text, limit);
    const suffix = commonSuffix(column, text, limit - prefix);
    return { prefix: text.slice(0, prefix), suffix: text.slice(text.length - suffix) };
  }
  const prefix = commonPrefix(column.prefix, text, Math.min(column.prefix.length, text.length));
  const suffix = commonSuffix(column.suffix, text, Math.min(column.suffix.length, text.length - prefix));
  return { prefix: text.slice(0, prefix), suffix: text.slice(text.length - suffix) };
}

/** A value of one column or several. */
export const MANY_COLUMNS: TemplateColumn = { prefix: '', suffix: '', many: true };

/** Whether a column of a template takes several columns of a line. */
export const isMany = (column: TemplateColumn) => typeof column !== 'string' && column.many === true;

/** As {@link joinColumns}, of two templates: what varies in either varies in both. */
export function joinTemplateColumns(a: TemplateColumn, b: TemplateColumn): TemplateColumn {
  if (isMany(a) || isMany(b)) return MANY_COLUMNS;
  if (typeof b === 'string') return joinColumns(a, b);
  if (typeof a === 'string') return joinColumns(b, a);
  const prefix = commonPrefix(a.prefix, b.prefix, Math.min(a.prefix.length, b.prefix.length));
  const suffix = commonSuffix(a.suffix, b.suffix, Math.min(a.suffix.length, b.suffix.length));
  return { prefix: a.prefix.slice(0, prefix), suffix: a.suffix.slice(a.suffix.length - suffix) };
}

/**
 * The columns of the template that stands for all of these.
 *
 * @param templates - Of equally many columns, the oldest first.
 */
export function joinTemplates(
  templates: readonly { readonly columns: readonly TemplateColumn[] }[],
): readonly TemplateColumn[] {
  return templates
    .map(({ columns }) => columns)
    .reduce((joined, columns) => joined.map((column, place) => joinTemplateColumns(column, columns[place]!)));
}

/** How many values a masked text has. */
export const countMarks = (text: string) => text.split(MARK).length - 1;

/** In a {@link Gap}, in place of the length of the prefix: the value is one column or several. */
const MANY = -1;

/**
 * A column with a value between affixes: `[column, length of prefix, marks in prefix, length of suffix, marks in
 * suffix]`; the length of the prefix is -1 where the value is one column or several. With these alone the values of a line
 * are cut out.
 */
export type Gap = readonly [number, number, number, number, number];

/** The gaps of a template, in order. */
export function gapsOf(template: readonly TemplateColumn[]): Gap[] {
  return template.flatMap((column, index): Gap[] =>
    typeof column === 'string'
      ? []
      : [
          [
            index,
            column.many ? MANY : column.prefix.length,
            countMarks(column.prefix),
            column.suffix.length,
            countMarks(column.suffix),
          ],
        ],
  );
}

/**
 * How many columns of a line each value of many columns takes, in order; undefined where the template does not fit the
 * line. As in the trie, those on the left take as few as they can. Like a glob it goes back to the last such value only,
 * so it takes at most as many steps as the product of both lengths.
 */
export function spansOf(
  template: readonly TemplateColumn[],
  columns: readonly { readonly text: string }[],
): number[] | undefined {
  const spans: number[] = [];
  let place = 0;
  let at = 0;
  /** Behind the last value of many columns, in the template and in the line. */
  let behind: { place: number; at: number } | undefined;
  while (at < columns.length) {
    const column = template[place];
    if (column !== undefined && isMany(column)) {
      spans.push(1);
      place += 1;
      at += 1;
      behind = { place, at };
    } else if (column !== undefined && matchesColumn(column, columns[at]!.text)) {
      place += 1;
      at += 1;
    } else {
      if (!behind) return undefined;
      spans[spans.length - 1]! += 1;
      behind.at += 1;
      ({ place, at } = behind);
    }
  }
  return place === template.length ? spans : undefined;
}

/**
 * The values of a line in the order of the template's slots: each mark of a literal or of a prefix or suffix is one
 * slot, and what lies between prefix and suffix is one.
 *
 * @param spans - How many columns each value of many columns takes, as the look-up found out.
 */
export function slotsOf(
  gaps: readonly Gap[],
  columns: readonly MaskedColumn[],
  spans: readonly number[] = [],
): Slot[] {
  const slots: Slot[] = [];
  let nextGap = 0;
  let nextSpan = 0;
  /** By how much the line is ahead of the template, for values of many columns before. */
  let ahead = 0;
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index]!;
    const gap = gaps[nextGap];
    if (gap?.[0] !== index - ahead) {
      slots.push(...column.values);
      continue;
    }
    nextGap += 1;
    if (gap[1] === MANY) {
      const others = spans[nextSpan]! - 1;
      slots.push({ start: column.start, end: columns[index + others]!.end, kind: 'value' });
      nextSpan += 1;
      ahead += others;
      index += others;
      continue;
    }
    const before = gap[2];
    const after = column.values.length - gap[4];
    slots.push(...column.values.slice(0, before), valueInGap(gap, column), ...column.values.slice(after));
  }
  return slots;
}

function valueInGap(
  [, prefixLength, prefixMarks, suffixLength, suffixMarks]: Gap,
  column: MaskedColumn,
): Slot {
  const after = column.values.length - suffixMarks;
  const isSingle = after - prefixMarks === 1 && column.text.length - prefixLength - suffixLength === 1;
  if (isSingle) return column.values[prefixMarks]!;
  const width = (values: readonly MaskedValue[]) =>
    values.reduce((sum, value) => sum + value.end - value.start - 1, 0);
  return {
    start: column.start + prefixLength + width(column.values.slice(0, prefixMarks)),
    end: column.end - suffixLength - width(column.values.slice(after)),
    kind: 'value',
  };
}

/** A column with a {@link MARK} for what varies. */
export function columnText(column: TemplateColumn): string {
  return typeof column === 'string' ? column : `${column.prefix}${MARK}${column.suffix}`;
}

/**
 * A template cut into the texts around its slots: always one more text than slots.
 *
 * @param blanks - Before each column, where they are not the usual ones.
 */
export function textsOf(template: readonly TemplateColumn[], blanks?: readonly string[]): string[] {
  const texts = template.map(columnText);
  return (blanks ? texts.map((text, place) => `${blanks[place]}${text}`).join('') : texts.join(' ')).split(
    MARK,
  );
}

/**
 * The template as people read it.
 *
 * @example
 * textOf([{ prefix: '', suffix: ':' }, 'down'], ['target']) // '<target>: down'
 */
export function textOf(
  template: readonly TemplateColumn[],
  names: readonly string[],
  blanks?: readonly string[],
): string {
  return textsOf(template, blanks)
    .map((text, index) => (index === 0 ? text : `<${names[index - 1]!}>${text}`))
    .join('');
}
