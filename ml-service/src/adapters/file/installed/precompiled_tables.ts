import type { Recall } from '../../../parse/automaton/recall.ts';
import { compileReader, type ReaderTables } from '../../../parse/reader/line_reader.ts';
import type { Mask } from '../../../parse/masks/masks.ts';
import { readInstalled } from './installed_file.ts';

/** What was compiled, by its source as JSON. */
export type PrecompiledTables = ReadonlyMap<string, unknown>;

/** Rises when the same source compiles to other tables. */
const FORMAT = 2;
/** From every bundle in `ml-service/dist`, from the sources as well, it is found on the way up. */
const FILE = 'dist/tables.json';

const keyOf = (source: unknown) => JSON.stringify([FORMAT, source]);

/** What the build puts beside the bundle: the tables of the default configuration. */
export function precompileTables(): PrecompiledTables {
  const tables = new Map<string, unknown>();
  compileReader({
    recall: (source, compile) => {
      const compiled = compile();
      tables.set(keyOf(source), compiled);
      return compiled;
    },
  });
  return tables;
}

function readPrecompiled(): PrecompiledTables {
  const text = readInstalled(FILE);
  return new Map(text === undefined ? [] : (JSON.parse(text) as [string, unknown][]));
}

let precompiled: PrecompiledTables | undefined;

/**
 * The tables of the reader. What the build compiled is taken from there: compiling it takes most of a second and some
 * hundred megabytes. What a user adds, such as masks and formats, is compiled.
 *
 * @param options - What the user adds to masks and headers, see `compileReader`.
 */
export function readReaderTables(
  options: { masks?: readonly Mask[]; formats?: readonly string[] } = {},
): ReaderTables {
  const known = (precompiled ??= readPrecompiled());
  const recall: Recall = <T>(source: unknown, compile: () => T) =>
    (known.get(keyOf(source)) as T | undefined) ?? compile();
  return compileReader({ ...options, recall });
}
