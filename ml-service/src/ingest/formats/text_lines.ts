import { eventOfJson } from '../envelope.ts';
import { jsonBatchOf } from '../json_batch.ts';
import { carriedLine, type CarriedLine } from '../continuation/carried_line.ts';
import { EventJoiner, type HeadOf } from '../continuation/joiner.ts';
import { PartJoiner, type WholeLine } from '../continuation/part_joiner.ts';
import type { IngestCounters } from '../ingest_counters.ts';
import { PrettyJson } from './pretty_json.ts';
import { isBlankLine, type LineInterpreter, type NumberedEvent } from '../raw_event.ts';

const NONE: readonly NumberedEvent[] = [];

/** How lines of text are read. */
export interface TextLinesOptions {
  readonly counters: IngestCounters;
  readonly request_id_fields: readonly string[];
  readonly headOf: HeadOf;
  /** Each line is expected to be a JSON object: one that is none is counted. */
  readonly is_json?: boolean;
}

/**
 * Text and JSON, which are often in one file. A line that a runtime cut is put together, then a line that is JSON is read as the
 * events that it holds, then the lines of an event are joined, blank lines between them notwithstanding.
 */
export class TextLines implements LineInterpreter {
  readonly #counters: IngestCounters;
  readonly #request_id_fields: readonly string[];
  readonly #is_json: boolean;
  readonly #parts: PartJoiner;
  readonly #joiner: EventJoiner;
  readonly #pretty: PrettyJson;
  /** Lines of text may bring JSON of theirs, which belongs to them. */
  #is_after_json = true;

  constructor({ counters, request_id_fields, headOf, is_json = false }: TextLinesOptions) {
    this.#counters = counters;
    this.#request_id_fields = request_id_fields;
    this.#is_json = is_json;
    this.#parts = new PartJoiner(counters);
    this.#pretty = new PrettyJson(counters);
    this.#joiner = new EventJoiner({ counters, headOf });
  }

  add(line: string, line_number: number): readonly NumberedEvent[] {
    if (isBlankLine(line)) {
      this.#counters.empty += 1;
      return NONE;
    }
    for (const [text, number] of this.#pretty.add(line, line_number, this.#is_after_json))
      this.#add(text, number);
    return this.#joiner.release({ read: this.#pretty.first ?? line_number, before: this.#parts.oldest });
  }

  #add(line: string, line_number: number): void {
    const carried = carriedLine(line);
    for (const whole of this.#parts.add({ line, line_number }, carried)) {
      this.#take(whole, whole.line === line ? carried : carriedLine(whole.line));
    }
  }

  end(): readonly NumberedEvent[] {
    for (const [text, number] of this.#pretty.end()) this.#add(text, number);
    for (const whole of this.#parts.end()) this.#take(whole, carriedLine(whole.line));
    return this.#joiner.end();
  }

  #take({ line, line_number }: WholeLine, carried: CarriedLine | undefined): void {
    if (this.#is_json && LIST_ENDS.test(line)) {
      this.#counters.empty += 1;
      return;
    }
    for (const text of jsonBatchOf(line) ?? [line]) {
      const event = eventOfJson(text, this.#request_id_fields);
      this.#is_after_json = event !== undefined;
      this.#joiner.add({
        stream: carried?.stream ?? '',
        text: carried?.text ?? (event === undefined ? text : undefined),
        line_number,
        event: () => {
          if (event === undefined && this.#is_json) this.#counters.not_json += 1;
          return { event: event ?? { message: text }, line_number };
        },
      });
    }
  }
}

/** Lines of a list of objects that hold none. */
const LIST_ENDS = /^\s*[[\],]\s*$/;
