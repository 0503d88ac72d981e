/** Something that was scored, and whether it is an alert. */
export interface Scored {
  readonly score: number;
  readonly alert: boolean;
}

/** Places from 1 in rising order; those of the same value share the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const result = new Array<number>(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    for (let place = start; place < end; place += 1) result[order[place]!] = (start + end + 1) / 2;
    start = end;
  }
  return result;
}

/** The area under the ROC curve: the chance that an alert scores more than what is none, half where they score the same. */
export function auroc(scored: readonly Scored[]): number {
  const ranked = ranks(scored.map(({ score }) => score));
  const alerts = scored.filter(({ alert }) => alert).length;
  const sum = ranked.reduce((total, rank, index) => total + (scored[index]!.alert ? rank : 0), 0);
  return (sum - (alerts * (alerts + 1)) / 2) / (alerts * (scored.length - alerts));
}

/** The share of alerts that score more than all but `rate` of what is none. */
export function recallAt(rate: number, scored: readonly Scored[]): number {
  const normal = scored.filter(({ alert }) => !alert).map(({ score }) => score);
  const bound = normal.sort((a, b) => b - a)[Math.floor(normal.length * rate)] ?? -Infinity;
  const alerts = scored.filter(({ alert }) => alert);
  return alerts.filter(({ score }) => score > bound).length / alerts.length;
}

/** Spearman's: how far two scores agree on an order, 1 at most. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (a.length + 1) / 2;
  const sum = (left: readonly number[], right: readonly number[]) =>
    left.reduce((total, value, index) => total + (value - mean) * (right[index]! - mean), 0);
  return sum(x, y) / Math.sqrt(sum(x, x) * sum(y, y));
}
