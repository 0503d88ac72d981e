/** Days by which a date goes back at least where a year begins: lines are out of order by less. */
const NEW_YEAR_DAYS = 186;
/** A line that is late belongs to the year before: from the first days of January to the last of December. */
const LATE_DAYS = 350;
/** No log of so many years writes times without one: its parts are in no order. */
const MOST_YEARS = 9;

interface Place {
  readonly step: number;
  readonly year: number;
}

/**
 * Which year the lines of a log have that name none. Within a log times go forward, so a date that goes back by most of a
 * year begins a new one. The first reading counts these steps, a second one knows how many years before the last line a
 * line was written; while a log is read for the first time, each line is read by itself.
 */
export class LogYears {
  private step = 0;
  private day: number | undefined;
  private newest: Place | undefined;
  private oldest_step = 0;
  private known: Place | undefined;

  /**
   * The year of the next line.
   *
   * @param latest - The latest year that does not put this line into the future.
   */
  next({ month, day, latest }: { month: number; day: number; latest: number }): number {
    const place = month * 31 + day;
    if (this.day !== undefined) {
      if (this.day - place > NEW_YEAR_DAYS) this.step += 1;
      else if (place - this.day > LATE_DAYS) this.step -= 1;
    }
    this.day = place;
    if (this.known !== undefined) return Math.min(latest, this.known.year - this.known.step + this.step);
    this.oldest_step = Math.min(this.oldest_step, this.step);
    if (!this.newest || this.step >= this.newest.step) this.newest = { step: this.step, year: latest };
    return latest;
  }

  /** The log is read again from its begin. */
  rewind(): void {
    const { newest } = this;
    this.step = 0;
    this.day = undefined;
    this.known = newest && newest.step - this.oldest_step <= MOST_YEARS ? newest : undefined;
  }
}
