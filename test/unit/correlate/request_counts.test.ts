import { expect, test } from 'vitest';
import { mergeCounts } from '../../../ml-service/src/correlate/request_counts.ts';

test('counts of one live template are one, the largest first; another path is another count', () => {
  const liveOf = (id: string) => (id === 'old' ? 'live' : id);
  const buying = { service: 'gateway', template_id: 'buy' };
  expect(
    mergeCounts(
      [
        { service: 'stock', template_id: 'old', path: buying, count: 2 },
        { service: 'stock', template_id: 'live', path: { service: 'gateway', template_id: 'old' }, count: 1 },
        { service: 'stock', template_id: 'live', path: buying, count: 3 },
        { service: 'cart', count: 1 },
        { count: 1 },
      ],
      liveOf,
    ),
  ).toEqual([
    { service: 'stock', template_id: 'live', path: buying, count: 5 },
    { service: 'cart', count: 1 },
    { service: 'stock', template_id: 'live', path: { service: 'gateway', template_id: 'live' }, count: 1 },
    { count: 1 },
  ]);
});
