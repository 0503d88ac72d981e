import { expect, test } from 'vitest';
import type { ParameterValue } from '../../../common/documents/log_document.ts';
import { numberFormOf, numberOf } from '../../../common/parameter_number.ts';

test.each<[ParameterValue, ReturnType<typeof numberFormOf>, number | undefined]>([
  [35, 'integer', 35],
  ['1.50', 'float', 1.5],
  ['2.0', 'float', 2],
  ['-0.0000001', 'float', -1e-7],
  ['007', undefined, undefined],
  ['1e5', undefined, undefined],
  ['1234567890123456', undefined, undefined],
  ['', undefined, undefined],
  ['DB', undefined, undefined],
  [true, undefined, undefined],
])('%j has the form of %s and counts as %s', (value, form, number) => {
  expect(numberFormOf(String(value))).toBe(form);
  expect(numberOf(value)).toBe(number);
});
