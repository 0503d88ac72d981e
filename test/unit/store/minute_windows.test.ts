import fc from 'fast-check';
import { expect, it } from 'vitest';
import { windowsOf } from '../../../ml-service/src/store/minute_windows.ts';

it.each([
  [[], []],
  [[5], [{ first: 5, last: 5 }]],
  [
    [3, 1, 2, 7],
    [
      { first: 1, last: 3 },
      { first: 7, last: 7 },
    ],
  ],
  [[1, 1, 2], [{ first: 1, last: 2 }]],
  [
    [1, 2, 3, 4, 5, 6, 7],
    [
      { first: 1, last: 3 },
      { first: 4, last: 6 },
      { first: 7, last: 7 },
    ],
  ],
])('%j in runs of at most three', (minutes, windows) => {
  expect(windowsOf(minutes, 3)).toEqual(windows);
});

it('covers exactly the given minutes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 60 })),
      fc.integer({ min: 1, max: 10 }),
      (minutes, longest) => {
        const windows = windowsOf(minutes, longest);
        const covered = windows.flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, offset) => first + offset),
        );
        expect(covered).toEqual([...new Set(minutes)].sort((left, right) => left - right));
        for (const { first, last } of windows) expect(last - first).toBeLessThan(longest);
      },
    ),
    { seed: 7 },
  );
});
