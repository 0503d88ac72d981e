import { expect, test } from 'vitest';
import {
  countText,
  excerptOf,
  rateText,
  ratioText,
} from '../../../../ml-service/src/detect/findings/reason_text.ts';

test.each([
  { text: 'Failed to connect to <target>', excerpt: '"Failed to connect to <target>"' },
  { text: '  two\n\tlines \u0001 here ', excerpt: '"two lines here"' },
  { text: 'x'.repeat(140), excerpt: `"${'x'.repeat(140)}"` },
  { text: 'x'.repeat(141), excerpt: `"${'x'.repeat(139)}…"` },
  { text: '🔥'.repeat(200), excerpt: `"${'🔥'.repeat(139)}…"` },
  { text: '', excerpt: '""' },
])('$excerpt', ({ text, excerpt }) => {
  expect(excerptOf(text)).toBe(excerpt);
});

test.each([
  [rateText(118), '118.0/min'],
  [rateText(0.26), '0.3/min'],
  [rateText(0.033), '0.03/min'],
  [rateText(0), '0.0/min'],
  [rateText(0.004), '<0.01/min'],
  [ratioText(295.4), '×295'],
  [ratioText(5.27), '×5.3'],
  [countText(1, 'line'), '1 line'],
  [countText(12, 'line'), '12 lines'],
])('%s', (text, expected) => {
  expect(text).toBe(expected);
});
