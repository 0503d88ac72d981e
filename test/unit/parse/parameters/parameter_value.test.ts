import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParameterValue } from '../../../../common/documents/log_document.ts';
import {
  formOfValue,
  joinForms,
  type ValueForm,
  valueOf,
} from '../../../../ml-service/src/parse/parameters/parameter_value.ts';

const formOfText = (text: string) => formOfValue({ start: 0, end: text.length, kind: 'value' }, text);

describe('the value of a text and its form', () => {
  test.each<[string, ParameterValue, ValueForm]>([
    ['30000', 30000, 'integer'],
    ['-3', -3, 'integer'],
    ['0', 0, 'integer'],
    ['0.5', 0.5, 'float'],
    ['-12.25', -12.25, 'float'],
    ['0.000001', 0.000001, 'float'],
    ['999999999999999', 999999999999999, 'integer'],
    ['true', true, 'boolean'],
    ['false', false, 'boolean'],
    // The form is a number's, but no number is printed so.
    ['1.50', '1.50', 'float'],
    ['2.0', '2.0', 'float'],
    ['0.0000001', '0.0000001', 'float'],
    ['-0', '-0', 'integer'],
    ['-0.0', '-0.0', 'float'],
    // The form is no number's.
    ['007', '007', 'string'],
    ['1234567890123456', '1234567890123456', 'string'],
    ['+5', '+5', 'string'],
    ['1e5', '1e5', 'string'],
    ['1,234', '1,234', 'string'],
    ['.5', '.5', 'string'],
    ['5.', '5.', 'string'],
    ['-', '-', 'string'],
    ['35ms', '35ms', 'string'],
    ['True', 'True', 'string'],
    ['', '', 'string'],
  ])('%j → %j, %s', (text, value, form) => {
    expect(valueOf(text)).toBe(value);
    expect(formOfText(text)).toBe(form);
  });

  test('a value gives its text back, and is a number wherever one does', () => {
    const number = fc
      .tuple(fc.constantFrom('', '-'), fc.nat(999_999), fc.option(fc.stringMatching(/^\d{1,9}$/)))
      .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`);
    fc.assert(
      fc.property(fc.oneof(number, fc.double().map(String), fc.string()), (text) => {
        const value = valueOf(text);
        expect(String(value)).toBe(text);
        const isPrinted = /^-?\d/.test(text) && String(Number(text)) === text;
        expect(typeof value === 'number').toBe(isPrinted && text.length <= 15 && !text.includes('e'));
      }),
      { seed: 5, numRuns: 20_000 },
    );
  });
});

describe('the form that both have', () => {
  test.each<[ValueForm, ValueForm, ValueForm]>([
    ['integer', 'integer', 'integer'],
    ['integer', 'float', 'float'],
    ['ip', 'ip', 'ip'],
    ['ip', 'integer', 'string'],
    ['boolean', 'string', 'string'],
  ])('%s and %s: %s', (a, b, joined) => {
    expect(joinForms(a, b)).toBe(joined);
    expect(joinForms(b, a)).toBe(joined);
  });
});
