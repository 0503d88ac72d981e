import { type CourseLine, stepOf } from './course_line.ts';

/** How far apart two lines are compared: what is written within one millisecond is a handful of lines. */
const LINES_APART = 8;

/**
 * In which order lines are usually written, learned where their times differ: so lines of one moment stand in the order in which
 * they most likely were written, and the same way in all requests.
 */
export class UsualOrder {
  private readonly pairs = new Map<string, Map<string, number>>();

  /** @param lines - Of one request, in time order. */
  add(lines: readonly CourseLine[]): void {
    const keys = lines.map(stepOf);
    for (let at = 0; at < lines.length; at++) {
      const last = Math.min(lines.length - 1, at + LINES_APART);
      for (let later = at + 1; later <= last; later++) {
        if (lines[later]!.time > lines[at]!.time) this.count(keys[at]!, keys[later]!);
      }
    }
  }

  private count(before: string, after: string): void {
    let followers = this.pairs.get(before);
    if (!followers) this.pairs.set(before, (followers = new Map<string, number>()));
    followers.set(after, (followers.get(after) ?? 0) + 1);
  }

  /** Lines in time order, those of one moment as they are usually written; of what is not known, as they stand. */
  arranged(lines: readonly CourseLine[]): readonly CourseLine[] {
    const arranged: CourseLine[] = [];
    for (let from = 0; from < lines.length;) {
      let to = from + 1;
      while (to < lines.length && lines[to]!.time === lines[from]!.time) to += 1;
      arranged.push(...(to - from === 1 ? [lines[from]!] : this.ofOneMoment(lines.slice(from, to))));
      from = to;
    }
    return arranged;
  }

  /** Each by before how many of the others it usually comes. Thousands of one moment are of a few kinds. */
  private ofOneMoment(lines: readonly CourseLine[]): readonly CourseLine[] {
    const keys = lines.map(stepOf);
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    const wins = new Map<string, number>();
    for (const key of counts.keys()) {
      let sum = 0;
      for (const [other, count] of counts) sum += count * this.wins(key, other);
      wins.set(key, sum);
    }
    return lines
      .map((line, at) => ({ line, wins: wins.get(keys[at]!)! }))
      .sort((a, b) => b.wins - a.wins)
      .map(({ line }) => line);
  }

  private wins(one: string, other: string): number {
    const timesOf = (before: string, after: string) => this.pairs.get(before)?.get(after) ?? 0;
    return Math.sign(timesOf(one, other) - timesOf(other, one));
  }
}
