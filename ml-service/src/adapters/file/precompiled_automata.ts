import { murmur3 } from '../../../../common/murmur3.ts';
import { type AutomatonTables, compileAutomaton, type TokenRule } from '../../parse/automaton/automaton.ts';
import { compileReader, type ReaderTables } from '../../parse/line_reader.ts';
import type { Mask } from '../../parse/masks.ts';
import { readInstalled } from './installed_file.ts';

/** Automata by their rules. */
export type PrecompiledAutomata = Readonly<Record<string, AutomatonTables>>;

/** Rises when the same rules compile to other tables. */
const FORMAT = 1;
/** From every bundle in `ml-service/dist`, from the sources as well, it is found on the way up. */
const FILE = 'dist/automata.json';

const keyOf = (rules: readonly TokenRule[]) =>
  murmur3(JSON.stringify([FORMAT, rules.map(({ name, pattern, left }) => [name, pattern, left])]));

/** What the build puts beside the bundle: the automata of the default configuration. */
export function precompileAutomata(): PrecompiledAutomata {
  const automata: Record<string, AutomatonTables> = {};
  compileReader({ compile: (rules) => (automata[keyOf(rules)] = compileAutomaton(rules)) });
  return automata;
}

function readPrecompiled(): PrecompiledAutomata {
  const text = readInstalled(FILE);
  return text === undefined ? {} : (JSON.parse(text) as PrecompiledAutomata);
}

let precompiled: PrecompiledAutomata | undefined;

/**
 * The tables of the reader. Automata that the build compiled are taken from there: compiling them takes most of a second
 * and some hundred megabytes. Those of other rules, such as a user's masks and formats, are compiled.
 *
 * @param options - What the user adds to masks and headers, see `compileReader`.
 */
export function readReaderTables(
  options: { masks?: readonly Mask[]; formats?: readonly string[] } = {},
): ReaderTables {
  const automata = (precompiled ??= readPrecompiled());
  const compile = (rules: readonly TokenRule[]) => automata[keyOf(rules)] ?? compileAutomaton(rules);
  return compileReader({ ...options, compile });
}
