import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where a file or folder that is installed with the service lies, found from the sources and from a bundle alike; undefined
 * where it is not there.
 *
 * @param path - Below `ml-service`, or beside the bundle.
 */
export function installedPath(path: string): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, path);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The text of a file at its {@link installedPath}. */
export function readInstalled(path: string): string | undefined {
  const file = installedPath(path);
  return file === undefined ? undefined : readFileSync(file, 'utf8');
}
