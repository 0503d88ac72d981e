import { describe, expect, test } from 'vitest';
import type { ServiceEdge } from '../../../../common/api.ts';
import {
  lineWidth,
  neighboursOf,
  noveltyOf,
  shownMapOf,
  toneOf,
} from '../../../../public/service_map/shown_map.ts';
import { serviceMapOfSize } from '../../../fixtures/service_maps.ts';

const edge = (callee: string, caller?: string): ServiceEdge => ({
  ...(caller !== undefined && { caller }),
  callee,
  calls: 1,
  failures: 0,
  retries: 0,
});
const EDGES = [edge('web'), edge('cart', 'web'), edge('stock', 'cart'), edge('mail', 'web')];
const SERVICES = ['cart', 'mail', 'stock', 'web'].map((name) => ({
  name,
  calls: 1,
  failures: 0,
  retries: 0,
}));

describe('what is drawn', () => {
  test('is all of it', () => {
    expect(shownMapOf({ services: SERVICES, edges: EDGES }, undefined)).toEqual({
      services: SERVICES,
      edges: EDGES,
      entries: ['web'],
      left_out: 0,
    });
  });

  test('near a service: who calls it, whom it calls, and no calls between these', () => {
    const between = edge('stock', 'web');
    const { services, edges } = shownMapOf({ services: SERVICES, edges: [...EDGES, between] }, 'cart');
    expect(services.map(({ name }) => name)).toEqual(['cart', 'stock', 'web']);
    expect(edges).toEqual([edge('web'), edge('cart', 'web'), edge('stock', 'cart')]);
    expect([...neighboursOf(EDGES, 'mail')]).toEqual(['mail', 'web']);
  });

  test('of more services than can be seen: those that fail, then the busiest, and only calls between them', () => {
    const { services, edges, left_out } = shownMapOf(serviceMapOfSize(120), undefined);
    const names = new Set(services.map(({ name }) => name));
    expect({ shown: names.size, left_out }).toEqual({ shown: 80, left_out: 40 });
    expect(names).toContain('gateway');
    for (const { caller = 'gateway', callee } of edges)
      expect([...names]).toEqual(expect.arrayContaining([caller, callee]));
  });
});

test.each([
  { calls: 100, failures: 0, tone: 'none' },
  { calls: 100, failures: 4, tone: 'some' },
  { calls: 100, failures: 5, tone: 'many' },
  { calls: 0, failures: 0, tone: 'none' },
])('of $calls calls $failures failed: $tone', ({ tone, ...numbers }) => {
  expect(toneOf(numbers)).toBe(tone);
});

test.each([
  { now: 3, before: 4, known: true, novelty: 'usual' },
  { now: 3, before: undefined, known: true, novelty: 'new' },
  { now: 3, before: undefined, known: false, novelty: 'usual' },
  { now: 0, before: 4, known: true, novelty: 'gone' },
])(
  '$now calls, before $before, the period before known: $known: $novelty',
  ({ now, before, known, novelty }) => {
    const calls = (count: number) => ({ calls: count, failures: 0, retries: 0 });
    const one = { callee: 'a', ...calls(now), ...(before !== undefined && { before: calls(before) }) };
    expect(noveltyOf(one, known)).toBe(novelty);
  },
);

test('lines are as wide as the square root of calls', () => {
  expect([0, 2_500, 10_000].map((calls) => lineWidth(calls, 10_000))).toEqual([1.25, 3.625, 6]);
  expect(lineWidth(0, 0)).toBe(1.25);
});
