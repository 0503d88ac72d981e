import { describe, expect, it } from 'vitest';
import { formatValue } from '../../../../public/templates/flyout/format_value.ts';

describe('a number of a line', () => {
  it.each([
    { value: 0, text: '0' },
    { value: 30000, text: '30,000' },
    { value: 12.3456789, text: '12.3457' },
    { value: -0.5, text: '-0.5' },
    { value: 0.00001234, text: '1.234E-5' },
    { value: 1.5e18, text: '1.5E18' },
  ])('$value is $text', ({ value, text }) => {
    expect(formatValue(value)).toBe(text);
  });
});
