import type { CourseLine } from './course_line.ts';

/** Of all calls so many are answered, so that the caller speaks next: a callee that it calls after another answers to it. */
const ANSWERED_SHARE = 0.5;

/**
 * Who answers to whom, learned of which service speaks after which. A caller that says nothing between two calls looks as if
 * the first callee called the second one; but the second one never answers to the first.
 */
export class CallOrder {
  private readonly turns = new Map<string, Map<string, number>>();

  /** @param lines - Of one request, in time order. */
  add(lines: readonly Pick<CourseLine, 'service'>[]): void {
    for (let at = 1; at < lines.length; at++) {
      const [from, to] = [lines[at - 1]!.service, lines[at]!.service];
      if (from === to) continue;
      let next = this.turns.get(from);
      if (!next) this.turns.set(from, (next = new Map<string, number>()));
      next.set(to, (next.get(to) ?? 0) + 1);
    }
  }

  /** Whether a service speaks after the other often enough to be the one that called it. */
  answers(callee: string, caller: string): boolean {
    const answers = this.turnsOf(callee, caller);
    return answers > 0 && answers >= ANSWERED_SHARE * this.turnsOf(caller, callee);
  }

  private turnsOf(from: string, to: string): number {
    return this.turns.get(from)?.get(to) ?? 0;
  }
}
