import type { Steps } from '../../parse/in_slices.ts';

/** A template that lies near, by its place among those that were given. */
export interface Neighbour {
  readonly index: number;
  /** 1 - cosine: 0 the same, near 1 nothing in common. */
  readonly distance: number;
}

/**
 * Those of the vectors that are nearest, the nearest first; of the same distance the first one. It looks at all of them:
 * 10,000 take some 4 ms.
 *
 * @param options.without - Places that do not count.
 */
export function nearestOf(
  vector: Float32Array,
  vectors: readonly Float32Array[],
  { k, without }: { readonly k: number; readonly without?: (index: number) => boolean },
): readonly Neighbour[] {
  const nearest: Neighbour[] = [];
  for (let index = 0; index < vectors.length; index += 1) {
    if (without?.(index) === true) continue;
    const distance = cosineDistance(vector, vectors[index]!);
    if (nearest.length === k && distance >= nearest[k - 1]!.distance) continue;
    const place = nearest.findIndex((other) => distance < other.distance);
    nearest.splice(place === -1 ? nearest.length : place, 0, { index, distance });
    if (nearest.length > k) nearest.pop();
  }
  return nearest;
}

/** Of vectors of length 1. Rounding leaves no distance below 0. */
export function cosineDistance(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  for (let index = 0; index < a.length; index += 1) dot += a[index]! * b[index]!;
  return Math.max(0, 1 - dot);
}

/** How far a text is from what is normal: the mean distance to the nearest; undefined where there is nothing normal. */
export function noveltyOf(neighbours: readonly Neighbour[]): number | undefined {
  if (neighbours.length === 0) return undefined;
  return neighbours.reduce((sum, { distance }) => sum + distance, 0) / neighbours.length;
}

/**
 * How far normal templates lie from each other: the distance that the share `quantile` of them stays below when each is
 * left out and compared with the rest. Without leaving it out each would have the distance 0 to itself.
 *
 * @param options.sample - At most so many are left out, evenly over all: of 10,000 each takes some 4 ms.
 */
export function* usualNovelty(
  vectors: readonly Float32Array[],
  {
    k,
    quantile,
    sample = vectors.length,
  }: { readonly k: number; readonly quantile: number; readonly sample?: number },
): Steps<number | undefined> {
  const novelties: number[] = [];
  for (const index of evenlyOf([...vectors.keys()], sample)) {
    const vector = vectors[index]!;
    const novelty = noveltyOf(nearestOf(vector, vectors, { k, without: (other) => other === index }));
    if (novelty !== undefined) novelties.push(novelty);
    yield;
  }
  novelties.sort((a, b) => a - b);
  return novelties[Math.min(novelties.length - 1, Math.floor(novelties.length * quantile))];
}

/**
 * At most so many of a list, evenly over it.
 *
 * @example
 * evenlyOf([0, 1, 2, 3, 4, 5], 3) // [0, 2, 4]
 */
export function evenlyOf<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, at) => items[Math.floor((at * items.length) / most)]!);
}
