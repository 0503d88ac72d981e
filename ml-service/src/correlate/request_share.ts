import { murmur3 } from '../../../common/murmur3.ts';

const HASH_DIGITS = 8;

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

/** Whether a request is of a share of all. Those of a smaller share are among those of a larger one. */
export function isOfShare(request_id: string, share: number): boolean {
  return share >= 1 || Number(`0x${murmur3(request_id).slice(0, HASH_DIGITS)}`) < share * 16 ** HASH_DIGITS;
}
