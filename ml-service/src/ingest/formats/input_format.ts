import { jsonObjectOf } from '../envelope.ts';
import { CSV_DELIMITERS, areLogColumns, csvColumnsOf } from './csv_columns.ts';

/** How an input is laid out. */
export const INPUT_FORMATS = ['text', 'ndjson', 'csv'] as const;
export type InputFormat = (typeof INPUT_FORMATS)[number];

/** A format with what its reader needs to know. */
export type DetectedFormat =
  { readonly format: 'text' | 'ndjson' } | { readonly format: 'csv'; readonly delimiter: string };

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

/**
 * Recognises a format by the first lines that are not blank. CSV: the first line is a header row that names a message
 * column and another one; NDJSON: most lines are JSON objects; else text.
 *
 * @param lines - Complete lines from the beginning of the input.
 */
export function detectFormat(lines: readonly string[]): DetectedFormat {
  const seen = lines.filter((line) => line.trim() !== '');
  const header = seen[0];
  if (header === undefined) return { format: 'text' };
  const delimiter = delimiterOf(header);
  if (areLogColumns(csvColumnsOf(cellsOf(header, delimiter), []))) return { format: 'csv', delimiter };
  const objects = seen.filter((line) => jsonObjectOf(line) !== undefined).length;
  return { format: objects * 2 > seen.length ? 'ndjson' : 'text' };
}
