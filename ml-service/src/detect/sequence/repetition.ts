import { surpriseOf } from '../spells/surprise.ts';

/** What is known of sessions that deviate in the same way. */
export interface Repetition {
  /** How many there are, lately. */
  readonly sessions: number;
  /** Sessions of the kind that closed since the first of them. */
  readonly of: number;
  /** Sessions of the kind that are looked at together. */
  readonly recent: number;
  /** Sessions that were learned. */
  readonly learned: number;
  /** How many of these deviated in that way. */
  readonly usual: number;
  /** Ways to deviate in which any of these did, and in which just one did. */
  readonly ways: { readonly all: number; readonly once: number };
}

/** How many sessions would deviate in that way by chance, after the first. */
export function expectedOf({ of, learned, usual }: Pick<Repetition, 'of' | 'learned' | 'usual'>): number {
  return (of * (usual + 1)) / Math.max(1, learned);
}

/**
 * How surprising it is that so many sessions deviate in the same way, in natural orders of magnitude. That one does for the
 * first time is as probable as ways are that came just once (Good, 1953); that more follow it goes by how many did so far.
 */
export function surpriseOfRepetition(repetition: Repetition): number {
  const { sessions, recent, learned, usual, ways } = repetition;
  const expected = expectedOf(repetition);
  const more = sessions - 1;
  const again = more <= expected ? 0 : surpriseOf({ lines: more, expected, dispersion: 1 / (usual + 1) });
  const begins =
    usual > 0
      ? Math.log(Math.max(1, ways.all))
      : Math.log(((ways.once + 1) * Math.min(recent, learned)) / learned);
  return again - begins;
}
