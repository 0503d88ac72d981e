import { expect, test } from 'vitest';
import { causeSentence, type CauseParts } from '../../../common/cause_text.ts';

const asked = { service: 'checkout', text: 'Reserving <sku>' };
const reserved = { service: 'stock', text: 'Reserved\n<sku>' };

test.each<{ parts: CauseParts; sentence: string }>([
  {
    parts: {
      kind: 'missing',
      step: reserved,
      after: asked,
      before: { count: 64, of: 64 },
      during: { count: 0, of: 46 },
    },
    sentence:
      'stock "Reserved <sku>" came after checkout "Reserving <sku>" in 0 of 46 requests, otherwise in 64 of 64',
  },
  {
    parts: {
      kind: 'error',
      step: { service: 'checkout', text: 'x'.repeat(80) },
      after: asked,
      before: { count: 0, of: 9 },
      during: { count: 1, of: 1 },
    },
    sentence: `checkout "${'x'.repeat(59)}…" came after "Reserving <sku>" in 1 of 1 request, otherwise in 0 of 9`,
  },
  {
    parts: { kind: 'slow', step: reserved, after: asked, typical_ms: 6.3, actual_ms: 2970, count: 9 },
    sentence: 'stock "Reserved <sku>" came 3 s after checkout "Reserving <sku>", otherwise 6 ms (9 times)',
  },
])('$sentence', ({ parts, sentence }) => {
  expect(causeSentence(parts)).toBe(sentence);
});
