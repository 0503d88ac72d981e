import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  cosineDistance,
  nearestOf,
  noveltyOf,
  usualNovelty,
} from '../../../../ml-service/src/detect/semantic/nearest_normal.ts';
import { atOnce } from '../../../../ml-service/src/parse/in_slices.ts';

/** A vector of length 1 at so many degrees. */
const at = (degrees: number) =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));

it('gives the nearest first, with 1 - cosine as their distance', () => {
  expect(nearestOf(at(0), [at(90), at(60), at(0)], { k: 2 })).toEqual([
    { index: 2, distance: 0 },
    { index: 1, distance: expect.closeTo(0.5, 5) as number },
  ]);
});

it('finds what sorting all of them finds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 359 }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      (degrees, k) => {
        const vectors = degrees.map(at);
        const sorted = vectors
          .map((vector, index) => ({ index, distance: cosineDistance(at(10), vector) }))
          .sort((a, b) => a.distance - b.distance || a.index - b.index);
        expect(nearestOf(at(10), vectors, { k })).toEqual(sorted.slice(0, k));
      },
    ),
  );
});

it('leaves out what does not count', () => {
  const nearest = nearestOf(at(0), [at(0), at(60)], { k: 1, without: (index) => index === 0 });
  expect(nearest[0]!.index).toBe(1);
});

it('knows no novelty where nothing is normal yet', () => {
  expect(noveltyOf(nearestOf(at(0), [], { k: 3 }))).toBeUndefined();
  expect(atOnce(usualNovelty([at(0)], { k: 1, quantile: 0.99 }))).toBeUndefined();
});

it('measures how far normal ones lie from each other without the distance to itself', () => {
  expect(atOnce(usualNovelty([at(0), at(60), at(120)], { k: 1, quantile: 0.5 }))).toBeCloseTo(0.5, 5);
});

it('leaves out as many as it is told to, evenly', () => {
  const vectors = [0, 90, 1, 91, 2, 92].map(at);
  const left_out = [...usualNovelty(vectors, { k: 1, quantile: 0.5, sample: 3 })];
  expect(left_out).toHaveLength(3);
  expect(atOnce(usualNovelty(vectors, { k: 1, quantile: 0.99, sample: 3 }))).toBeCloseTo(
    1 - Math.cos(Math.PI / 180),
    5,
  );
});
