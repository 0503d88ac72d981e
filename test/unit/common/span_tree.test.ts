import { expect, test } from 'vitest';
import { inTreeOrder } from '../../../common/span_tree.ts';

/** Indexes, indented by a dot for each call. */
const drawn = (callers: readonly (number | undefined)[]) =>
  inTreeOrder(callers.map((caller) => ({ caller }))).map(
    ({ index, depth }) => `${'.'.repeat(depth)}${index}`,
  );

test.each([
  { name: 'nothing', callers: [], tree: [] },
  { name: 'a chain', callers: [undefined, 0, 1], tree: ['0', '.1', '..2'] },
  {
    name: 'what a call called stands below it',
    callers: [undefined, 0, 0, 1],
    tree: ['0', '.1', '..3', '.2'],
  },
  { name: 'two that nobody called', callers: [undefined, undefined, 0], tree: ['0', '.2', '1'] },
])('$name', ({ callers, tree }) => {
  expect(drawn(callers)).toEqual(tree);
});

test('a chain of ten thousand calls', () => {
  const spans = Array.from({ length: 10_000 }, (_, at) => (at === 0 ? {} : { caller: at - 1 }));
  expect(inTreeOrder(spans).at(-1)).toEqual({ index: 9999, depth: 9999 });
});
