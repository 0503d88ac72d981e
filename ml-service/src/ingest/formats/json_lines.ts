import { eventOfJson } from '../envelope.ts';
import { jsonBatchOf } from '../json_batch.ts';
import type { IngestCounters } from '../ingest_counters.ts';
import { isBlankLine, type LineInterpreter, type NumberedEvent } from '../raw_event.ts';

/** Lines of a list of objects that hold none. */
const LIST_ENDS = /^\s*[[\],]\s*$/;

/** NDJSON: each line is an object. One that is none is read as text. */
export class JsonLines implements LineInterpreter {
  readonly #counters: IngestCounters;
  readonly #request_id_fields: readonly string[];

  constructor(counters: IngestCounters, request_id_fields: readonly string[]) {
    this.#counters = counters;
    this.#request_id_fields = request_id_fields;
  }

  add(line: string, line_number: number): readonly NumberedEvent[] {
    if (isBlankLine(line)) {
      this.#counters.empty += 1;
      return [];
    }
    if (LIST_ENDS.test(line)) {
      this.#counters.empty += 1;
      return [];
    }
    const events = (jsonBatchOf(line) ?? [line]).flatMap(
      (text) => eventOfJson(text, this.#request_id_fields) ?? [],
    );
    if (events.length > 0) return events.map((event) => ({ event, line_number }));
    this.#counters.not_json += 1;
    return [{ event: { message: line }, line_number }];
  }

  end(): readonly NumberedEvent[] {
    return [];
  }
}
