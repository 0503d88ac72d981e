import type { TemplateColumn, TemplateParameter } from '../../../../common/documents/template_document.ts';
import { Scanner } from '../automaton/scanner.ts';
import { describeParameters } from '../parameters/describe_parameters.ts';
import type { ReaderTables } from '../reader/line_reader.ts';
import { MARK, type MaskedColumn, maskLine } from '../masks/masked_line.ts';
import type { ValueForm } from '../parameters/parameter_value.ts';
import { columnText, isMany, MANY_COLUMNS, matchesColumn, textOf } from '../template/template.ts';

/** A template's columns with the forms of its slots. */
export interface Shape {
  readonly columns: readonly TemplateColumn[];
  readonly forms: readonly ValueForm[];
}

/** Values of each form, as built-in masks know them: of several lengths and forms, for a mask that asks for one. */
const SAMPLES: Readonly<Record<ValueForm, readonly string[]>> = {
  integer: ['7', '77', '777', '7777', '77777', '777777', '7777777', '77777777'],
  float: ['7.5', '77.75'],
  boolean: ['true', 'false'],
  ip: ['10.0.0.7'],
  uuid: ['01234567-89ab-4cde-8f01-23456789abcd'],
  path: ['/var/x7', '/x'],
  url: ['http://x7.example/a'],
  time: ['10:00:07'],
  string: ['x7', 'X7', 'x-7', 'A7-77', '0a7b9c1d', 'x.y7', '77-77', 'AB77'],
};
const VARIANTS = Math.max(...Object.values(SAMPLES).map(({ length }) => length));

/** Reads the columns of a message whose header is gone. */
export type ReadColumns = (message: string) => MaskedColumn[];

/** How these tables read columns. */
export function columnReaderOf(tables: ReaderTables): ReadColumns {
  const scanner = new Scanner(tables.masks);
  const { mask_kinds: kinds, limits } = tables;
  return (message) => maskLine({ message, scanner, kinds, maxColumns: limits.max_columns });
}

/** A line of a template with the places of its values, made up. */
interface MadeUpLine {
  readonly message: string;
  /** Of each slot, in order. */
  readonly slots: readonly {
    readonly start: number;
    readonly end: number;
    readonly isGap: boolean;
    readonly isMany: boolean;
  }[];
}

function makeUpLine(columns: readonly TemplateColumn[], valueOf: (slot: number) => string): MadeUpLine {
  let message = '';
  const slots: { start: number; end: number; isGap: boolean; isMany: boolean }[] = [];
  const append = (text: string) => {
    text.split(MARK).forEach((part, index) => {
      if (index > 0) addSlot({ isGap: false, isMany: false });
      message += part;
    });
  };
  const addSlot = (kind: { isGap: boolean; isMany: boolean }) => {
    const start = message.length;
    message += valueOf(slots.length);
    slots.push({ start, end: message.length, ...kind });
  };
  columns.forEach((column, index) => {
    if (index > 0) message += ' ';
    if (typeof column === 'string') {
      append(column);
      return;
    }
    append(column.prefix);
    addSlot({ isGap: true, isMany: isMany(column) });
    append(column.suffix);
  });
  return { message, slots };
}

/** Whether a line is read as one of these columns: then what was made up is like a line that was seen. */
function isReadAs(read: readonly MaskedColumn[], columns: readonly TemplateColumn[]): boolean {
  return (
    read.length === columns.length && read.every(({ text }, index) => matchesColumn(columns[index]!, text))
  );
}

/**
 * A template's columns as other masks would have read them. Its lines are gone, so some are made up of its text and of
 * values of the right forms, such as the masks that it was learned under read as the template. Where the other masks read
 * all of them alike, it is left as it is.
 */
export function remask(shape: Shape, before: ReadColumns, after: ReadColumns): Shape {
  for (const line of linesOf(shape)) {
    const known = before(line.message);
    if (!isReadAs(known, shape.columns)) continue;
    const read = after(line.message);
    if (haveSameValues(known, read)) continue;
    const columns = read.map((column) => columnOf(column, line));
    return { columns, forms: formsOf(read, columns, line, shape) };
  }
  return shape;
}

/** Lines that a template may have had. */
function* linesOf({ columns, forms }: Shape): Generator<MadeUpLine> {
  const variants = forms.length === 0 ? 1 : VARIANTS;
  for (let variant = 0; variant < variants; variant += 1) {
    yield makeUpLine(columns, (slot) => {
      const samples = SAMPLES[forms[slot]!];
      return samples[variant % samples.length]!;
    });
  }
}

function haveSameValues(before: readonly MaskedColumn[], after: readonly MaskedColumn[]): boolean {
  const places = (columns: readonly MaskedColumn[]) =>
    JSON.stringify(columns.map(({ text, values }) => [text, values.map(({ start, end }) => [start, end])]));
  return places(before) === places(after);
}

/** What varied and no mask covers varies still. */
function columnOf(read: MaskedColumn, line: MadeUpLine): TemplateColumn {
  const gaps = line.slots.filter(
    ({ isGap, start, end }) =>
      isGap &&
      start >= read.start &&
      end <= read.end &&
      !read.values.some(
        (value) => value.start <= start && value.end >= end && value.end - value.start > end - start,
      ),
  );
  if (gaps.length === 0) return read.text;
  const [from, to] = [gaps[0]!.start, gaps.at(-1)!.end];
  const isWhole = from === read.start && to === read.end;
  if (isWhole && gaps.some((gap) => gap.isMany)) return MANY_COLUMNS;
  return {
    prefix: maskedText(read, line.message, read.start, from),
    suffix: maskedText(read, line.message, to, read.end),
  };
}

/** The text of a part of a column, values of it masked. */
function maskedText(read: MaskedColumn, message: string, from: number, to: number): string {
  let text = '';
  let at = from;
  for (const { start, end } of read.values) {
    if (start < from || end > to) continue;
    text += message.slice(at, start) + MARK;
    at = end;
  }
  return text + message.slice(at, to);
}

/** A slot that is where one was before holds what it held; what a new mask covers is text. */
function formsOf(
  read: readonly MaskedColumn[],
  columns: readonly TemplateColumn[],
  line: MadeUpLine,
  shape: Shape,
): ValueForm[] {
  const known = new Map(line.slots.map(({ start, end }, slot) => [`${start} ${end}`, shape.forms[slot]!]));
  return columns.flatMap((column, index) => {
    const { values } = read[index]!;
    if (typeof column === 'string')
      return values.map(({ start, end }) => known.get(`${start} ${end}`) ?? 'string');
    const count = columnText(column).split(MARK).length - 1;
    const gap = column.prefix.split(MARK).length - 1;
    const behind = count - gap - 1;
    const formAt = ({ start, end }: { start: number; end: number }) =>
      known.get(`${start} ${end}`) ?? ('string' as const);
    return [
      ...values.slice(0, gap).map(formAt),
      gapForm(read[index]!, line, shape),
      ...values.slice(values.length - behind).map(formAt),
    ];
  });
}

function gapForm({ start, end }: MaskedColumn, line: MadeUpLine, shape: Shape): ValueForm {
  const gaps = line.slots.flatMap((slot, number) =>
    slot.isGap && slot.start >= start && slot.end <= end ? [shape.forms[number]!] : [],
  );
  return gaps.length === 1 ? gaps[0]! : 'string';
}

/** Names and text of a shape, as learning gives them. */
export function describeShape({ columns, forms }: Shape): { text: string; parameters: TemplateParameter[] } {
  const parameters = describeParameters(columns, forms);
  const names = parameters.map(({ name }) => name);
  return { text: textOf(columns, names), parameters };
}
