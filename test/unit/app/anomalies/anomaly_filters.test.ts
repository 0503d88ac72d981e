import { expect, test } from 'vitest';
import { filtersOf, isFiltered } from '../../../../public/anomalies/anomaly_filters.ts';

const NONE = { service: undefined, type: undefined, status: undefined, score: 0 };

test.each([
  [{}, NONE],
  [{ service: 'a/b 🛒' }, { ...NONE, service: 'a/b 🛒' }],
  [{ service: 'x'.repeat(513) }, NONE],
  [
    { type: 'frequency', status: 'active', score: '50' },
    { ...NONE, type: 'frequency', status: 'active', score: 50 },
  ],
  [{ type: 'constructor', status: 'ACTIVE', score: '51' }, NONE],
  [{ score: 'NaN' }, NONE],
])('%o means %o', (params, filters) => {
  expect(filtersOf(params)).toEqual(filters);
  expect(isFiltered(filtersOf(params))).toBe(JSON.stringify(filters) !== JSON.stringify(NONE));
});
