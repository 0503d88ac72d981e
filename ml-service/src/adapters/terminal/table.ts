import { cutToWidth, fillTo, widthOf } from './text_width.ts';

/** A column of a table over rows. */
export interface Column<Row> {
  readonly title: string;
  /** The text of a cell, safe to show and on one line. */
  readonly text: (row: Row) => string;
  /** Paints the text after it was cut. */
  readonly paint?: (text: string, row: Row) => string;
  readonly align?: 'left' | 'right';
  /** Left out where the line is too short for all columns. */
  readonly optional?: boolean;
}

const GAP = '  ';
/** The last column is what the table is about: with less, others make room. */
const LEAST_LAST_WIDTH = 40;

/**
 * Lays rows out within a width. The last column takes what is left over, and is cut.
 *
 * @returns Lines without line ends, the titles first.
 */
export function renderTable<Row>({
  columns,
  rows,
  width,
  indent = '',
  paintTitle = (title) => title,
}: {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly width: number;
  readonly indent?: string;
  readonly paintTitle?: (title: string) => string;
}): string[] {
  const shown = fit(columns, rows, width - indent.length);
  const line = (cells: readonly string[]) => (indent + cells.join(GAP)).trimEnd();
  const titles = shown.map(({ column, width: cells }) => {
    const title = cutToWidth(column.title, cells);
    return align(paintTitle(title), title, { column, cells });
  });
  const lines = rows.map((row) =>
    line(
      shown.map(({ column, width: cells }) => {
        const text = cutToWidth(column.text(row), cells);
        return align(column.paint?.(text, row) ?? text, text, { column, cells });
      }),
    ),
  );
  return [line(titles), ...lines];
}

interface Fitted<Row> {
  readonly column: Column<Row>;
  readonly width: number;
}

function fit<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): Fitted<Row>[] {
  const fixed = columns.slice(0, -1).map((column) => ({ column, width: naturalWidth(column, rows) }));
  const left = () => width - fixed.reduce((sum, { width: cells }) => sum + cells + GAP.length, 0);
  while (left() < LEAST_LAST_WIDTH) {
    const dropped = fixed.findLastIndex(({ column }) => column.optional === true);
    if (dropped < 0) break;
    fixed.splice(dropped, 1);
  }
  return [...fixed, { column: columns.at(-1)!, width: Math.max(1, left()) }];
}

function naturalWidth<Row>(column: Column<Row>, rows: readonly Row[]): number {
  return rows.reduce((most, row) => Math.max(most, widthOf(column.text(row))), widthOf(column.title));
}

/** Fills up by the text as it is seen: painted text is longer. */
function align<Row>(
  painted: string,
  text: string,
  { column, cells }: { readonly column: Column<Row>; readonly cells: number },
): string {
  if (cells === Infinity) return painted;
  const fill = fillTo(text, cells);
  return column.align === 'right' ? fill + painted : painted + fill;
}
