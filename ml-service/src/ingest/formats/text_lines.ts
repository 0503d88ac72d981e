import { eventOfJson } from '../envelope.ts';
import { ContinuationFollower } from '../continuation/follower.ts';
import { ContinuationJoiner } from '../continuation/joiner.ts';
import type { IngestCounters } from '../ingest_counters.ts';
import { isBlankLine, type LineInterpreter, type NumberedEvent } from '../raw_event.ts';

const NONE: readonly NumberedEvent[] = [];

/**
 * Text: lines of a stack trace join the event above them, blank lines between them notwithstanding. A line that is a JSON
 * object with a message is read as one, because the logs of several programs are often in one file.
 */
export class TextLines implements LineInterpreter {
  readonly #counters: IngestCounters;
  readonly #request_id_fields: readonly string[];
  readonly #joiner: ContinuationJoiner;
  readonly #follower = new ContinuationFollower();

  constructor(counters: IngestCounters, request_id_fields: readonly string[]) {
    this.#counters = counters;
    this.#request_id_fields = request_id_fields;
    this.#joiner = new ContinuationJoiner(counters);
  }

  add(line: string, line_number: number): readonly NumberedEvent[] {
    if (isBlankLine(line)) {
      this.#counters.empty += 1;
      return NONE;
    }
    if (this.#follower.follows(line) && this.#joiner.join(line)) return NONE;
    const unwrapped = eventOfJson(line, this.#request_id_fields);
    const complete = this.#joiner.begin({ event: unwrapped ?? { message: line }, line_number });
    return complete === undefined ? NONE : [complete];
  }

  end(): readonly NumberedEvent[] {
    const last = this.#joiner.end();
    return last === undefined ? NONE : [last];
  }
}
