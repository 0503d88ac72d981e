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

/** PostgreSQL writes no header row: its documentation names the columns (Error Reporting and Logging, csvlog). */
const POSTGRESQL_COLUMNS: readonly string[] = [
  'log_time', 'user_name', 'database_name', 'process_id', 'connection_from', 'session_id', 'session_line_num', 'command_tag',
  'session_start_time', 'virtual_transaction_id', 'transaction_id', 'error_severity', 'sql_state_code', 'message', 'detail', 'hint',
  'internal_query', 'internal_query_pos', 'context', 'query', 'query_pos', 'location', 'application_name', 'backend_type', 'leader_pid',
  'query_id',
]; // prettier-ignore
/** A time with its zone, user and database in quotes or nothing, and the process. */
const POSTGRESQL_ROW = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3} [^ ,]+,(?:"[^"]*")?,(?:"[^"]*")?,\d+,/;

/** The columns of a file without a header row, where its first row tells which program wrote it. */
export function columnsOfRow(row: string): readonly string[] | undefined {
  return POSTGRESQL_ROW.test(row) ? POSTGRESQL_COLUMNS : undefined;
}

/** Whether the columns are those of a log: a message, and something about it. */
export function areLogColumns(columns: CsvColumns): boolean {
  return columns.message.length > 0 && Object.values(columns).filter((found) => found.length > 0).length > 1;
}
