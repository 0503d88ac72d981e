import type { IngestCounters } from '../ingest_counters.ts';

type NumberedText = readonly [text: string, line_number: number];

/** An object that is not closed within these is no object. */
const LIMITS = { lines: 2000, characters: 1 << 20 };
const STRING = /"(?:[^"\\]|\\.)*"/g;

/** Puts objects together that are printed over lines, from a line that is only `{` to the one that closes it. */
export class PrettyJson {
  readonly #counters: IngestCounters;
  #lines: string[] = [];
  #characters = 0;
  #depth = 0;
  #first: number | undefined;

  constructor(counters: IngestCounters) {
    this.#counters = counters;
  }

  /** The line at which the object begins that is not complete yet. */
  get first(): number | undefined {
    return this.#first;
  }

  /**
   * The texts that are complete with this line.
   *
   * @param mayBegin - Whether an object may begin here.
   */
  add(line: string, line_number: number, mayBegin: boolean): NumberedText[] {
    if (this.#first === undefined) {
      if (!mayBegin || line.trim() !== '{') return [[line, line_number]];
      this.#first = line_number;
    }
    this.#lines.push(line);
    this.#characters += line.length;
    for (const mark of line.replace(STRING, '').match(/[{}]/g) ?? []) this.#depth += mark === '{' ? 1 : -1;
    const isFull = this.#lines.length >= LIMITS.lines || this.#characters >= LIMITS.characters;
    if (this.#depth > 0) return isFull ? this.end() : [];
    const text: NumberedText = [this.#lines.join('\n'), this.#first];
    this.#counters.joined += this.#lines.length - 1;
    this.#reset();
    return [text];
  }

  /** The lines of an object that is never closed, each by itself. */
  end(): NumberedText[] {
    const first = this.#first ?? 0;
    const lines = this.#lines.map((line, index): NumberedText => [line, first + index]);
    this.#reset();
    return lines;
  }

  #reset(): void {
    this.#lines = [];
    this.#characters = 0;
    this.#depth = 0;
    this.#first = undefined;
  }
}
