import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { murmur3 } from '../../../../common/murmur3.ts';
import { type AutomatonTables, compileAutomaton, type TokenRule } from '../../parse/automaton/automaton.ts';
import { compileReader, type ReaderTables } from '../../parse/line_reader.ts';
import type { Mask } from '../../parse/masks.ts';

/** Automata by their rules. */
export type PrecompiledAutomata = Readonly<Record<string, AutomatonTables>>;

/** Rises when the same rules compile to other tables. */
const FORMAT = 1;
const FILE = 'automata.json';

const keyOf = (rules: readonly TokenRule[]) =>
  murmur3(JSON.stringify([FORMAT, rules.map(({ name, pattern, left }) => [name, pattern, left])]));

/** What the build puts beside the bundle: the automata of the default configuration. */
export function precompileAutomata(): PrecompiledAutomata {
  const automata: Record<string, AutomatonTables> = {};
  compileReader({ compile: (rules) => (automata[keyOf(rules)] = compileAutomaton(rules)) });
  return automata;
}

function readPrecompiled(): PrecompiledAutomata {
  for (
    let folder = dirname(fileURLToPath(import.meta.url));
    folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    // From the sources `ml-service/dist`, from a bundle the folder that it lies in.
    for (const file of [join(folder, 'dist', FILE), join(folder, FILE)])
      if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as PrecompiledAutomata;
  }
  return {};
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
