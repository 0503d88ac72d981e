import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { i18n } from '../../host/i18n/kbn_i18n.ts';
import { argumentsOf, formatMessage, parseMessage } from '../../host/i18n/message_format.ts';
import { translationsOf } from '../../host/i18n/translations_of.ts';

afterEach(() => i18n.init({ messages: {} }));

describe('a message', () => {
  const COUNTED = '{count, plural, =0 {no lines} one {# line} other {# lines}} in {service}';

  test.each([
    ['Plain text.', {}, 'Plain text.'],
    ['{a} and {b}', { a: 'x', b: 0 }, 'x and 0'],
    [COUNTED, { count: 0, service: 'cart' }, 'no lines in cart'],
    [COUNTED, { count: 1, service: 'cart' }, '1 line in cart'],
    [COUNTED, { count: 1234, service: 'cart' }, '1,234 lines in cart'],
    ['{by, select, type {by type} other {by service}}', { by: 'type' }, 'by type'],
    ['{by, select, type {by type} other {by service}}', { by: 'else' }, 'by service'],
  ] as const)('%s', (message, values, text) => {
    expect(formatMessage(message, 'en', values)).toBe(text);
  });

  test('has the numbers and the plurals of its language', () => {
    expect(formatMessage(COUNTED, 'de-de', { count: 1234, service: 'cart' })).toBe('1.234 lines in cart');
  });

  test('needs all of its values', () => {
    expect(() => formatMessage('{a} and {b}', 'en', { a: 1 })).toThrow("variable 'b' was not provided");
  });

  test.each([
    ['{count, plural, one {a}}', '"other"'],
    ['{count, plural, one {a} one {b} other {c}}', 'no second "one"'],
    ['{a', '", plural,"'],
    ['a}', 'no "}"'],
    ['{a, number, percent}', '", plural,"'],
    ['{a, plural, several {x} other {y}}', 'a selector'],
    // What `intl-messageformat` 2 and its successors read differently.
    ["it's '{quoted}'", 'differ'],
    ['\\{a\\}', 'differ'],
    ['<b>bold</b>', 'differ'],
  ])('is refused: %s', (message, why) => {
    expect(() => parseMessage(message)).toThrow(why);
  });

  test('names its values', () => {
    expect(argumentsOf(parseMessage(COUNTED))).toEqual(['count, plural', 'service']);
  });
});

describe('a translation', () => {
  test('is found by the name of its file, to the letter', () => {
    const folder = mkdtempSync(join(tmpdir(), 'log-ai-i18n-'));
    mkdirSync(join(folder, 'translations'));
    writeFileSync(
      join(folder, '.i18nrc.json'),
      JSON.stringify({ prefix: 'x', paths: {}, translations: ['translations/de-DE.json'] }),
    );
    writeFileSync(join(folder, 'translations/de-DE.json'), JSON.stringify({ messages: { 'x.a': 'Ja' } }));
    expect(translationsOf(folder, 'de-DE').messages).toEqual({ 'x.a': 'Ja' });
    expect(translationsOf(folder, 'de').messages).toEqual({});
    rmSync(folder, { recursive: true });
  });

  test('stands in for the default message, in its language; what it lacks is English', () => {
    i18n.init({ locale: 'de-DE', messages: { 'x.a': '{n, plural, one {# Zeile} other {# Zeilen}}' } });
    expect(i18n.getLocale()).toBe('de-de');
    expect(i18n.translate('x.a', { defaultMessage: '{n} lines', values: { n: 1234 } })).toBe('1.234 Zeilen');
    expect(i18n.translate('x.b', { defaultMessage: 'Lines' })).toBe('Lines');
  });

  test('that cannot be filled says which', () => {
    expect(() => i18n.translate('x.c', { defaultMessage: '{n} lines' })).toThrow(
      '[I18n] Error formatting the default message for: "x.c".',
    );
  });
});
