import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The name that stands for the standard input. */
export const STDIN = '-';

/** What rotation adds to a name: a number, a day, a moment, or `old`; then the packer's. */
const ROTATED =
  /^(.*?)(?:[._-](?:(\d{1,5})|(\d{4}-?\d{2}-?\d{2}(?:[-_T.]?\d{1,6}(?:[-:]?\d{2}){0,2})?)|(old)))?(\.log)?(\.(?:gz|zst|bz2|xz|lz4|zip))?$/;

/** A file's place among those that rotation made of one: the lowest is the oldest. */
interface Place {
  readonly name: string;
  readonly group: string;
  /** Of a number, the higher the older; of a day, the later the younger; without either, the youngest. */
  readonly age: number;
  readonly day: string;
}

function placeOf(name: string): Place {
  const [, base = name, number, day, old, log] = ROTATED.exec(name) ?? [];
  return {
    name,
    group: `${base}${log ?? ''}`.replace(/\.log$/, ''),
    age: number === undefined ? (old === undefined ? 0 : 1) : Number(number) + 1,
    day: day?.replace(/\D/g, '') ?? (number === undefined && old === undefined ? '9' : ''),
  };
}

/**
 * Names of files in the order in which they were written: what rotation made of one log, the oldest first, then the log
 * itself.
 *
 * @example
 * inOrder(['app.log', 'app.log.1', 'app.log.10.gz', 'app.log.2.gz']) // app.log.10.gz, app.log.2.gz, app.log.1, app.log
 */
export function inOrder(names: readonly string[]): string[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return names
    .map(placeOf)
    .sort(
      (a, b) =>
        compare(a.group, b.group) || b.age - a.age || compare(a.day, b.day) || compare(a.name, b.name),
    )
    .map(({ name }) => name);
}

/**
 * The log that a file is part of: the same for all that rotation made of it.
 *
 * @example
 * logOf('/var/log/app.log.2.gz') // '/var/log/app'
 */
export function logOf(path: string): string {
  return join(dirname(path), placeOf(basename(path)).group);
}

/**
 * The files that paths stand for: a directory for the files in it, rotated ones in order; hidden ones are left out.
 */
export async function inputPaths(paths: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for (const path of paths) {
    const isDirectory =
      path !== STDIN &&
      (await stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      ));
    all.push(...(isDirectory ? await filesIn(path) : [path]));
  }
  return all;
}

async function filesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  // Opening it says what is wrong: one without files keeps no other path back.
  return names.length === 0 ? [path] : inOrder(names).map((name) => join(path, name));
}
