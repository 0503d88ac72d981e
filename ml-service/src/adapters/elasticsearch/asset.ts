import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LogAiError } from '../../../../common/errors.ts';

/** Reads a file of `ml-service/assets`, from the sources and from the bundle alike. */
export function readAsset(path: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'assets', path);
    if (existsSync(file)) return readFileSync(file, 'utf8');
    if (folder === dirname(folder)) {
      throw new LogAiError('internal', `The asset ${path} is missing: install Log AI again.`);
    }
  }
}
