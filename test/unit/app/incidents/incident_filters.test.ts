import { expect, test } from 'vitest';
import { incidentFiltersOf, isFiltered } from '../../../../public/incidents/incident_filters.ts';

test.each([
  { params: {}, filters: { sort: 'newest' }, filtered: false },
  { params: { sort: 'worst' }, filters: { sort: 'worst' }, filtered: false },
  {
    params: { status: 'active', service: 'cart' },
    filters: { status: 'active', service: 'cart', sort: 'newest' },
    filtered: true,
  },
  // What a link of another view, or nobody's, brings along.
  { params: { status: 'expired', sort: 'score' }, filters: { sort: 'newest' }, filtered: false },
  { params: { service: 'x'.repeat(600) }, filters: { sort: 'newest' }, filtered: false },
] as const)('$params are read as $filters', ({ params, filters, filtered }) => {
  expect(incidentFiltersOf(params)).toEqual(filters);
  expect(isFiltered(incidentFiltersOf(params))).toBe(filtered);
});
