import { type CourseLine, stepOf } from './course_line.ts';

/** A wait is a gap from this share of the request's duration on: what is shorter explains nothing. */
const LEAST_SHARE = 0.1;
/** Where two steps were known to follow one another so many times, these waits say what is usual. */
const LEAST_TIMES = 5;
/** So many times the longest usual wait one is longer than usual. */
const TIMES_THE_LONGEST = 2;
/** Where the two steps are not known: so many times the median wait between lines of the request itself. */
const TIMES_THE_MEDIAN = 10;

/** A stretch in which no service wrote anything, longer than is usual. */
export interface Gap {
  /** Index of the line that ended it; it began with the one before. */
  readonly position: number;
  /** The longest wait that is usual there, milliseconds. */
  readonly usual_ms: number;
  /** How often these two steps followed one another elsewhere; 0: they are not known, and other waits of the request say it. */
  readonly times: number;
}

/** How long it takes from one step to the next in requests that succeeded. */
export class UsualWaits {
  private readonly waits = new Map<string, { longest: number; times: number }>();

  /** @param lines - Of one request, in time order. */
  add(lines: readonly CourseLine[]): void {
    for (let at = 1; at < lines.length; at++) {
      const [from, to] = [lines[at - 1]!, lines[at]!];
      const key = keyOf(from, to);
      let known = this.waits.get(key);
      if (!known) this.waits.set(key, (known = { longest: 0, times: 0 }));
      known.longest = Math.max(known.longest, to.time - from.time);
      known.times += 1;
    }
  }

  /** The longest wait between two steps, and how often they followed one another. */
  between(from: CourseLine, to: CourseLine): { readonly longest: number; readonly times: number } {
    return this.waits.get(keyOf(from, to)) ?? { longest: 0, times: 0 };
  }
}

/**
 * The gaps of a request: waits between two lines in a row, whatever services wrote them, that take a tenth of the request's
 * duration at least, and twice as long as these two steps ever took where they are known. Where they are not: ten times the
 * median wait of the request.
 *
 * @param lines - Of one request, in time order.
 * @example
 * gapsOf(lines, new UsualWaits()) // [{ position: 7, usual_ms: 50, times: 0 }]
 */
export function gapsOf(lines: readonly CourseLine[], usual: UsualWaits): readonly Gap[] {
  const waits = lines.slice(1).map(({ time }, at) => time - lines[at]!.time);
  const median = medianOf(waits);
  const least = LEAST_SHARE * ((lines.at(-1)?.time ?? 0) - (lines[0]?.time ?? 0));
  return waits.flatMap((wait, at): Gap[] => {
    const { longest, times } = usual.between(lines[at]!, lines[at + 1]!);
    const [usual_ms, factor, known] =
      times >= LEAST_TIMES
        ? ([longest, TIMES_THE_LONGEST, times] as const)
        : ([median, TIMES_THE_MEDIAN, 0] as const);
    return wait >= least && wait > factor * usual_ms ? [{ position: at + 1, usual_ms, times: known }] : [];
  });
}

/** The middle one, the lower of two; 0 of none. */
function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
}

function keyOf(from: CourseLine, to: CourseLine): string {
  return stepOf(from) + stepOf(to);
}
