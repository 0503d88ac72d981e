/** So many times as high as its usual bar, a peak leaves nothing to be seen of the others. */
const DWARFED = 12;

/**
 * Whether a few bars are so high that the others could not be read beside them.
 *
 * @param heights - Of all bars; empty ones do not count.
 */
export function isSpiky(heights: readonly number[]): boolean {
  const filled = heights.filter((height) => height > 0).sort((a, b) => a - b);
  const median = filled[Math.floor(filled.length / 2)];
  return median !== undefined && filled.at(-1)! > DWARFED * median;
}
