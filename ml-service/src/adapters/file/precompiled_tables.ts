import { murmur3 } from '../../../../common/murmur3.ts';
import type { Recall } from '../../parse/automaton/recall.ts';
import { compileReader, type ReaderTables } from '../../parse/line_reader.ts';
import type { Mask } from '../../parse/masks.ts';
import { readInstalled } from './installed_file.ts';

/** What was compiled, by the hash of its source. */
export type PrecompiledTables = Readonly<Record<string, unknown>>;

/** Rises when the same source compiles to other tables. */
const FORMAT = 2;
/** From every bundle in `ml-service/dist`, from the sources as well, it is found on the way up. */
const FILE = 'dist/tables.json';

const keyOf = (source: unknown) => murmur3(JSON.stringify([FORMAT, source]));

/** What the build puts beside the bundle: the tables of the default configuration. */
export function precompileTables(): PrecompiledTables {
  const tables: Record<string, unknown> = {};
  compileReader({
    recall: (source, compile) => {
      const compiled = compile();
      tables[keyOf(source)] = compiled;
      return compiled;
    },
  });
  return tables;
}

function readPrecompiled(): PrecompiledTables {
  const text = readInstalled(FILE);
  return text === undefined ? {} : (JSON.parse(text) as PrecompiledTables);
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
    (known[keyOf(source)] as T | undefined) ?? compile();
  return compileReader({ ...options, recall });
}
