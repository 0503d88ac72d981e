/** What happened in one session, in time order: ids of events, usually of templates. */
export type Sequence = readonly string[];

/** A sequence, and of how many sessions it is. */
export interface CountedSequence {
  readonly events: Sequence;
  readonly sessions: number;
}
