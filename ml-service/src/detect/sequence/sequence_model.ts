import { compareText } from '../../../../common/compare_text.ts';
import type { SequenceConfig } from '../../settings/detectors.ts';
import { type CountBreach, EventCounts } from './event_counts.ts';
import type { CountedSequence, Sequence } from './sequence.ts';
import { type ExpectedEvent, type Step, Transitions } from './transitions.ts';

/** What is measured of a session, each by itself: 0 or little is usual. */
export interface Signals {
  /** How far events are outside the range of their counts, in doublings, summed up. */
  readonly counts: number;
  /** The mean surprise of its steps, in orders of magnitude. */
  readonly flow: number;
  /** The surprise of its most surprising step. */
  readonly step: number;
}
export type Signal = keyof Signals;

/** Of a session as the model sees it. */
export interface SessionMeasure {
  readonly signals: Signals;
  readonly breaches: readonly CountBreach[];
  /** The most surprising step; that of two that comes first. */
  readonly step: Step;
}

/** A sequence that was learned, as it looks to all others. */
export interface HeldOut extends CountedSequence {
  readonly signals: Signals;
}

type ModelConfig = Pick<SequenceConfig, 'n' | 'max_events' | 'max_length'>;

/**
 * What is normal of the sessions of one kind. It is the sequences that were learned, each with the number of its sessions;
 * all else follows of these. So the order in which sessions come says nothing, and what is stored is small.
 *
 * Memory is bounded: above `max_events` the numbers of sessions are halved, and what nobody has any more is forgotten.
 */
export class SequenceModel {
  private readonly config: ModelConfig;
  private readonly known = new Map<string, { readonly events: Sequence; sessions: number }>();
  private transitions: Transitions;
  private counts = new EventCounts();
  private events = 0;
  private total = 0;

  constructor(config: ModelConfig, learned: Iterable<CountedSequence> = []) {
    this.config = config;
    this.transitions = new Transitions(config.n);
    for (const { events, sessions } of learned) this.learn(events, sessions);
  }

  /** How many sessions are remembered. */
  get sessions(): number {
    return this.total;
  }

  /** What is remembered, sorted: the same sessions in any order give the same. */
  get learned(): readonly CountedSequence[] {
    return [...this.known].sort(([a], [b]) => compareText(a, b)).map(([, counted]) => ({ ...counted }));
  }

  learn(sequence: Sequence, sessions = 1): void {
    const events = this.bounded(sequence);
    const key = JSON.stringify(events);
    const before = this.known.get(key);
    if (before) before.sessions += sessions;
    else {
      this.known.set(key, { events, sessions });
      this.events += events.length + 1;
    }
    this.total += sessions;
    this.add(events, sessions);
    while (this.events > this.config.max_events && this.total > 1) this.halve();
  }

  private add(events: Sequence, sessions: number): void {
    this.transitions.add(events, sessions);
    this.counts.add(events, sessions);
  }

  private halve(): void {
    // Of those that one session has every second one stays.
    const kept = this.learned.map(({ events, sessions }, index) => ({
      events,
      sessions: Math.floor((sessions + (index % 2)) / 2),
    }));
    this.known.clear();
    this.transitions = new Transitions(this.config.n);
    this.counts = new EventCounts();
    this.events = 0;
    this.total = 0;
    for (const { events, sessions } of kept) if (sessions > 0) this.learn(events, sessions);
  }

  measure(sequence: Sequence): SessionMeasure {
    const events = this.bounded(sequence);
    const steps = this.transitions.stepsOf(events);
    const step = steps.reduce((most, one) => (one.surprise > most.surprise ? one : most));
    const breaches = this.counts.breachesOf(events);
    return {
      signals: {
        counts: breaches.reduce((sum, { excess }) => sum + excess, 0),
        flow: steps.reduce((sum, { surprise }) => sum + surprise, 0) / steps.length,
        step: step.surprise,
      },
      breaches,
      step,
    };
  }

  /** How surprising each step of a session is, the one to its end included. */
  stepsOf(sequence: Sequence): readonly Step[] {
    return this.transitions.stepsOf(this.bounded(sequence));
  }

  /** What usually comes at a position of a session, the most frequent first. */
  expectedAt(sequence: Sequence, position: number, most: number): readonly ExpectedEvent[] {
    return this.transitions.expectedAt(this.bounded(sequence), position, most);
  }

  /** What each session that was learned looks like to all others: what is normal looks like that when it is new. */
  heldOut(): readonly HeldOut[] {
    return [...this.known.values()].map(({ events, sessions }) => {
      const { signals } = this.without(events, () => this.measure(events));
      return { events, sessions, signals };
    });
  }

  /** Looks at the model as it is without one session that was learned. */
  without<T>(sequence: Sequence, look: () => T): T {
    const events = this.bounded(sequence);
    this.add(events, -1);
    const seen = look();
    this.add(events, 1);
    return seen;
  }

  /** Of a session that is longer its beginning is looked at. */
  private bounded(sequence: Sequence): Sequence {
    return sequence.length > this.config.max_length ? sequence.slice(0, this.config.max_length) : sequence;
  }
}
