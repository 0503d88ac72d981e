import type { IngestCounters } from '../ingest_counters.ts';

/** A row of cells and the line at which it begins. */
export interface CsvRow {
  readonly cells: readonly string[];
  readonly line_number: number;
}

/**
 * Lines of one row at most. A quoted cell holds a stack trace at the longest; beyond that a quote is not closed, and the
 * rows behind it must not be lost.
 */
export const MAX_ROW_LINES = 500;

const QUOTE = '"';

/**
 * Puts lines together to rows as RFC 4180 has them. Quotes within an unquoted cell, text behind a closing quote, and rows
 * of other lengths are taken as they are. Where a quote is never closed, its line alone is counted as `malformed`; the
 * lines behind it are read anew. (The usual parsers skip all that follows.)
 *
 * @example
 * new CsvRowReader({ delimiter: ',', counters }).add('1,"a, ""b"""', 1) // [{ cells: ['1', 'a, "b"'], line_number: 1 }]
 */
export class CsvRowReader {
  readonly #delimiter: string;
  readonly #counters: IngestCounters;
  /** The lines of the row that is not complete yet. */
  #lines: string[] = [];
  #first_line_number = 0;
  #cells: string[] = [];
  /** The quoted cell that is not closed yet. */
  #open: string | undefined;

  constructor({ delimiter, counters }: { readonly delimiter: string; readonly counters: IngestCounters }) {
    this.#delimiter = delimiter;
    this.#counters = counters;
  }

  /** Whether a quoted cell waits for its end. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** The rows that are complete with this line. */
  add(line: string, line_number: number): CsvRow[] {
    if (!this.isOpen) {
      if (!line.includes(QUOTE)) return [{ cells: line.split(this.#delimiter), line_number }];
      this.#first_line_number = line_number;
    }
    this.#lines.push(line);
    this.#read(line);
    if (this.isOpen) return this.#lines.length < MAX_ROW_LINES ? [] : this.#giveUp();
    const row = { cells: this.#cells, line_number: this.#first_line_number };
    this.#reset();
    return [row];
  }

  /** The rows that the end of the input completes. */
  end(): CsvRow[] {
    return this.isOpen ? [...this.#giveUp(), ...this.end()] : [];
  }

  #giveUp(): CsvRow[] {
    const [, ...others] = this.#lines;
    const next = this.#first_line_number + 1;
    this.#counters.malformed += 1;
    this.#reset();
    return others.flatMap((line, index) => this.add(line, next + index));
  }

  #reset(): void {
    this.#lines = [];
    this.#cells = [];
    this.#open = undefined;
  }

  #read(line: string): void {
    let at = 0;
    if (this.#open !== undefined) {
      this.#open += '\n';
      at = this.#readQuoted(line, 0);
    }
    while (at <= line.length) {
      if (line.startsWith(QUOTE, at)) {
        this.#open = '';
        at = this.#readQuoted(line, at + 1);
      } else {
        const end = this.#endOfCell(line, at);
        this.#cells.push(line.slice(at, end));
        at = end + this.#delimiter.length;
      }
    }
  }

  /** Reads on within quotes and returns where the next cell begins. */
  #readQuoted(line: string, start: number): number {
    let cell = this.#open ?? '';
    let at = start;
    for (;;) {
      const quote = line.indexOf(QUOTE, at);
      if (quote < 0) {
        this.#open = cell + line.slice(at);
        return line.length + 1;
      }
      cell += line.slice(at, quote);
      at = quote + 1;
      if (!line.startsWith(QUOTE, at)) break;
      cell += QUOTE;
      at += 1;
    }
    const end = this.#endOfCell(line, at);
    this.#cells.push(cell + line.slice(at, end));
    this.#open = undefined;
    return end + this.#delimiter.length;
  }

  #endOfCell(line: string, start: number): number {
    const end = line.indexOf(this.#delimiter, start);
    return end < 0 ? line.length : end;
  }
}
