import { expect, it } from 'vitest';
import {
  averagePath,
  growForest,
  IsolationForestState,
  isolationScore,
} from '../../../../ml-service/src/detect/semantic/isolation_forest.ts';
import { seededRandom } from '../../../../ml-service/src/detect/semantic/seeded_random.ts';

/** Around the origin, within 1 of it in each of four directions. */
function cloud(count: number, seed = 7): Float32Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => Float32Array.from({ length: 4 }, () => random() * 2 - 1));
}
const FAR = Float32Array.of(5, -5, 5, -5);

it.each([
  [1, 0],
  [2, 1],
  [256, 10.2448],
])('the average path among %i is %f, as in the paper', (n, path) => {
  expect(averagePath(n)).toBeCloseTo(path, 3);
});

it('scores what lies far away far above 0.5, what lies among many below 0.5', () => {
  const forest = growForest(cloud(500));
  expect(isolationScore(forest, FAR)).toBeGreaterThan(0.65);
  expect(isolationScore(forest, new Float32Array(4))).toBeLessThan(0.5);
});

it('calls the share of the contamination unusual', () => {
  const vectors = cloud(500);
  const forest = growForest(vectors, { contamination: 0.02 });
  const unusual = vectors.filter((vector) => isolationScore(forest, vector) > forest.threshold);
  expect(unusual.length).toBeGreaterThanOrEqual(8);
  expect(unusual.length).toBeLessThanOrEqual(10);
});

it('is the same of the same seed, and after it was kept as JSON', () => {
  const forest = growForest(cloud(300), { seed: 3 });
  expect(growForest(cloud(300), { seed: 3 })).toEqual(forest);
  expect(growForest(cloud(300), { seed: 4 })).not.toEqual(forest);
  const kept = IsolationForestState.parse(JSON.parse(JSON.stringify(forest)));
  expect(isolationScore(kept, FAR)).toBe(isolationScore(forest, FAR));
});

it.each([
  ['nothing', []],
  ['one vector', [Float32Array.of(1, 2)]],
  ['the same vector many times', Array.from({ length: 300 }, () => Float32Array.of(1, 2))],
])('grows of %s, and calls nothing of it unusual', (_, vectors) => {
  const forest = growForest(vectors, { trees: 10 });
  expect(vectors.filter((vector) => isolationScore(forest, vector) > forest.threshold)).toEqual([]);
  expect(isolationScore(forest, Float32Array.of(9, 9))).toBeLessThanOrEqual(1);
});
