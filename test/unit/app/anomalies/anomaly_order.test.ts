import { describe, expect, test } from 'vitest';
import {
  type AnomalySort,
  firstOrderOf,
  orderOf,
  pageOf,
  sortAnomalies,
} from '../../../../public/anomalies/anomaly_order.ts';
import { anomalyAt } from './anomaly_at.ts';

const ANOMALIES = [
  anomalyAt({ id: 'a', score: 10, start: '2026-01-15T14:00:00Z', end: '2026-01-15T14:09:00Z', service: 'b' }),
  anomalyAt({
    id: 'b',
    score: 90,
    start: '2026-01-15T14:01:00Z',
    end: '2026-01-15T14:02:00Z',
    service: 'c',
    type: 'new_template',
  }),
  anomalyAt({
    id: 'c',
    score: 50,
    start: '2026-01-15T14:02:00Z',
    end: '2026-01-15T14:05:00Z',
    service: 'a',
    status: 'active',
  }),
];

describe('order', () => {
  test.each<[AnomalySort, 'asc' | 'desc', string]>([
    ['score', 'desc', 'bca'],
    ['score', 'asc', 'acb'],
    ['start', 'desc', 'cba'],
    ['duration', 'desc', 'acb'],
    ['service', 'asc', 'cab'],
    ['status', 'asc', 'cba'],
    // Of the same type the worst first, in either direction.
    ['type', 'asc', 'cab'],
    ['type', 'desc', 'bca'],
  ])('by %s %s', (sort, order, ids) => {
    expect(
      sortAnomalies(ANOMALIES, { sort, order })
        .map(({ event }) => event.id)
        .join(''),
    ).toBe(ids);
  });

  test.each([
    [{}, { sort: 'start', order: 'desc' }],
    [
      { sort: 'score', order: 'asc' },
      { sort: 'score', order: 'asc' },
    ],
    [
      { sort: 'toString', order: 'up' },
      { sort: 'start', order: 'desc' },
    ],
  ])('%o means %o', (params, order) => {
    expect(orderOf(params)).toEqual(order);
  });
});

test.each([
  ['score', 'desc'],
  ['start', 'desc'],
  ['duration', 'desc'],
  ['service', 'asc'],
] as const)('a click on %s begins with %s', (sort, order) => {
  expect(firstOrderOf(sort)).toBe(order);
});

test.each([
  [{}, 0],
  [{ page: '3' }, 2],
  [{ page: '0' }, 0],
  [{ page: '-1' }, 0],
  [{ page: '1.5' }, 0],
  [{ page: 'x' }, 0],
])('the page of %o is %s', (params, page) => {
  expect(pageOf(params)).toBe(page);
});
