import { expect, test } from 'vitest';
import { lineBody } from '../../../../public/requests/line_body.ts';

const known = { service: 'cart', request_id: 'req-1' };

test.each([
  ['2026-01-15T14:46:00.123Z ERROR [cart] [req-1] Payment failed', 'Payment failed'],
  ['[2026-01-15 14:46:00,123] [WARN] cart - request_id=req-1 - Retry 1/5', 'Retry 1/5'],
  ['ERROR: Payment failed', 'Payment failed'],
  ['cart | INFO | cart is empty', 'cart is empty'],
  ['Payment failed for req-1', 'Payment failed for req-1'],
  ['Errors are counted', 'Errors are counted'],
  ['cartographer started', 'cartographer started'],
  ['2026-01-15T14:46:00Z ERROR', '2026-01-15T14:46:00Z ERROR'],
  ['', ''],
])('%s', (message, body) => {
  expect(lineBody(message, known)).toBe(body);
});

test('names are taken literally', () => {
  expect(lineBody('[a.b*] done', { service: 'a.b*' })).toBe('done');
  expect(lineBody('axb done', { service: 'a.b' })).toBe('axb done');
});
