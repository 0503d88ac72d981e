import { expect, test } from 'vitest';
import { joinSpans } from '../../../../ml-service/src/tasks/cycle/minute_ranges.ts';

test.each([
  [[[5, 9], [1, 3], [3, 5]], [[1, 9]]],
  [[[1, 9], [2, 3]], [[1, 9]]],
  [[[7, 8], [1, 2]], [[1, 2], [7, 8]]],
  [[[4, 4], [6, 5]], []],
] as [[number, number][], [number, number][]][])('%j are %j', (spans, joined) => {
  expect(joinSpans(spans)).toEqual(joined);
}); // prettier-ignore
