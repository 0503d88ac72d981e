import { expect, test } from 'vitest';
import { anomalyIdOf, excerptOf } from '../../../../ml-service/src/detect/findings/finding.ts';

test('what and when decide the id, and no two of them run into each other', () => {
  const anomaly = { type: 'frequency', template_id: 'a', service: 'b', start: 12 } as const;
  const others = [
    { ...anomaly, type: 'drop' as const },
    { ...anomaly, template_id: 'a|b', service: '' },
    { ...anomaly, template_id: 'a', service: 'b|' },
    { ...anomaly, service: 'c' },
    { ...anomaly, start: 13 },
  ];
  expect(anomalyIdOf(anomaly)).toBe(anomalyIdOf({ ...anomaly }));
  expect(anomalyIdOf(anomaly)).toMatch(/^frequency_[0-9a-f]{16}$/);
  expect(new Set([anomaly, ...others].map(anomalyIdOf)).size).toBe(6);
});

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
