import { readJsonRecord } from '../json_record.ts';
import { CSV_DELIMITERS, areLogColumns, columnsOfRow, csvColumnsOf } from './csv_columns.ts';

/** How an input is laid out. */
export const INPUT_FORMATS = ['text', 'ndjson', 'csv'] as const;
export type InputFormat = (typeof INPUT_FORMATS)[number];

/** A format with what its reader needs to know. */
export type DetectedFormat =
  | { readonly format: 'text' | 'ndjson' | 'columns' }
  // Columns: those of a file whose first row does not name them.
  | { readonly format: 'csv'; readonly delimiter: string; readonly columns?: readonly string[] | undefined };

/** The cells of a header row, which holds names and no line ends. */
function cellsOf(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/**
 * The delimiter of a header row: the one that finds most columns.
 *
 * @example
 * delimiterOf('time;level;message') // ';'
 */
export function delimiterOf(header: string): string {
  return CSV_DELIMITERS.reduce((best, next) =>
    header.split(next).length > header.split(best).length ? next : best,
  );
}

/** A directive that names the columns: of W3C's extended log format (IIS, CloudFront), and of Zeek. */
const FIELDS_DIRECTIVE = /^#fields:?\s+(.*\S)\s*$/i;

/** The names that a directive gives to the columns of the lines below; undefined where the line is none. */
export function namesOfColumns(line: string): string[] | undefined {
  return FIELDS_DIRECTIVE.exec(line)?.[1]!.split(/\s+/);
}

/** A directive of these formats: a comment, or about the file. */
export function isDirective(line: string): boolean {
  return /^#\s?[A-Za-z]/.test(line);
}

const COLUMN_NAME = /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/;
const MIN_COLUMNS = 6;

/** A row of nothing but names, above rows of as many columns and with numbers: flow logs of AWS. */
function isHeaderRow([header = '', ...rows]: readonly string[]): boolean {
  const names = header.split(/\s+/);
  return (
    names.length >= MIN_COLUMNS &&
    names.every((name) => COLUMN_NAME.test(name)) &&
    names.some((name) => /[_-]/.test(name)) &&
    rows.length > 0 &&
    rows.every((row) => row.split(/\s+/).length === names.length && /(^|\s)\d+(\s|$)/.test(row))
  );
}

/**
 * Recognises a format by the first lines that are not blank. CSV: the first line is a header row that names a message
 * column and another one, or a row that only one program writes so; columns: the
 * first line names them, see {@link namesOfColumns}; NDJSON: most lines are JSON objects; else text.
 *
 * @param lines - Complete lines from the beginning of the input.
 */
export function detectFormat(lines: readonly string[]): DetectedFormat {
  const seen = lines.filter((line) => line.trim() !== '');
  const header = seen[0];
  if (header === undefined) return { format: 'text' };
  const columns = columnsOfRow(header);
  if (columns) return { format: 'csv', delimiter: ',', columns };
  const delimiter = delimiterOf(header);
  if (areLogColumns(csvColumnsOf(cellsOf(header, delimiter)))) return { format: 'csv', delimiter };
  const isNamed = isDirective(header) && seen.some((line) => namesOfColumns(line) !== undefined);
  if (isNamed || isHeaderRow(seen)) return { format: 'columns' };
  const objects = seen.filter(
    (line) => readJsonRecord(line) !== undefined || /^\s*\[(\s*\{.*)?$/.test(line),
  ).length;
  return { format: objects * 2 > seen.length ? 'ndjson' : 'text' };
}
