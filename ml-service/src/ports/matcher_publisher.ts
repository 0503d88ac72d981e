import type { CompiledMatcher } from '../parse/matcher/compiled_matcher.ts';

/** Puts a generation of the compiled matcher to where lines are indexed. */
export interface MatcherPublisher {
  publish(matcher: CompiledMatcher): Promise<void>;
}
