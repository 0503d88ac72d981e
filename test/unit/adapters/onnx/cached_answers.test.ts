import { expect, it } from 'vitest';
import { CachedEmbedder } from '../../../../ml-service/src/adapters/onnx/cached_answers.ts';

/** Answers with the length of a text, and notes what it was asked. */
function countingEmbedder() {
  const asked: string[][] = [];
  return {
    asked,
    model: 'test',
    dimensions: 1,
    embed: (texts: readonly string[]) => {
      asked.push([...texts]);
      return Promise.resolve(texts.map((text) => Float32Array.of(text.length)));
    },
    close: () => Promise.resolve(),
  };
}

const lengths = (vectors: readonly Float32Array[]) => vectors.map((vector) => vector[0]);

it('asks for each text once, and answers in the order of the texts', async () => {
  const embedder = countingEmbedder();
  const cached = new CachedEmbedder(embedder);
  expect(lengths(await cached.embed(['aa', 'b', 'aa']))).toEqual([2, 1, 2]);
  expect(lengths(await cached.embed(['ccc', 'b']))).toEqual([3, 1]);
  expect(embedder.asked).toEqual([['aa', 'b'], ['ccc']]);
});

it('forgets what was not asked for the longest time', async () => {
  const embedder = countingEmbedder();
  const cached = new CachedEmbedder(embedder, { most_texts: 2 });
  await cached.embed(['a', 'b']);
  await cached.embed(['a']);
  await cached.embed(['c']);
  await cached.embed(['a', 'b']);
  expect(embedder.asked.flat()).toEqual(['a', 'b', 'c', 'b']);
});

it('answers more texts than it keeps', async () => {
  const cached = new CachedEmbedder(countingEmbedder(), { most_texts: 1 });
  expect(lengths(await cached.embed(['a', 'bb', 'ccc']))).toEqual([1, 2, 3]);
});
