import { LogAiError } from '../../../../common/errors.ts';
import { csvColumnsOf } from './csv_columns.ts';
import { type CsvRow, CsvRowReader } from './csv_row_reader.ts';
import { eventOfRow } from '../envelope.ts';
import type { IngestCounters } from '../ingest_counters.ts';
import { isBlankLine, type LineInterpreter, type NumberedEvent } from '../raw_event.ts';

/** CSV with a header row, or with columns that are known. A row without a message is counted. */
export class CsvLines implements LineInterpreter {
  readonly #counters: IngestCounters;
  readonly #request_id_fields: readonly string[];
  readonly #rows: CsvRowReader;
  /** Names of the columns. */
  #columns: readonly string[] | undefined;
  #message_columns: readonly number[] = [];

  constructor({
    delimiter,
    columns,
    counters,
    request_id_fields,
  }: {
    readonly delimiter: string;
    readonly columns?: readonly string[] | undefined;
    readonly counters: IngestCounters;
    readonly request_id_fields: readonly string[];
  }) {
    this.#counters = counters;
    this.#request_id_fields = request_id_fields;
    this.#rows = new CsvRowReader({ delimiter, counters });
    if (columns) this.#columns = this.#readHeader(columns);
  }

  /** @throws LogAiError `input_unreadable` when the header row names no message column. */
  add(line: string, line_number: number): readonly NumberedEvent[] {
    if (!this.#rows.isOpen && isBlankLine(line)) {
      this.#counters.empty += 1;
      return [];
    }
    return this.#rows.add(line, line_number).flatMap((row) => this.#eventsOf(row));
  }

  end(): readonly NumberedEvent[] {
    return this.#rows.end().flatMap((row) => this.#eventsOf(row));
  }

  #eventsOf({ cells, line_number }: CsvRow): NumberedEvent[] {
    if (this.#columns === undefined) {
      this.#columns = this.#readHeader(cells);
      return [];
    }
    const hasMessage = this.#message_columns.some((column) => (cells[column] ?? '') !== '');
    const event = hasMessage && eventOfRow(this.#columns, cells, this.#request_id_fields);
    if (event) return [{ event, line_number }];
    this.#counters.no_message += 1;
    return [];
  }

  #readHeader(cells: readonly string[]): readonly string[] {
    this.#message_columns = csvColumnsOf(cells).message;
    if (this.#message_columns.length > 0) return cells;
    throw new LogAiError(
      'input_unreadable',
      'No column of the CSV file is called message, msg, log or text: name the one with the log lines so in its first row.',
      { details: { columns: cells.slice(0, 50) } },
    );
  }
}
