const DIGITS = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });
const EXPONENT = new Intl.NumberFormat('en-US', { notation: 'scientific', maximumSignificantDigits: 4 });

/**
 * A number of a line, in the unit that stands beside the type of its parameter; digits that nobody reads are left out.
 *
 * @example
 * formatValue(12.3456789) // '12.3457'
 */
export function formatValue(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return value.toLocaleString('en-US');
  return value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-4)
    ? EXPONENT.format(value)
    : DIGITS.format(value);
}
