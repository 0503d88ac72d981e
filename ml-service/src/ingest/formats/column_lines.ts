import { eventOfRow } from '../envelope.ts';
import type { IngestCounters } from '../ingest_counters.ts';
import { isBlankLine, type LineInterpreter, type NumberedEvent } from '../raw_event.ts';
import { isDirective, namesOfColumns } from './input_format.ts';

/**
 * Lines of columns that a line above them names: a `#Fields` directive, or the first line. Where tabs part the names, they
 * part the columns, too; else blanks do. A line with another number of columns is read as text.
 */
export class ColumnLines implements LineInterpreter {
  readonly #counters: IngestCounters;
  readonly #request_id_fields: readonly string[];
  #names: readonly string[] | undefined;

  constructor(counters: IngestCounters, request_id_fields: readonly string[]) {
    this.#counters = counters;
    this.#request_id_fields = request_id_fields;
  }

  add(line: string, line_number: number): readonly NumberedEvent[] {
    const names = isDirective(line) ? namesOfColumns(line) : undefined;
    if (names) this.#names = names;
    if (names !== undefined || isBlankLine(line) || isDirective(line)) return this.#passed();
    if (this.#names === undefined) {
      this.#names = line.split(/\s+/);
      return this.#passed();
    }
    const cells = line.trim().split(line.includes('\t') ? '\t' : /\s+/);
    const event =
      cells.length === this.#names.length
        ? eventOfRow(this.#names, cells, this.#request_id_fields)
        : { message: line };
    return event === undefined ? this.#passed() : [{ event, line_number }];
  }

  end(): readonly NumberedEvent[] {
    return [];
  }

  #passed(): readonly NumberedEvent[] {
    this.#counters.empty += 1;
    return [];
  }
}
