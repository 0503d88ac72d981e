import { minuteOf } from '../../../../common/minutes.ts';
import type { SequenceConfig } from '../../settings/detectors.ts';
import type { Session } from '../sessions/session.ts';
import type { Deviation } from './deviation.ts';
import type { JudgedKind, JudgedKinds, WayToDeviate } from './judged_kind.ts';
import {
  type Block,
  countedOf,
  type DeviationExample,
  type KindMemory,
  type SeenSession,
  type SequenceSpell,
  type StoredSequences,
} from './kind_memory.ts';
import { expectedOf, surpriseOfRepetition } from './repetition.ts';
import type { Sequence } from './sequence.ts';
import { SequenceModel } from './sequence_model.ts';

/**
 * What closes within ten minutes is judged by what was learned before. Sessions that deviate are looked at together with those
 * of the block before, and learned only when that is over and they were not told: the first ones of a fault do not hide it.
 */
const BLOCK_MINUTES = 10;
const BLOCKS = 2;
const BLOCKS_A_DAY = 1440 / BLOCK_MINUTES;
/** Without a session that deviates for so long a spell is over. */
const OVER_MINUTES = 10;
/** A spell that is over is remembered for so long: until its sessions have left the blocks. */
const REMEMBERED_MINUTES = (BLOCKS + 1) * BLOCK_MINUTES;
/** Ways to deviate that are remembered of a block. */
const MOST_WAYS = 1000;
/** Sessions of a way and a block that are named when it is told: a new way is after some, a usual one after many. */
const MOST_RECENT = 100;
/** A kind of which there was no session for so long is forgotten. */
export const MEMORY_MINUTES = 1440;
/** Events around the surprising step that are shown. */
const AROUND = 2;
const SAMPLES = 3;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A kind of sessions while it is judged: what is remembered of it, and what is new. */
export class FollowedKind {
  private readonly config: SequenceConfig;
  private readonly judged: JudgedKinds;
  private readonly state: Mutable<KindMemory>;
  private readonly numbers: Map<string, number>;
  private readonly block: Mutable<Block>;
  private readonly minute: number;
  /** Spells of which there is something new. */
  private readonly changed = new Set<string>();
  /** Sessions that are part of a spell, each named once. */
  readonly deviants: (SeenSession & { readonly deviation: string })[] = [];

  /** @param memory - Is not changed. */
  constructor(
    memory: KindMemory | undefined,
    context: {
      readonly minute: number;
      readonly config: SequenceConfig;
      readonly judged: JudgedKinds;
      readonly resolve: (template_id: string) => string;
    },
  ) {
    const { minute, config, judged, resolve } = context;
    this.config = config;
    this.judged = judged;
    this.minute = minute;
    this.state = memory
      ? { ...memory, events: [...memory.events], services: [...memory.services], spells: [...memory.spells] }
      : { minute, events: [], services: [], learned: {}, seen: 0, blocks: [], spells: [] };
    this.followTemplates(resolve);
    this.endSpells(minute);
    this.block = this.blockAt(Math.floor(minute / BLOCK_MINUTES));
    this.numbers = new Map(this.state.events.map((event, number) => [event, number]));
  }

  get known_sessions(): number {
    return this.normal.model.sessions;
  }

  /** What was learned before. */
  private get normal(): JudgedKind {
    return this.judged.of(this.state);
  }

  /** Judges a session, and has it remembered. */
  take(session: Session): 'judged' | 'failed' | 'insufficient_history' {
    const { state } = this;
    const minute = minuteOf(session.end);
    state.minute = Math.max(state.minute, minute);
    if (session.is_failed) return 'failed';
    state.seen += 1;
    this.block.sessions += 1;
    const events = session.events.slice(0, this.config.max_length);
    const sequence = events.map(({ template_id }) => template_id);
    const stored = events.map(({ template_id, service }) => this.numberOf(template_id, service)).join(' ');
    const isKnownEnough = this.known_sessions >= this.config.min_sessions;
    const way = isKnownEnough ? this.normal.deviationOf(sequence) : undefined;
    if (way === undefined) this.block.clean = this.withOne(this.block.clean, stored, sequence.length);
    else this.deviates({ session, sequence, stored, way, minute });
    return isKnownEnough ? 'judged' : 'insufficient_history';
  }

  /** Those of which something is to be said. */
  told(): readonly SequenceSpell[] {
    return this.state.spells.filter(({ deviation }) => this.changed.has(deviation));
  }

  /** Undefined: nothing, as there was nothing for long. */
  memory(): KindMemory | undefined {
    const { state, minute } = this;
    return minute - state.minute >= MEMORY_MINUTES ? undefined : { ...state };
  }

  /** What is known by the name of a template that became part of another goes on by that of the other. */
  private followTemplates(resolve: (template_id: string) => string): void {
    const { state } = this;
    const events = state.events.map(resolve);
    if (events.every((event, number) => event === state.events[number])) return;
    state.events = events;
    // A model that was made of it speaks of the old ones.
    state.learned = { ...state.learned };
  }

  private numberOf(event: string, service: string): number {
    const { events, services } = this.state;
    let number = this.numbers.get(event);
    if (number === undefined) this.numbers.set(event, (number = events.push(event) - 1));
    services[number] = service;
    return number;
  }

  private deviates(seen: {
    session: Session;
    sequence: Sequence;
    stored: string;
    way: WayToDeviate;
    minute: number;
  }): void {
    const { session, sequence, stored, minute, way } = seen;
    const { key, deviation } = way;
    const { deviants } = this.block;
    const seen_session = { key: session.key, minute };
    let known = deviants[key];
    if (!known) {
      if (Object.keys(deviants).length >= MOST_WAYS) return;
      known = {
        sessions: 0,
        after: this.state.seen - 1,
        first: minute,
        last: minute,
        sequences: {},
        recent: [],
        example: this.exampleOf({ session, sequence, deviation }),
      };
    }
    deviants[key] = {
      ...known,
      sessions: known.sessions + 1,
      last: Math.max(known.last, minute),
      sequences: this.withOne({ ...known.sequences }, stored, sequence.length),
      recent: [...known.recent, seen_session].slice(-MOST_RECENT),
    };
    this.tell(key, seen_session);
  }

  /** One more session of a sequence. A block remembers as many different ones as the model does, by their events. */
  private withOne(sequences: StoredSequences, stored: string, events: number): StoredSequences {
    const sessions = sequences[stored];
    if (sessions === undefined) {
      if (this.block.events + events >= this.config.max_events) return sequences;
      this.block.events += events + 1;
    }
    sequences[stored] = (sessions ?? 0) + 1;
    return sequences;
  }

  /** A spell begins where it is surprising enough, and goes on with each session. */
  private tell(key: string, session: SeenSession): void {
    const { state, config } = this;
    const { minute } = session;
    const at = state.spells.findIndex(({ deviation }) => deviation === key);
    const spell = state.spells[at];
    // It is about to be learned.
    if (spell?.is_level) return;
    const lately = state.blocks.flatMap(({ deviants }) => deviants[key] ?? []);
    const [first] = lately;
    const repetition = {
      sessions: lately.reduce((sum, { sessions }) => sum + sessions, 0),
      of: state.seen - first!.after,
      recent: state.blocks.reduce((sum, { sessions }) => sum + sessions, 0),
      learned: this.known_sessions,
      usual: this.normal.usualOf(key),
      ways: this.normal.ways,
    };
    const surprise = surpriseOfRepetition(repetition);
    if (spell) {
      state.spells[at] = {
        ...spell,
        last: Math.max(spell.last, minute),
        status: 'active',
        sessions: spell.sessions + 1,
        typical: expectedOf({ ...repetition, of: state.seen - spell.after }),
        surprise: Math.max(spell.surprise, surprise),
      };
      this.changed.add(key);
      this.deviants.push({ ...session, deviation: key });
      return;
    }
    const typical = expectedOf(repetition);
    if (surprise < Math.log(BLOCKS_A_DAY / config.false_alarms_per_day)) return;
    if (repetition.sessions < config.ratio * typical) return;
    state.spells.push({
      deviation: key,
      start: first!.first,
      last: minute,
      status: 'active',
      is_level: false,
      sessions: repetition.sessions,
      after: first!.after,
      typical,
      surprise,
      example: first!.example,
    });
    this.changed.add(key);
    for (const { recent } of lately) this.deviants.push(...recent.map((one) => ({ ...one, deviation: key })));
  }

  private exampleOf(seen: { session: Session; sequence: Sequence; deviation: Deviation }): DeviationExample {
    const { session, sequence, deviation } = seen;
    const { kind, event = '', position, expected } = deviation;
    const at = Math.min(position, session.events.length - 1);
    const around = session.events.slice(Math.max(0, at - 1), at + SAMPLES - 1);
    const { events, services } = this.state;
    return {
      kind,
      event,
      service: services[events.indexOf(event)] ?? session.events[at]!.service,
      session: session.key,
      position,
      ngram: slice(sequence, position - this.config.n + 1, position + 1),
      before: slice(sequence, position - AROUND, position),
      after: slice(sequence, position + 1, position + 1 + AROUND),
      expected: expected.map((one) => one ?? ''),
      samples: around.flatMap(({ reference }) => (reference ? [{ ...reference }] : [])),
    };
  }

  private endSpells(minute: number): void {
    const { state, config } = this;
    const spells: SequenceSpell[] = [];
    for (const spell of state.spells) {
      const isQuiet = minute - spell.last > OVER_MINUTES;
      const isLong = !isQuiet && minute - spell.start >= config.level_minutes;
      const isOver = spell.status === 'active' && (isQuiet || isLong);
      if (isOver) this.changed.add(spell.deviation);
      const next: SequenceSpell = isOver ? { ...spell, is_level: isLong, status: 'resolved' } : spell;
      if (next.status === 'active' || minute - next.last <= REMEMBERED_MINUTES) spells.push(next);
    }
    state.spells = spells;
  }

  /** The block that goes on, as a copy. Of those before is learned what is to be. */
  private blockAt(number: number): Mutable<Block> {
    const { state } = this;
    const last = state.blocks.at(-1);
    if (last && last.number >= number) {
      const block = { ...last, clean: { ...last.clean }, deviants: { ...last.deviants } };
      state.blocks = [...state.blocks.slice(0, -1), block];
      return block;
    }
    const block: Block = { number, sessions: 0, events: 0, clean: {}, deviants: {} };
    this.learn(state.blocks, number);
    state.blocks.push(block);
    return block;
  }

  /** Learns what is clean of the blocks that are over, and what deviated in those that are past and was not told. */
  private learn(blocks: readonly Block[], number: number): void {
    const { state, config } = this;
    const past = blocks.filter((block) => block.number <= number - BLOCKS);
    const kept = blocks.filter((block) => block.number > number - BLOCKS);
    const untold = past.flatMap(({ deviants }) =>
      Object.entries(deviants).filter(
        ([key]) => !state.spells.some(({ deviation, is_level }) => deviation === key && !is_level),
      ),
    );
    const model = new SequenceModel(config, [
      ...countedOf(state.learned, state.events),
      ...blocks.flatMap(({ clean }) => countedOf(clean, state.events)),
      ...untold.flatMap(([, { sequences }]) => countedOf(sequences, state.events)),
    ]);
    // Numbers stand for what is still spoken of.
    const numbering = new Numbering(state);
    const again = (sequences: StoredSequences): StoredSequences =>
      Object.fromEntries(
        countedOf(sequences, state.events).map(({ events, sessions }) => [
          numbering.stored(events),
          sessions,
        ]),
      );
    const learned = Object.fromEntries(
      model.learned.map(({ events, sessions }) => [numbering.stored(events), sessions]),
    );
    state.blocks = kept.map((block) => ({
      ...block,
      clean: {},
      deviants: Object.fromEntries(
        Object.entries(block.deviants).map(([key, deviants]) => [
          key,
          { ...deviants, sequences: again(deviants.sequences) },
        ]),
      ),
    }));
    state.learned = learned;
    [state.events, state.services] = [numbering.events, numbering.services];
    this.judged.adopt(learned, model);
  }
}

/** Numbers events anew, in the order in which they are asked for. */
class Numbering {
  readonly events: string[] = [];
  readonly services: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly service_of: ReadonlyMap<string, string>;

  constructor({ events, services }: Pick<KindMemory, 'events' | 'services'>) {
    this.service_of = new Map(events.map((event, number) => [event, services[number]!]));
  }

  stored(sequence: Sequence): string {
    return sequence.map((event) => this.numberOf(event)).join(' ');
  }

  private numberOf(event: string): number {
    let number = this.numbers.get(event);
    if (number === undefined) {
      this.numbers.set(event, (number = this.events.push(event) - 1));
      this.services.push(this.service_of.get(event)!);
    }
    return number;
  }
}

/** Events from a place to another, '' for what lies before the beginning and behind the end, once each. */
function slice(sequence: Sequence, from: number, to: number): string[] {
  const marked = ['', ...sequence, ''];
  return marked.slice(Math.max(0, from + 1), Math.max(0, to + 1));
}
