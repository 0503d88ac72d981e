import { FIELD_PATHS, type FileField, normalizeKey } from '../event_fields.ts';

/** The columns of a CSV file by what they hold. */
export type CsvColumns = Readonly<Record<FileField, readonly number[]>>;

/** Delimiters that are recognised, the usual ones first. */
export const CSV_DELIMITERS: readonly string[] = [',', ';', '\t', '|'];

/**
 * The columns that a header row names.
 *
 * @example
 * csvColumnsOf(['Timestamp', 'PodName', 'Log']).message // [2]
 */
export function csvColumnsOf(header: readonly string[]): CsvColumns {
  const names = header.map(normalizeKey);
  const columnsOf = (paths: readonly string[]) =>
    [...new Set(paths.map((path) => names.indexOf(normalizeKey(path))))].filter((column) => column >= 0);
  const columns = Object.entries(FIELD_PATHS).map(([field, paths]) => [field, columnsOf(paths)]);
  return Object.fromEntries(columns) as CsvColumns;
}

/** Whether the columns are those of a log: a message, and something about it. */
export function areLogColumns(columns: CsvColumns): boolean {
  return columns.message.length > 0 && Object.values(columns).filter((found) => found.length > 0).length > 1;
}
