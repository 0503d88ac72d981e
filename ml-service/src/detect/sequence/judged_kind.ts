import type { SequenceConfig } from '../../settings/detectors.ts';
import { type Deviation, deviationKeyOf, deviationOf } from './deviation.ts';
import { countedOf, type KindMemory } from './kind_memory.ts';
import { exceededOf, type Limits, limitsOf } from './limits.ts';
import type { Sequence } from './sequence.ts';
import { SequenceModel, type SessionMeasure, type Signal } from './sequence_model.ts';

/** Sequences of which is kept how they deviate: many sessions are the same. */
const MOST_KNOWN = 5000;

/** What sessions of a kind are judged by. */
export class JudgedKind {
  readonly model: SequenceModel;
  private readonly limits: Limits;
  private readonly known = new Map<string, WayToDeviate | undefined>();
  /** Of how many sessions that were learned it is what they have most unusual, each looked at by all others. */
  private readonly usual = new Map<string, number>();
  /** Ways to deviate in which normal sessions do, and in which just one did. */
  readonly ways: { readonly all: number; readonly once: number };

  constructor(model: SequenceModel, config: SequenceConfig) {
    this.model = model;
    const { order_rate, counts_rate } = config;
    const held_out = model.heldOut();
    const rates = { counts: counts_rate, step: order_rate, flow: order_rate };
    this.limits = limitsOf(model, rates, held_out);
    const deviating = new Map<string, number>();
    for (const { events, sessions, signals } of held_out) {
      // Whether it is above a limit is left out: limits move, and what lies close to one would come and go.
      const ways = model.without(events, () => this.unusualOf(events));
      for (const key of new Set(ways.map(({ key }) => key))) count(this.usual, key, sessions);
      const exceeded = exceededOf(signals, this.limits);
      if (exceeded.length > 0)
        count(deviating, (exceeded.includes('counts') ? ways.at(-1) : ways[0])!.key, sessions);
    }
    const once = [...deviating.values()].filter((sessions) => sessions === 1).length;
    this.ways = { all: deviating.size, once };
  }

  /** How a session deviates; undefined: in no way. */
  deviationOf(sequence: Sequence): WayToDeviate | undefined {
    const name = JSON.stringify(sequence);
    if (this.known.has(name)) return this.known.get(name);
    const way = this.wayOf(sequence);
    if (this.known.size < MOST_KNOWN) this.known.set(name, way);
    return way;
  }

  /** How many normal sessions deviate in that way, be it ever so little. */
  usualOf(key: string): number {
    return this.usual.get(key) ?? 0;
  }

  private wayOf(sequence: Sequence): WayToDeviate | undefined {
    const measure = this.model.measure(sequence);
    const exceeded = exceededOf(measure.signals, this.limits);
    return exceeded.length === 0 ? undefined : this.wayBy(sequence, { measure, exceeded });
  }

  /** By its order, and by its counts. */
  private unusualOf(sequence: Sequence): WayToDeviate[] {
    const measure = this.model.measure(sequence);
    const by = [['step'], ...(measure.breaches.length > 0 ? [['counts']] : [])] as Signal[][];
    return by.map((exceeded) => this.wayBy(sequence, { measure, exceeded }));
  }

  private wayBy(
    sequence: Sequence,
    seen: { measure: SessionMeasure; exceeded: readonly Signal[] },
  ): WayToDeviate {
    const deviation = deviationOf(this.model, sequence, seen);
    return { key: deviationKeyOf(deviation, sequence), deviation };
  }
}

function count(tally: Map<string, number>, key: string, sessions: number): void {
  tally.set(key, (tally.get(key) ?? 0) + sessions);
}

/** How a session deviates, and what is the same for all that do so. */
export interface WayToDeviate {
  readonly key: string;
  readonly deviation: Deviation;
}

/**
 * The models of what is learned. It changes once in a block, so that they are made once for each: they follow of what is
 * remembered, and who begins anew makes them again.
 */
export class JudgedKinds {
  private readonly config: SequenceConfig;
  private readonly made = new WeakMap<KindMemory['learned'], JudgedKind>();

  constructor(config: SequenceConfig) {
    this.config = config;
  }

  of({ learned, events }: Pick<KindMemory, 'learned' | 'events'>): JudgedKind {
    let judged = this.made.get(learned);
    if (judged) return judged;
    judged = new JudgedKind(new SequenceModel(this.config, countedOf(learned, events)), this.config);
    this.made.set(learned, judged);
    return judged;
  }

  /** Takes a model over that was made of what is learned. */
  adopt(learned: KindMemory['learned'], model: SequenceModel): void {
    this.made.set(learned, new JudgedKind(model, this.config));
  }
}
