import { z } from 'zod';
import type { CountedSequence, Sequence } from './sequence.ts';

/** Sessions by their sequence: numbers of events, between blanks. */
export const StoredSequences = z.record(z.string(), z.int());
export type StoredSequences = z.infer<typeof StoredSequences>;

/** How a session deviates: a step is missing, one came that is too much, or one came where it never came. */
export const DeviationKind = z.enum(['missing', 'extra', 'order']);
export type DeviationKind = z.infer<typeof DeviationKind>;

/** What people are shown of one session that deviates. Events are ids of templates; '' stands for start and end. */
export const DeviationExample = z.strictObject({
  kind: DeviationKind,
  /** The step that is missing, or that came. */
  event: z.string(),
  service: z.string(),
  session: z.string(),
  /** Of the surprising step, from 0. */
  position: z.int(),
  /** It, and what came before it. */
  ngram: z.array(z.string()),
  before: z.array(z.string()),
  after: z.array(z.string()),
  /** What usually comes there. */
  expected: z.array(z.string()),
  samples: z.array(z.strictObject({ _index: z.string(), _id: z.string() })),
});
export type DeviationExample = z.infer<typeof DeviationExample>;

/** A session that deviates, and the minute of its end. */
export const SeenSession = z.strictObject({ key: z.string(), minute: z.int() });
export type SeenSession = z.infer<typeof SeenSession>;

/** Sessions of a block that deviate in the same way. */
export const Deviants = z.strictObject({
  sessions: z.int(),
  /** Sessions of the kind that had closed before the first of these. */
  after: z.int(),
  /** Minutes of the first and the last of them. */
  first: z.int(),
  last: z.int(),
  sequences: StoredSequences,
  example: DeviationExample,
  /** The last of them: it may be told later that they are abnormal. */
  recent: z.array(SeenSession).default([]),
});
export type Deviants = z.infer<typeof Deviants>;

/** Some minutes of which is not learned yet what deviates. */
export const Block = z.strictObject({
  number: z.int(),
  sessions: z.int(),
  /** Of the different sequences that are remembered. */
  events: z.int(),
  /** What deviates in no way, until it is learned at the end of the block. */
  clean: StoredSequences,
  deviants: z.record(z.string(), Deviants),
});
export type Block = z.infer<typeof Block>;

/** Sessions that deviate in the same way more often than chance has it. */
export const SequenceSpell = z.strictObject({
  deviation: z.string(),
  start: z.int(),
  last: z.int(),
  status: z.enum(['active', 'resolved']),
  /** It lasted for so long that it is the level by now. */
  is_level: z.boolean(),
  sessions: z.int(),
  /** Sessions of the kind that had closed before the first of these. */
  after: z.int(),
  /** Sessions that usually deviate in that way among so many. */
  typical: z.number(),
  /** In natural orders of magnitude, at its most surprising. */
  surprise: z.number(),
  example: DeviationExample,
});
export type SequenceSpell = z.infer<typeof SequenceSpell>;

/** What is remembered of a kind of sessions. */
export const KindMemory = z.strictObject({
  /** Of the last session. */
  minute: z.int(),
  /** Names of events, by the numbers that stand for them, and the services that wrote them last. */
  events: z.array(z.string()),
  services: z.array(z.string()),
  /** What is normal. */
  learned: StoredSequences,
  /** Sessions that closed since the beginning. */
  seen: z.int(),
  /** The one that goes on, and the one before. */
  blocks: z.array(Block),
  spells: z.array(SequenceSpell),
});
export type KindMemory = z.infer<typeof KindMemory>;

/** The names of the events of a stored sequence. */
export function eventsOf(stored: string, events: readonly string[]): Sequence {
  return stored === '' ? [] : stored.split(' ').map((number) => events[Number(number)]!);
}

/** Stored sequences as a model takes them. */
export function countedOf(stored: StoredSequences, events: readonly string[]): readonly CountedSequence[] {
  return Object.entries(stored).map(([key, sessions]) => ({ events: eventsOf(key, events), sessions }));
}
