import { numberLocale } from '../../quantities/number_locale.ts';

const DIGITS = { maximumSignificantDigits: 6 };
const EXPONENT = { notation: 'scientific', maximumSignificantDigits: 4 } as const;

/**
 * A number of a line, in the unit that stands beside the type of its parameter; digits that nobody reads are left out.
 *
 * @example
 * formatValue(12.3456789) // '12.3457'
 */
export function formatValue(value: number): string {
  const locale = numberLocale();
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return value.toLocaleString(locale);
  const isExtreme = value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-4);
  return value.toLocaleString(locale, isExtreme ? EXPONENT : DIGITS);
}
