import { expect, test } from 'vitest';
import { boundRequests, type RequestExtent } from '../../../ml-service/src/correlate/request_bounds.ts';

const bounds = { max_lines: 10, max_span_ms: 1000, max_lines_at_once: 25 };
const extent = (id: string, lines: number, span = 0): RequestExtent => ({
  id,
  lines,
  first: 5,
  last: 5 + span,
});
const judge = (...extents: RequestExtent[]) => boundRequests(extents, bounds as never);

test('an id that joins too much is refused, with a reason', () => {
  expect(judge(extent('r-1', 10, 1000), extent('kim', 11), extent('default', 2, 1001))).toEqual({
    groups: [[extent('r-1', 10, 1000)]],
    refused: [
      { id: 'kim', reason: 'too_many_lines', lines: 11 },
      { id: 'default', reason: 'too_long', lines: 2 },
    ],
  });
});

test('requests are read together as long as their lines fit', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'].map((id) => extent(id, 10));
  expect(judge(...ids).groups.map((group) => group.map(({ id }) => id))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
    ['e'],
  ]);
  expect(judge()).toEqual({ groups: [], refused: [] });
});
