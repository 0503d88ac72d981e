import { z } from 'zod';
import { atOnce, isStepEnd, type Steps } from '../../parse/in_slices.ts';
import { seededRandom } from './seeded_random.ts';

/**
 * A tree as lists, a place for each node, the children of a node after it. A leaf has `feature` -1 and as `split` the path
 * that is left to think of below it.
 */
const IsolationTree = z.strictObject({
  feature: z.array(z.int()),
  split: z.array(z.number()),
  left: z.array(z.int()),
  right: z.array(z.int()),
});
type IsolationTree = z.infer<typeof IsolationTree>;

/** A forest as it is kept: plain JSON. */
export const IsolationForestState = z.strictObject({
  /** Vectors that each tree was grown of. */
  sample: z.int(),
  /** What scores more is among the share of `contamination` of what it was grown of. */
  threshold: z.number(),
  trees: z.array(IsolationTree),
});
export type IsolationForestState = z.infer<typeof IsolationForestState>;

export interface ForestOptions {
  /** Of 100 trees, two seeds agree on no order of vectors like these (0.70); of 300 they do better (0.88). */
  readonly trees?: number;
  /** The paper's: more makes trees that isolate nothing. */
  readonly sample?: number;
  readonly contamination?: number;
  readonly seed?: number;
}

/**
 * Grows an isolation forest (Liu, Ting and Zhou, ICDM 2008): trees that cut a random feature at a random place, until each
 * vector of a small sample is alone or the tree is as deep as a balanced one would be.
 *
 * The same vectors and seed give the same forest.
 *
 * @example
 * const forest = growForest(vectors);
 * isolationScore(forest, vector) > forest.threshold; // among the most unusual 1 %
 */
export function growForest(vectors: readonly Float32Array[], options?: ForestOptions): IsolationForestState {
  return atOnce(growForestInSteps(vectors, options));
}

/** Trees in a step, and vectors that are scored in one: some milliseconds of work. */
const TREES_A_STEP = 10;
const VECTORS_A_STEP = 20;

/** As {@link growForest}, so that others get the processor in between. */
export function* growForestInSteps(
  vectors: readonly Float32Array[],
  { trees = 300, sample = 256, contamination = 0.01, seed = 1 }: ForestOptions = {},
): Steps<IsolationForestState> {
  const random = seededRandom(seed);
  const size = Math.min(sample, vectors.length);
  const depth = Math.ceil(Math.log2(Math.max(size, 2)));
  const grown: IsolationTree[] = [];
  for (let tree = 0; tree < trees; tree += 1) {
    grown.push(growTree(sampleOf(vectors, size, random), depth, random));
    if (isStepEnd(tree, TREES_A_STEP)) yield;
  }
  const forest = { sample: size, threshold: 1, trees: grown };
  const scores: number[] = [];
  for (const [at, vector] of vectors.entries()) {
    scores.push(isolationScore(forest, vector));
    if (isStepEnd(at, VECTORS_A_STEP)) yield;
  }
  scores.sort((a, b) => a - b);
  const threshold = scores[Math.min(scores.length - 1, Math.floor(scores.length * (1 - contamination)))] ?? 1;
  return { ...forest, threshold };
}

/** How easily a vector is told from the others: near 1 at once, 0.5 as the average, less where it lies among many. */
export function isolationScore({ sample, trees }: IsolationForestState, vector: Float32Array): number {
  let paths = 0;
  for (const tree of trees) paths += pathLength(tree, vector);
  return 2 ** (-paths / Math.max(1, trees.length) / Math.max(averagePath(sample), Number.MIN_VALUE));
}

const EULER = 0.5772156649015329;

/**
 * c(n): the average path of an unsuccessful search in a binary search tree of n, by which paths become comparable.
 *
 * @example
 * averagePath(256) // 10.24
 */
export function averagePath(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}

function pathLength({ feature, split, left, right }: IsolationTree, vector: Float32Array): number {
  let node = 0;
  let length = 0;
  for (let at = feature[node]!; at >= 0; at = feature[node]!) {
    node = vector[at]! < split[node]! ? left[node]! : right[node]!;
    length += 1;
  }
  return length + split[node]!;
}

/** Without putting back: the first of a shuffle that is broken off. */
function sampleOf(
  vectors: readonly Float32Array[],
  size: number,
  random: () => number,
): readonly Float32Array[] {
  const pool = [...vectors];
  for (let i = 0; i < size; i += 1) {
    const j = i + Math.floor(random() * (pool.length - i));
    [pool[i], pool[j]] = [pool[j]!, pool[i]!];
  }
  return pool.slice(0, size);
}

function growTree(sample: readonly Float32Array[], depth: number, random: () => number): IsolationTree {
  const tree: IsolationTree = { feature: [], split: [], left: [], right: [] };
  const grow = (vectors: readonly Float32Array[], left_depth: number): number => {
    const node = tree.feature.length;
    tree.left.push(0);
    tree.right.push(0);
    const cut = left_depth > 0 && vectors.length > 1 ? cutOf(vectors, random) : undefined;
    tree.feature.push(cut?.feature ?? -1);
    tree.split.push(cut?.split ?? averagePath(vectors.length));
    if (cut === undefined) return node;
    const { feature, split } = cut;
    tree.left[node] = grow(
      vectors.filter((vector) => vector[feature]! < split),
      left_depth - 1,
    );
    tree.right[node] = grow(
      vectors.filter((vector) => vector[feature]! >= split),
      left_depth - 1,
    );
    return node;
  };
  grow(sample, depth);
  return tree;
}

/** Tries others where all are the same in a feature; so many without success, and they are the same in all. */
const MOST_TRIES = 16;

function cutOf(
  vectors: readonly Float32Array[],
  random: () => number,
): { readonly feature: number; readonly split: number } | undefined {
  const width = vectors[0]!.length;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const feature = Math.floor(random() * width);
    let least = Infinity;
    let most = -Infinity;
    for (const vector of vectors) {
      least = Math.min(least, vector[feature]!);
      most = Math.max(most, vector[feature]!);
    }
    // Above the least, so that neither side is empty.
    if (least < most) return { feature, split: most - random() * (most - least) };
  }
  return undefined;
}
