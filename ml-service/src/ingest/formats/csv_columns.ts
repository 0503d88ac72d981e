import { eventOfEnvelope } from '../envelope.ts';
import { FIELD_PATHS, type FileField } from '../event_fields.ts';
import type { RawEvent } from '../raw_event.ts';

/** The columns of a CSV file by what they hold, the most specific first. */
export type CsvColumns = Readonly<Record<FileField, readonly number[]>>;

/** Delimiters that are recognised, the usual ones first. */
export const CSV_DELIMITERS: readonly string[] = [',', ';', '\t', '|'];

/** Column names are compared by their letters and digits alone: `TraceID`, `trace_id` and `trace.id` are one. */
function normalize(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * The columns that a header row names.
 *
 * @example
 * csvColumnsOf(['Timestamp', 'PodName', 'Log'], []).message // [2]
 */
export function csvColumnsOf(header: readonly string[], request_id_fields: readonly string[]): CsvColumns {
  const names = header.map(normalize);
  const columnsOf = (paths: readonly string[]) =>
    [...new Set(paths.map((path) => names.indexOf(normalize(path))))].filter((column) => column >= 0);
  const columns = Object.entries(FIELD_PATHS).map(([field, paths]) => [
    field,
    columnsOf(field === 'request_id' ? [...request_id_fields, ...paths] : paths),
  ]);
  return Object.fromEntries(columns) as CsvColumns;
}

/** Whether the columns are those of a log: a message, and something about it. */
export function areLogColumns(columns: CsvColumns): boolean {
  return columns.message.length > 0 && Object.values(columns).filter((found) => found.length > 0).length > 1;
}

/** The event of a row; undefined where it has no message. */
export function eventOfRow(
  row: readonly string[],
  columns: CsvColumns,
  request_id_fields: readonly string[],
): RawEvent | undefined {
  const lookup = (field: FileField) => columns[field].map((column) => row[column]).find(Boolean);
  return eventOfEnvelope(lookup, { request_id_fields });
}
