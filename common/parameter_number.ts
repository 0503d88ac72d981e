import { DOT, isDigit, MINUS, ZERO } from './characters.ts';
import type { ParameterValue } from './documents/log_document.ts';

/** More digits than a double holds exactly make no number. */
export const MAX_NUMBER_LENGTH = 15;

/**
 * Of which number a text has the form; leading zeros, signs of plus and exponents are none. Asked for every value of every
 * line, so it is a loop.
 *
 * @example
 * numberFormOf('-3') // 'integer'
 * numberFormOf('1.50') // 'float'
 * numberFormOf('007') // undefined
 */
export function numberFormOf(text: string): 'integer' | 'float' | undefined {
  const { length } = text;
  if (length > MAX_NUMBER_LENGTH) return undefined;
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  let at = start;
  while (at < length && isDigit(text.charCodeAt(at))) at += 1;
  if (at === start || (at - start > 1 && text.charCodeAt(start) === ZERO)) return undefined;
  if (at === length) return 'integer';
  if (text.charCodeAt(at) !== DOT || at + 1 === length) return undefined;
  for (at += 1; at < length; at += 1) if (!isDigit(text.charCodeAt(at))) return undefined;
  return 'float';
}

/**
 * The number that a value is, for those who count and compare: in a line's record `1.50` is text, as no number is printed so.
 *
 * @example
 * numberOf('1.50') // 1.5
 * numberOf('DB') // undefined
 */
export function numberOf(value: ParameterValue): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && numberFormOf(value) !== undefined ? Number(value) : undefined;
}
