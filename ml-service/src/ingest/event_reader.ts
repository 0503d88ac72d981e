import { ColumnLines } from './formats/column_lines.ts';
import { columnsOfRow } from './formats/csv_columns.ts';
import { CsvLines } from './formats/csv_lines.ts';
import type { IngestCounters } from './ingest_counters.ts';
import { delimiterOf, type DetectedFormat, detectFormat, type InputFormat } from './formats/input_format.ts';
import type { HeadOf } from './continuation/joiner.ts';
import { LineSplitter } from './line_splitter.ts';
import { isBlankLine, type LineInterpreter, type NumberedEvent } from './raw_event.ts';
import { TextLines } from './formats/text_lines.ts';

/**
 * Bytes of one input in, events out: the way of a log line up to the parse stage.
 *
 * @example
 * const reader = new EventReader({ counters: newIngestCounters(), headOf: (line) => parser.headOf(line) });
 * for (const chunk of chunks) for (const { event } of reader.push(chunk)) parser.learn(event);
 * for (const { event } of reader.end()) parser.learn(event);
 */
export class EventReader {
  readonly #counters: IngestCounters;
  readonly #format: InputFormat | undefined;
  readonly #request_id_fields: readonly string[];
  readonly #headOf: HeadOf;
  readonly #splitter: LineSplitter;
  #interpreter: LineInterpreter | undefined;
  #line_number = 0;

  /**
   * @param options.format - Absent: recognised by the lines that are complete with the first chunk that has one.
   * @param options.request_id_fields - Paths that hold a request id, before those of `event_fields.ts`.
   * @param options.headOf - Which lines begin with a time: there an event begins. Absent: the grammar of traces alone tells.
   */
  constructor({
    counters,
    format,
    request_id_fields = [],
    headOf = () => undefined,
  }: {
    readonly counters: IngestCounters;
    readonly format?: InputFormat | undefined;
    readonly request_id_fields?: readonly string[];
    readonly headOf?: HeadOf;
  }) {
    this.#counters = counters;
    this.#format = format;
    this.#request_id_fields = request_id_fields;
    this.#headOf = headOf;
    this.#splitter = new LineSplitter(counters);
  }

  /**
   * The events that are complete with this chunk.
   *
   * @throws LogAiError `input_unreadable` when a CSV file names no message column.
   */
  push(chunk: Uint8Array): NumberedEvent[] {
    return this.#interpret(this.#splitter.push(chunk));
  }

  /** The events that nothing more is to be waited for: the input says nothing for a while. */
  flush(): readonly NumberedEvent[] {
    return this.#interpreter?.end() ?? [];
  }

  /** The events that the end of the input completes. */
  end(): NumberedEvent[] {
    const events = this.#interpret(this.#splitter.end());
    return [...events, ...(this.#interpreter?.end() ?? [])];
  }

  #interpret(lines: readonly string[]): NumberedEvent[] {
    const events: NumberedEvent[] = [];
    for (const [index, line] of lines.entries()) {
      this.#line_number += 1;
      if (this.#interpreter === undefined && isBlankLine(line)) {
        this.#counters.empty += 1;
        continue;
      }
      this.#interpreter ??= this.#interpreterOf(lines.slice(index, index + LINES_TO_LOOK_AT));
      for (const event of this.#interpreter.add(line, this.#line_number)) events.push(event);
    }
    return events;
  }

  #interpreterOf(lines: readonly string[]): LineInterpreter {
    const detected = this.#chosen(lines[0]!) ?? detectFormat(lines);
    const counters = this.#counters;
    const request_id_fields = this.#request_id_fields;
    if (detected.format === 'csv') {
      const { delimiter, columns } = detected;
      return new CsvLines({ delimiter, columns, counters, request_id_fields });
    }
    if (detected.format === 'columns') return new ColumnLines(counters, request_id_fields);
    const headOf = this.#headOf;
    return new TextLines({ counters, request_id_fields, headOf, is_json: detected.format === 'ndjson' });
  }

  #chosen(header: string): DetectedFormat | undefined {
    if (this.#format === 'csv') {
      return { format: 'csv', delimiter: delimiterOf(header), columns: columnsOfRow(header) };
    }
    return this.#format && { format: this.#format };
  }
}

/** Enough to tell JSON from text with some JSON in it. */
const LINES_TO_LOOK_AT = 50;
