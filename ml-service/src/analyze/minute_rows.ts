/** Rows looked back at: logs of several services are merged by time, but not to the minute. */
const LOOK_BACK = 8;
/** Numbers of a row: the minute, how many lines, the number of the first of them. */
const WIDTH = 3;

/**
 * The minutes in which a template was written by one service at one level; 24 bytes a row. A minute may have several rows
 * where lines come in disorder; they add up.
 */
export class MinuteRows {
  #cells = new Float64Array(4 * WIDTH);
  #length = 0;
  #sorted = true;

  /** How many rows there are. */
  get length(): number {
    return this.#length;
  }

  /** Minutes since the epoch. */
  minuteAt(row: number): number {
    return this.#cells[row * WIDTH]!;
  }

  /** Lines of the row. */
  countAt(row: number): number {
    return this.#cells[row * WIDTH + 1]!;
  }

  /** The number of its first line. */
  lineAt(row: number): number {
    return this.#cells[row * WIDTH + 2]!;
  }

  /** Counts a line. */
  add(minute: number, line: number): void {
    const last = this.#length - 1;
    for (let row = last; row >= 0 && row > last - LOOK_BACK; row--) {
      if (this.minuteAt(row) === minute) {
        this.#cells[row * WIDTH + 1]! += 1;
        return;
      }
    }
    this.#push(minute, 1, line);
  }

  /** Takes up the rows of another. */
  merge(other: MinuteRows): void {
    for (let row = 0; row < other.length; row++) {
      this.#push(other.minuteAt(row), other.countAt(row), other.lineAt(row));
    }
  }

  /** Orders the rows by minute, rows of one minute by line. */
  sort(): this {
    if (this.#sorted) return this;
    const order = Array.from({ length: this.#length }, (_, row) => row);
    order.sort((a, b) => this.minuteAt(a) - this.minuteAt(b) || this.lineAt(a) - this.lineAt(b));
    const cells = new Float64Array(this.#cells.length);
    order.forEach((row, place) => {
      cells.set(this.#cells.subarray(row * WIDTH, (row + 1) * WIDTH), place * WIDTH);
    });
    this.#cells = cells;
    this.#sorted = true;
    return this;
  }

  #push(minute: number, count: number, line: number): void {
    const at = this.#length * WIDTH;
    if (at === this.#cells.length) {
      const larger = new Float64Array(at * 2);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    if (this.#length > 0 && this.minuteAt(this.#length - 1) > minute) this.#sorted = false;
    this.#cells[at] = minute;
    this.#cells[at + 1] = count;
    this.#cells[at + 2] = line;
    this.#length += 1;
  }
}
