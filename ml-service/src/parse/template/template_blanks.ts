import type { TemplateColumn } from '../../../../common/documents/template_document.ts';
import { MARK, type MaskedColumn } from '../masks/masked_line.ts';
import { columnText, isMany, spansOf } from './template.ts';

/**
 * The blanks before each column of a template; undefined where they are the usual ones, which is nearly always: none before
 * the first column, one single blank before each other. What a line is matched by are its columns alone.
 */
export type Blanks = readonly string[] | undefined;

const usualBlank = (place: number) => (place === 0 ? '' : ' ');

const unlessUsual = (blanks: readonly string[]): Blanks =>
  blanks.every((blank, place) => blank === usualBlank(place)) ? undefined : blanks;

/** The blanks of a line. */
export function blanksOfLine(message: string, columns: readonly MaskedColumn[]): Blanks {
  return unlessUsual(
    columns.map(({ start }, place) => message.slice(place === 0 ? 0 : columns[place - 1]!.end, start)),
  );
}

/** The blanks of a template as it is written: those between its columns. */
export function blanksOfText(template: {
  readonly text: string;
  readonly columns: readonly TemplateColumn[];
  readonly parameters: readonly { readonly name: string }[];
}): Blanks {
  const { text, columns, parameters } = template;
  let slot = 0;
  let at = 0;
  const blanks = columns.map((column) => {
    const written = columnText(column).replaceAll(MARK, () => `<${parameters[slot++]?.name}>`);
    const from = at;
    at = text.indexOf(written, from);
    const blank = text.slice(from, at);
    at += written.length;
    return blank;
  });
  // A text that is of other columns tells nothing.
  const areBlanks = blanks.every((blank, place) => (place === 0 ? /^[\t-\r ]*$/ : /^[\t-\r ]+$/).test(blank));
  return areBlanks ? unlessUsual(blanks) : undefined;
}

/** The blanks of a union: those that all its templates have, else the usual ones. */
export function joinBlanks(union: {
  readonly templates: readonly { readonly columns: readonly TemplateColumn[]; readonly blanks: Blanks }[];
  readonly columns: readonly TemplateColumn[];
}): Blanks {
  const { templates, columns } = union;
  if (templates.every(({ blanks }) => blanks === undefined)) return undefined;
  const rows = templates.map((template) => blanksAs(columns, template));
  return unlessUsual(
    columns.map((_, place) => {
      const blank = rows[0]![place]!;
      return rows.every((row) => row[place] === blank) ? blank : usualBlank(place);
    }),
  );
}

/** The blanks of a template before the columns of a more general one. */
function blanksAs(
  columns: readonly TemplateColumn[],
  template: { readonly columns: readonly TemplateColumn[]; readonly blanks: Blanks },
): string[] {
  const spans = spansOf(
    columns,
    template.columns.map((column) => ({ text: columnText(column) })),
  )!;
  let at = 0;
  let nextSpan = 0;
  return columns.map((column) => {
    const blank = template.blanks?.[at] ?? usualBlank(at);
    at += isMany(column) ? spans[nextSpan++]! : 1;
    return blank;
  });
}
