import type { CompiledMatcher } from '../parse/matcher/compiled_matcher.ts';

/** What labels lines where they are indexed. */
export interface InstalledMatcher {
  /** Rises with everything that is put there, a roll-back included. */
  readonly generation: number;
  /** The compiled matcher that runs; another one than `generation` after a roll-back. */
  readonly runs: number;
  /** Whether it was made by this version of Log AI under this configuration. */
  readonly is_of_this_make: boolean;
}

/** A generation as it was installed, packed to be kept: see {@link MatcherPublisher.restore}. */
export interface PackedMatcher {
  readonly runs: number;
  /** Opaque text. */
  readonly content: string;
}

/** Puts generations of the compiled matcher to where lines are indexed. A later one is never replaced by an earlier one. */
export interface MatcherPublisher {
  /** Undefined where there is none: then documents are refused until one is published. */
  installed(): Promise<InstalledMatcher | undefined>;
  /** @throws LogAiError `conflict` where this generation or a later one is there, or comes there meanwhile. */
  publish(matcher: CompiledMatcher): Promise<void>;
  /** What is installed, to be kept. */
  pack(): Promise<PackedMatcher | undefined>;
  /**
   * Puts an earlier generation back, as what runs under a later number.
   *
   * @throws LogAiError `conflict` as {@link MatcherPublisher.publish}.
   */
  restore(packed: PackedMatcher, generation: number): Promise<void>;
}
