/** Rows looked back at: logs of several services are merged by time, but not to the minute. */
const LOOK_BACK = 8;

/** Lines of one minute: how many, and the number of the first of them. */
export interface MinuteRow {
  /** Minutes since the epoch. */
  readonly minute: number;
  count: number;
  readonly line: number;
}

/**
 * The minutes in which a template was written by one service at one level. A minute may have several rows where lines
 * come in disorder; they add up.
 */
export class MinuteRows {
  #rows: MinuteRow[] = [];
  #sorted = true;

  add(minute: number, line: number): void {
    const rows = this.#rows;
    for (let index = rows.length - 1; index >= 0 && index >= rows.length - LOOK_BACK; index--) {
      const row = rows[index]!;
      if (row.minute === minute) {
        row.count += 1;
        return;
      }
    }
    const last = rows.at(-1);
    if (last !== undefined && last.minute > minute) this.#sorted = false;
    rows.push({ minute, count: 1, line });
  }

  /** Takes up the rows of another. */
  merge(other: MinuteRows): void {
    this.#rows = [...this.#rows, ...other.#rows];
    this.#sorted = false;
  }

  /** All rows, ascending by minute. */
  sorted(): readonly MinuteRow[] {
    if (!this.#sorted) this.#rows.sort((a, b) => a.minute - b.minute || a.line - b.line);
    this.#sorted = true;
    return this.#rows;
  }
}
