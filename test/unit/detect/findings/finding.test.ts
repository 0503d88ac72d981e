import { expect, test } from 'vitest';
import { anomalyIdOf } from '../../../../ml-service/src/detect/findings/finding.ts';

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
