import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The text of a file that is installed with the service, found from the sources and from a bundle alike; undefined where
 * it is not there.
 *
 * @param path - Below `ml-service`, or beside the bundle.
 */
export function readInstalled(path: string): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, path);
    if (existsSync(file)) return readFileSync(file, 'utf8');
    if (folder === dirname(folder)) return undefined;
  }
}
