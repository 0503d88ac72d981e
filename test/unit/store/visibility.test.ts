import { expect, test } from 'vitest';
import { visibilityOf } from '../../../ml-service/src/store/visibility.ts';

const of = (refresh_ms: readonly number[]) => visibilityOf({ refresh_ms, indexing_delay_ms: 5000 });

test.each([
  ['no index', [], { settle_ms: 5000, look_back_ms: 5000 }],
  ['the slowest of some', [1000, 30_000, 5000], { settle_ms: 35_000, look_back_ms: 35_000 }],
  ['one that holds nobody up', [1000, 600_000], { settle_ms: 6000, look_back_ms: 605_000 }],
  ['one that nothing refreshes', [1000, Infinity], { settle_ms: 6000, look_back_ms: 3_605_000 }],
])('documents are waited for and looked for: %s', (_what, refresh_ms, expected) => {
  expect(of(refresh_ms)).toEqual(expected);
});
