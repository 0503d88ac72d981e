/** What became of the input, by named reason. Adapters and readers count up; nobody else writes. */
export interface IngestCounters {
  /** Bytes after decompression. */
  bytes: number;
  /** Lines of text, or records of a CSV file. */
  lines: number;
  /** Lines that were joined to the event above them. */
  joined: number;

  /** Not read: blank lines. */
  empty: number;
  /** Not read: JSON objects and CSV rows without a message. */
  no_message: number;
  /** Not read: CSV rows that cannot be taken apart. */
  malformed: number;
  /** Not read: lines of a stack trace beyond the limits of one event. */
  continuation_dropped: number;

  /** Read all the same: lines with bytes that are no UTF-8, each such byte became U+FFFD. */
  invalid_utf8: number;
  /** Read all the same: lines in Windows-1252 or Latin-1. */
  windows_1252: number;
  /** Read all the same: lines with NUL characters, which are kept unless they stand before the line. */
  nul: number;
  /** Read up to the limit of a line in memory, the rest was dropped. */
  line_truncated: number;
  /** Read as text: lines of an NDJSON file that are no JSON object. */
  not_json: number;
}

/** The counters that stand for lines without an event. */
export const SKIPPED_COUNTERS = ['empty', 'no_message', 'malformed', 'continuation_dropped'] as const;
/** The counters of lines that were read, but not as they are. */
export const ALTERED_COUNTERS = [
  'invalid_utf8',
  'windows_1252',
  'nul',
  'line_truncated',
  'not_json',
] as const;

/** Counters of a new input. */
export function newIngestCounters(): IngestCounters {
  return {
    bytes: 0,
    lines: 0,
    joined: 0,
    empty: 0,
    no_message: 0,
    malformed: 0,
    continuation_dropped: 0,
    invalid_utf8: 0,
    windows_1252: 0,
    nul: 0,
    line_truncated: 0,
    not_json: 0,
  };
}
