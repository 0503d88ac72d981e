import { compareText } from '../../../../common/compare_text.ts';
import type { Sequence } from './sequence.ts';

const START = 0;
const END = 1;
/** An event that was never learned. */
const UNKNOWN = -1;

/** What came after one context. */
interface Followers {
  total: number;
  readonly counts: Map<number, number>;
}

/** A step of a session: from its context to the event at a position. */
export interface Step {
  /** Of the event that came, from 0; the length of the sequence where the session ended. */
  readonly position: number;
  /** log10 of one over its probability. */
  readonly surprise: number;
}

/** What usually comes at a place. */
export interface ExpectedEvent {
  /** Undefined: the end of the session. */
  readonly event: string | undefined;
  /** How often, of all that came there, 0–1. */
  readonly share: number;
}

/**
 * Which event follows which, as an n-gram model with marks at both ends. Contexts that are rare lend weight to shorter
 * ones (Witten and Bell, 1991, interpolated): what never followed a context that is known well is improbable, what never
 * followed one that is hardly known is not.
 *
 * Sequences can be taken out again, so that one can be judged by all others.
 */
export class Transitions {
  private readonly n: number;
  private readonly ids = new Map<string, number>();
  private readonly contexts = new Map<string, Followers>();

  /** @param n - Events of an n-gram: the one that comes, and as many less one before it. */
  constructor(n: number) {
    this.n = n;
  }

  /** @param sessions - How many have it; negative takes out what was added. */
  add(events: Sequence, sessions: number): void {
    const marked = this.marked(events, (event) => {
      let id = this.ids.get(event);
      if (id === undefined) this.ids.set(event, (id = END + 1 + this.ids.size));
      return id;
    });
    for (let at = this.n - 1; at < marked.length; at++) {
      for (const key of contextsOf(marked, at, this.n)) this.count(key, marked[at]!, sessions);
    }
  }

  private count(key: string, next: number, sessions: number): void {
    let followers = this.contexts.get(key);
    if (!followers) this.contexts.set(key, (followers = { total: 0, counts: new Map() }));
    followers.total += sessions;
    const count = (followers.counts.get(next) ?? 0) + sessions;
    if (count > 0) followers.counts.set(next, count);
    else followers.counts.delete(next);
    if (followers.total <= 0) this.contexts.delete(key);
  }

  /** The steps of a session, the one to its end included. */
  stepsOf(events: Sequence): readonly Step[] {
    const marked = this.marked(events, (event) => this.ids.get(event) ?? UNKNOWN);
    const first = this.n - 1;
    return Array.from({ length: events.length + 1 }, (_, position) => ({
      position,
      surprise: -Math.log10(this.probabilityAt(marked, first + position)),
    }));
  }

  private probabilityAt(marked: readonly number[], at: number): number {
    const next = marked[at]!;
    // Of what is known, the end, and what is not known.
    let probability = 1 / ((this.contexts.get('')?.counts.size ?? 0) + 1);
    for (const key of contextsOf(marked, at, this.n)) {
      const followers = this.contexts.get(key);
      if (!followers) break;
      const kinds = followers.counts.size;
      probability = ((followers.counts.get(next) ?? 0) + kinds * probability) / (followers.total + kinds);
    }
    return probability;
  }

  /** What usually comes at a position, the most frequent first, as far as the longest context says that is known. */
  expectedAt(events: Sequence, position: number, most: number): readonly ExpectedEvent[] {
    const marked = this.marked(events, (event) => this.ids.get(event) ?? UNKNOWN);
    const keys = contextsOf(marked, this.n - 1 + position, this.n);
    const followers = keys.map((key) => this.contexts.get(key)).findLast((known) => known !== undefined);
    const names = new Map([...this.ids].map(([event, id]) => [id, event]));
    return [...(followers?.counts ?? [])]
      .map(([id, times]) => ({ event: names.get(id), share: times / followers!.total }))
      .sort((a, b) => b.share - a.share || compareText(a.event ?? '', b.event ?? ''))
      .slice(0, most);
  }

  private marked(events: Sequence, idOf: (event: string) => number): number[] {
    return [...Array<number>(this.n - 1).fill(START), ...events.map(idOf), END];
  }
}

/** Keys of the contexts before a place, the empty one first. */
function contextsOf(marked: readonly number[], at: number, n: number): string[] {
  const keys = [''];
  for (let length = 1; length < n; length++) keys.push(`${marked[at - length]!},${keys[length - 1]!}`);
  return keys;
}
