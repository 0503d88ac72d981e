import { eventOfEnvelope, jsonObjectOf, lookupIn, type LookupOptions } from '../envelope.ts';
import type { IngestCounters } from '../ingest_counters.ts';
import { isBlankLine, type LineInterpreter, type NumberedEvent } from '../raw_event.ts';

/** NDJSON: each line is an object. One that is none is read as text, one without a message is counted. */
export class JsonLines implements LineInterpreter {
  readonly #counters: IngestCounters;
  readonly #options: LookupOptions;

  constructor(counters: IngestCounters, request_id_fields: readonly string[]) {
    this.#counters = counters;
    this.#options = { request_id_fields };
  }

  add(line: string, line_number: number): readonly NumberedEvent[] {
    if (isBlankLine(line)) {
      this.#counters.empty += 1;
      return [];
    }
    const object = jsonObjectOf(line);
    if (object === undefined) {
      this.#counters.not_json += 1;
      return [{ event: { message: line }, line_number }];
    }
    const event = eventOfEnvelope(lookupIn(object, this.#options), this.#options);
    if (event !== undefined) return [{ event, line_number }];
    this.#counters.no_message += 1;
    return [];
  }

  end(): readonly NumberedEvent[] {
    return [];
  }
}
