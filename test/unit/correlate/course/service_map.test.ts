import { expect, test } from 'vitest';
import type { Edge } from '../../../../ml-service/src/correlate/course/edges.ts';
import { serviceMapOf } from '../../../../ml-service/src/correlate/course/service_map.ts';

/** An edge in short; `way`: caller and callee, or the entry alone. */
function edge(way: string, calls: number, failures = 0, latency_sum = calls * 10): Edge {
  const [first, second] = way.split(' → ') as [string, string?];
  const ends = second === undefined ? { callee: first } : { caller: first, callee: second };
  return { ...ends, calls, failures, retries: failures, latency_sum, latency_max: 100 };
}

test('edges and services beside those of the period before', () => {
  const map = serviceMapOf({
    now: [edge('gateway', 10), edge('gateway → cart', 8, 4, 400), edge('gateway → stock', 2)],
    before: [edge('gateway', 20), edge('gateway → cart', 16), edge('cart → stock', 4, 1)],
  });
  expect(map.before_known).toBe(true);
  expect(map.edges).toEqual([
    {
      callee: 'gateway',
      calls: 10,
      failures: 0,
      retries: 0,
      mean_ms: 10,
      before: { calls: 20, failures: 0, retries: 0, mean_ms: 10 },
    },
    // Not called any more.
    {
      caller: 'cart',
      callee: 'stock',
      calls: 0,
      failures: 0,
      retries: 0,
      before: { calls: 4, failures: 1, retries: 1, mean_ms: 10 },
    },
    {
      caller: 'gateway',
      callee: 'cart',
      calls: 8,
      failures: 4,
      retries: 4,
      mean_ms: 50,
      before: { calls: 16, failures: 0, retries: 0, mean_ms: 10 },
    },
    // New.
    { caller: 'gateway', callee: 'stock', calls: 2, failures: 0, retries: 0, mean_ms: 10 },
  ]);
  expect(
    map.services.map(({ name, calls, failures, before }) => [name, calls, failures, before?.calls]),
  ).toEqual([
    ['cart', 8, 4, 16],
    ['gateway', 10, 0, 20],
    ['stock', 2, 0, 4],
  ]);
});

test('a service that only calls is there, too; without a period before nothing is new', () => {
  expect(serviceMapOf({ now: [edge('cron → mail', 1)], before: [] })).toMatchObject({
    before_known: false,
    services: [
      { name: 'cron', calls: 0 },
      { name: 'mail', calls: 1 },
    ],
  });
});
