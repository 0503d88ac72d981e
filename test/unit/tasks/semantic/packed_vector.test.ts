import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cosineDistance } from '../../../../ml-service/src/detect/semantic/nearest_normal.ts';
import { seededRandom } from '../../../../ml-service/src/detect/semantic/seeded_random.ts';
import { packVector, unpackVector } from '../../../../ml-service/src/tasks/semantic/packed_vector.ts';

const DIMENSIONS = 384;

/** A vector of length 1 in any direction, its numbers spread as those of the model. */
function vectorOf(seed: number): Float32Array {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const numbers = Array.from({ length: DIMENSIONS }, normal);
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (value) => value / length);
}

it('keeps the direction of a vector, in a byte a number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1 }), (seed) => {
      const vector = vectorOf(seed);
      const packed = packVector(vector);
      expect(packed).toHaveLength(512);
      const unpacked = unpackVector(packed, DIMENSIONS)!;
      expect(Math.hypot(...unpacked)).toBeCloseTo(1, 5);
      expect(cosineDistance(vector, unpacked)).toBeLessThan(0.0001);
      // However often it is written and read, it is the same.
      expect(packVector(unpacked)).toBe(packed);
    }),
  );
});

it.each(['', 'AAAA', '!!', Buffer.alloc(DIMENSIONS).toString('base64')])(
  'what is no vector of the model is none: %j',
  (text) => {
    expect(unpackVector(text, DIMENSIONS)).toBeUndefined();
  },
);
