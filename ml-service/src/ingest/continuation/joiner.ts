import type { IngestCounters } from '../ingest_counters.ts';
import type { NumberedEvent } from '../raw_event.ts';

/** What one event may grow to by continuation lines. */
export const JOIN_LIMITS = {
  /** The deepest stack traces of frameworks have some 300 frames; beyond 500 a recursion repeats itself. */
  lines: 500,
  /** Of the whole event: a longer one would be skipped by the parse stage. */
  bytes: 65_536,
};

/** Holds the latest event until it is known to be complete, and appends the lines that belong to it. */
export class ContinuationJoiner {
  readonly #counters: IngestCounters;
  readonly #limits: typeof JOIN_LIMITS;
  readonly #encoder = new TextEncoder();
  #head: NumberedEvent | undefined;
  #lines: string[] = [];
  #bytes = 0;

  constructor(counters: IngestCounters, limits: typeof JOIN_LIMITS = JOIN_LIMITS) {
    this.#counters = counters;
    this.#limits = limits;
  }

  /** Takes a new event and returns the one before it, complete. */
  begin(event: NumberedEvent): NumberedEvent | undefined {
    const complete = this.end();
    this.#head = event;
    return complete;
  }

  /**
   * Appends a line to the event above, or drops and counts it beyond the limits.
   *
   * @returns False where there is no event above.
   */
  join(line: string): boolean {
    if (this.#head === undefined) return false;
    if (this.#lines.length === 0) this.#bytes = this.#bytesOf(this.#head.event.message);
    this.#bytes += this.#bytesOf(line) + 1;
    if (this.#lines.length < this.#limits.lines && this.#bytes <= this.#limits.bytes) {
      this.#lines.push(line);
      this.#counters.joined += 1;
    } else {
      this.#counters.continuation_dropped += 1;
    }
    return true;
  }

  /** The last event, complete. */
  end(): NumberedEvent | undefined {
    const head = this.#head;
    if (head === undefined || this.#lines.length === 0) {
      this.#head = undefined;
      return head;
    }
    const message = [head.event.message, ...this.#lines].join('\n');
    this.#head = undefined;
    this.#lines = [];
    return { ...head, event: { ...head.event, message } };
  }

  #bytesOf(text: string): number {
    return this.#encoder.encode(text).length;
  }
}
