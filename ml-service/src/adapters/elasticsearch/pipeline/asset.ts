import { LogAiError } from '../../../../../common/errors.ts';
import { readInstalled } from '../../file/installed/installed_file.ts';

/** Reads a file of `ml-service/assets`, from the sources and from the bundle alike. */
export function readAsset(path: string): string {
  const text = readInstalled(`assets/${path}`);
  if (text === undefined)
    throw new LogAiError('internal', `The asset ${path} is missing: install Log AI again.`);
  return text;
}
