/**
 * Places in a row as near as they can be to where they should be, by the sum of squares, with room between: the pool of adjacent
 * violators.
 *
 * @param best - Where each should be.
 * @param gaps - How far each is at least from the one before; one fewer.
 * @example
 * spread([0, 0, 100], [10, 10]) // [-5, 5, 100]
 */
export function spread(best: readonly number[], gaps: readonly number[]): readonly number[] {
  // Where everything would be with no more than the gaps between.
  const packed = [0];
  for (const gap of gaps) packed.push(packed.at(-1)! + gap);
  const blocks: { sum: number; size: number }[] = [];
  best.forEach((place, at) => {
    let block = { sum: place - packed[at]!, size: 1 };
    for (let before = blocks.at(-1); before && before.sum / before.size >= block.sum / block.size;) {
      blocks.pop();
      block = { sum: before.sum + block.sum, size: before.size + block.size };
      before = blocks.at(-1);
    }
    blocks.push(block);
  });
  return blocks
    .flatMap(({ sum, size }) => Array.from({ length: size }, () => sum / size))
    .map((place, at) => place + packed[at]!);
}
