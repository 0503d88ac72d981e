/** How often something came, of how often it could. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/**
 * How much better two shares explain what was seen than one share for both: the logarithm of the likelihood ratio, in nats
 * (Dunning, 1993, half of his G²). From 0.
 *
 * @example
 * shareRatio({ count: 64, of: 64 }, { count: 0, of: 46 }) // 75
 */
export function shareRatio(before: Share, during: Share): number {
  const all = { count: before.count + during.count, of: before.of + during.of };
  const both = logLikelihood(before, shareOf(all)) + logLikelihood(during, shareOf(all));
  const each = logLikelihood(before, shareOf(before)) + logLikelihood(during, shareOf(during));
  return Math.max(0, each - both);
}

export function shareOf({ count, of }: Share): number {
  return of === 0 ? 0 : count / of;
}

function logLikelihood({ count, of }: Share, share: number): number {
  const times = (many: number, probability: number) => (many === 0 ? 0 : many * Math.log(probability));
  return times(count, share) + times(of - count, 1 - share);
}

/** Sums of times, each as the logarithm of milliseconds and one. */
export interface LogTimes {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

/** The variance that a step has at least, so that two times that are alike by chance prove nothing: about a third either way. */
const LEAST_VARIANCE = 0.1;
/** Times by which nothing can be said of how they vary. */
const LEAST_TIMES = 2;

/**
 * How much better two times of a step explain what was seen than one, where it takes longer now: the logarithm of the likelihood
 * ratio of two log-normal distributions of the same width, in nats. 0 where it does not take longer.
 */
export function slowerRatio(before: LogTimes, during: LogTimes): number {
  if (before.count < LEAST_TIMES || during.count === 0 || meanOf(during) <= meanOf(before)) return 0;
  const count = before.count + during.count;
  const all = { count, sum: before.sum + during.sum, squares: before.squares + during.squares };
  const floor = count * LEAST_VARIANCE;
  return (count / 2) * Math.log((spreadOf(all) + floor) / (spreadOf(before) + spreadOf(during) + floor));
}

/** The typical time, milliseconds. */
export function typicalTime(times: LogTimes): number {
  return Math.expm1(meanOf(times));
}

function meanOf({ count, sum }: LogTimes): number {
  return sum / count;
}

function spreadOf({ count, sum, squares }: LogTimes): number {
  return Math.max(0, squares - (sum * sum) / count);
}
