/**
 * The share of all requests that is read where their lines are more than may be: a half, a quarter, an eighth, so that it is seldom
 * another one.
 *
 * @example
 * requestShare({ lines: 70_000, most: 50_000 }) // 0.5
 */
export function requestShare({ lines, most }: { readonly lines: number; readonly most: number }): number {
  return lines <= most ? 1 : 2 ** Math.floor(Math.log2(most / lines));
}
