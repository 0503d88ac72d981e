/** Of how many something is true, in two groups. */
export interface TwoGroups {
  readonly failed: number;
  readonly failed_of: number;
  readonly others: number;
  readonly others_of: number;
}

const log_factorials = [0];

/** ln n!, kept for the next time. */
function logFactorial(n: number): number {
  for (let at = log_factorials.length; at <= n; at++)
    log_factorials.push(log_factorials[at - 1]! + Math.log(at));
  return log_factorials[n]!;
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/**
 * How probable it is that at least so many of those that failed have it, if failing had nothing to do with it: Fisher's exact test,
 * one-sided.
 *
 * @example
 * fisherExact({ failed: 3, failed_of: 3, others: 0, others_of: 3 }) // 0.05
 */
export function fisherExact({ failed, failed_of, others, others_of }: TwoGroups): number {
  const having = failed + others;
  const all = logChoose(failed_of + others_of, having);
  let probability = 0;
  for (let count = failed; count <= Math.min(failed_of, having); count++) {
    if (having - count > others_of) continue;
    probability += Math.exp(logChoose(failed_of, count) + logChoose(others_of, having - count) - all);
  }
  return Math.min(1, probability);
}

/** How many times as likely those that failed are to have it, as odds; half a request is added to each count (Haldane, 1956). */
export function oddsRatio({ failed, failed_of, others, others_of }: TwoGroups): number {
  return ((failed + 0.5) / (failed_of - failed + 0.5)) * ((others_of - others + 0.5) / (others + 0.5));
}
