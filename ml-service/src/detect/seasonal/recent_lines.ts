import type { CountReader } from '../counts/count_reader.ts';
import type { MinuteRange } from '../../../../common/minutes.ts';

/**
 * The lines of some series in the minutes around one, side by side: read once for all of them, and looked up for each as
 * often as it takes.
 */
export class RecentLines {
  private readonly from: number;
  private readonly width: number;
  private readonly rows: ReadonlyMap<number, number>;
  private readonly lines: Float64Array;

  constructor(counts: CountReader, numbers: readonly number[], { from, to }: MinuteRange) {
    this.from = from;
    this.width = to - from;
    this.rows = new Map(numbers.map((number, row) => [number, row]));
    this.lines = counts.tableOf(numbers, { from, to });
  }

  /** Lines of one of the series by minute. */
  of(number: number): (minute: number) => number {
    const { from, lines } = this;
    const start = this.rows.get(number)! * this.width - from;
    return (minute) => lines[start + minute]!;
  }
}
