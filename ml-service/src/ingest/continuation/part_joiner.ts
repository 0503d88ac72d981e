import type { IngestCounters } from '../ingest_counters.ts';
import { MAX_LINE_BYTES } from '../line_splitter.ts';
import { MAX_LINES_APART } from './joiner.ts';
import type { CarriedLine } from './carried_line.ts';

/** Docker splits at 16 kB. Parts that are shorter are believed a few times: some shippers drop line ends. */
const MAX_SHORT_PARTS = 3;
const SHORT_PART = 16_000;

/** A line as it stood before a runtime cut it, and where its first part stands. */
export interface WholeLine {
  readonly line: string;
  readonly line_number: number;
}

interface Waiting {
  readonly parts: { readonly carried: CarriedLine; readonly whole: WholeLine }[];
  length: number;
}

/**
 * Puts lines together again that a container runtime cut, each stream for itself. Where no part is ever marked as the last,
 * each is a line.
 *
 * @example
 * joiner.add('2026-01-15T10:00:00Z stdout P half ', …) // []
 * joiner.add('2026-01-15T10:00:00Z stdout F a line', …) // [{ line: '2026-01-15T10:00:00Z stdout F half a line', … }]
 */
export class PartJoiner {
  readonly #counters: IngestCounters;
  readonly #waiting = new Map<string, Waiting>();
  /** Streams whose lines have no mark of their end. */
  readonly #unmarked = new Set<string>();

  constructor(counters: IngestCounters) {
    this.#counters = counters;
  }

  /** The first line that waits for the rest of it; Infinity where none does. */
  get oldest(): number {
    let oldest = Infinity;
    for (const { parts } of this.#waiting.values()) oldest = Math.min(oldest, parts[0]!.whole.line_number);
    return oldest;
  }

  /** Takes the next line and returns those that are whole. */
  add(whole: WholeLine, carried: CarriedLine | undefined): readonly WholeLine[] {
    if (this.#waiting.size > 0) {
      const late = this.#late(whole.line_number);
      if (late.length > 0) return [...late, ...this.#add(whole, carried)];
    }
    return this.#add(whole, carried);
  }

  #add(whole: WholeLine, carried: CarriedLine | undefined): readonly WholeLine[] {
    if (carried === undefined) return [whole];
    const waiting = this.#waiting.get(carried.stream);
    if (!carried.is_part && waiting === undefined) return [whole];
    if (carried.is_part && this.#unmarked.has(carried.stream)) return [whole];
    const all = waiting ?? { parts: [], length: 0 };
    all.parts.push({ carried, whole });
    all.length += carried.text.length;
    if (!carried.is_part || all.length > MAX_LINE_BYTES) {
      this.#waiting.delete(carried.stream);
      return [this.#join(all)];
    }
    const { parts } = all;
    if (parts.length > MAX_SHORT_PARTS && parts.every((part) => isUnmarked(part.carried))) {
      this.#waiting.delete(carried.stream);
      this.#unmarked.add(carried.stream);
      return parts.map((part) => part.whole);
    }
    this.#waiting.set(carried.stream, all);
    return [];
  }

  /** What the end of the input leaves; a line that is cut off with it is one all the same. */
  end(): readonly WholeLine[] {
    return this.#late(Infinity);
  }

  /** Those that got nothing more for too long. */
  #late(line_number: number): readonly WholeLine[] {
    const late: WholeLine[] = [];
    for (const [stream, waiting] of this.#waiting) {
      const { parts } = waiting;
      if (line_number - parts.at(-1)!.whole.line_number <= MAX_LINES_APART) continue;
      this.#waiting.delete(stream);
      if (parts.every((part) => isUnmarked(part.carried))) late.push(...parts.map(({ whole }) => whole));
      else late.push(this.#join(waiting));
    }
    return late.sort((a, b) => a.line_number - b.line_number);
  }

  #join({ parts }: Waiting): WholeLine {
    const [first] = parts;
    this.#counters.joined += parts.length - 1;
    return {
      line: first!.carried.with(parts.map(({ carried }) => carried.text).join('')),
      line_number: first!.whole.line_number,
    };
  }
}

/** A short part that only lacks its line end, as of Docker; CRI marks parts. */
function isUnmarked({ is_part, is_marked, text }: CarriedLine): boolean {
  return is_part && !is_marked && text.length < SHORT_PART;
}
