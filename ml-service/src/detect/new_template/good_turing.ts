/**
 * The chance that the next line has a template never seen before: the Good–Turing estimate of the unseen mass, templates
 * seen exactly once / lines (I. J. Good, "The population frequencies of species and the estimation of population
 * parameters", Biometrika 40, 1953). One is added to both, so that it is neither zero (no template was seen just once)
 * nor undefined (no line was seen).
 *
 * @param counts - Lines of each template of the past.
 * @returns 0–1; 1 where nothing was seen.
 * @example
 * unseenProbability([5000, 4990, 9, 1]) // 2 / 10001
 */
export function unseenProbability(counts: Iterable<number>): number {
  let lines = 0;
  let once = 0;
  for (const count of counts) {
    lines += count;
    if (count === 1) once++;
  }
  return (once + 1) / (lines + 1);
}
