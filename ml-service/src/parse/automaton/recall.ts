import { type AutomatonTables, compileAutomaton, type TokenRule } from './automaton.ts';

/**
 * Gives what was compiled before from the same source, or compiles it: tables that never change are compiled when the
 * product is built and not at each of its starts.
 *
 * @param source - All that the result depends on, as JSON.
 */
export type Recall = <T>(source: unknown, compile: () => T) => T;

/** Knows nothing. */
export const compileAnew: Recall = (_source, compile) => compile();

/** The automaton of rules, see {@link compileAutomaton}. */
export function recallAutomaton(recall: Recall, rules: readonly TokenRule[]): AutomatonTables {
  const source = rules.map(({ name, pattern, left }) => [name, pattern, left]);
  return recall(source, () => compileAutomaton(rules));
}
