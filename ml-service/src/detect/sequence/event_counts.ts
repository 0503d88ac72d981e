import { compareText } from '../../../../common/compare_text.ts';
import type { Sequence } from './sequence.ts';

/** An event that came more or less often in a session than in any that was learned. */
export interface CountBreach {
  readonly event: string;
  readonly count: number;
  /** How often it comes: never less, never more. */
  readonly least: number;
  readonly most: number;
  /** How far outside, in doublings. */
  readonly excess: number;
}

/**
 * How often each event comes in a session: between the least and the most that was learned. How many sessions have each
 * count is kept, so that a session can be taken out again.
 */
export class EventCounts {
  private sessions = 0;
  /** Sessions by count, by event; a session without the event is in none. */
  private readonly events = new Map<string, Map<number, number>>();

  /** @param sessions - How many have it; negative takes out what was added. */
  add(sequence: Sequence, sessions: number): void {
    this.sessions += sessions;
    for (const [event, count] of countsOf(sequence)) {
      let counts = this.events.get(event);
      if (!counts) this.events.set(event, (counts = new Map<number, number>()));
      const left = (counts.get(count) ?? 0) + sessions;
      if (left > 0) counts.set(count, left);
      else counts.delete(count);
      if (counts.size === 0) this.events.delete(event);
    }
  }

  /** What is outside its range in a session, the farthest first. */
  breachesOf(sequence: Sequence): readonly CountBreach[] {
    const counts = countsOf(sequence);
    const breaches: CountBreach[] = [];
    for (const event of new Set([...counts.keys(), ...this.events.keys()])) {
      const count = counts.get(event) ?? 0;
      const { least, most } = this.rangeOf(event);
      const nearest = count < least ? least : Math.min(count, most);
      if (count === nearest) continue;
      const excess = Math.abs(Math.log2((count + 1) / (nearest + 1)));
      breaches.push({ event, count, least, most, excess });
    }
    return breaches.sort((a, b) => b.excess - a.excess || compareText(a.event, b.event));
  }

  private rangeOf(event: string): { least: number; most: number } {
    let least = Infinity;
    let most = 0;
    let sessions = 0;
    for (const [count, having] of this.events.get(event) ?? []) {
      least = Math.min(least, count);
      most = Math.max(most, count);
      sessions += having;
    }
    return { least: sessions < this.sessions ? 0 : least, most };
  }
}

function countsOf(sequence: Sequence): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of sequence) counts.set(event, (counts.get(event) ?? 0) + 1);
  return counts;
}
