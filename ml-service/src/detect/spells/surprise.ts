/**
 * How surprising it is to see `lines` where `expected` are, in natural orders of magnitude: −ln of an upper bound of the
 * chance to see as many or more (where there are more), or as few or fewer. The bound is Chernoff's for the negative
 * binomial distribution: counts that vary more than by pure chance. With a dispersion of 0 it is that of a Poisson.
 *
 * @param options.dispersion - Variance / mean² beyond that of pure chance, of the sum.
 * @example
 * surpriseOf({ lines: 100, expected: 50, dispersion: 0 }) // 19.3: a chance below 1 in 200 million
 * surpriseOf({ lines: 100, expected: 50, dispersion: 0.1 }) // 2.6: 1 in 13
 */
export function surpriseOf({
  lines,
  expected,
  dispersion,
}: {
  readonly lines: number;
  readonly expected: number;
  readonly dispersion: number;
}): number {
  const own = lines === 0 ? 0 : lines * Math.log(lines / expected);
  if (dispersion < 1e-9) return Math.max(0, own - lines + expected);
  const size = 1 / dispersion;
  return Math.max(0, own - (lines + size) * Math.log((lines + size) / (expected + size)));
}
