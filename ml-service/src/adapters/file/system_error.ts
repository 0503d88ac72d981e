/**
 * The code of an error of the operating system or of a library of Node; undefined where it is another error.
 *
 * @example
 * systemCodeOf(error) === 'ENOENT'
 */
export function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
