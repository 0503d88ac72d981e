/** What a minute's values are, by their logarithms: twice as much is as far as half as much. */
export interface ValueMinute {
  /** Minutes since the epoch. */
  readonly minute: number;
  /** How many values. */
  readonly count: number;
  /** The mean of their logarithms. */
  readonly mean: number;
  /** The sum of the squared distances of these from it. */
  readonly squares: number;
}

/** What is usual of the values of a minute. */
export interface UsualValues {
  /** Of the logarithms. */
  readonly mean: number;
  /** The variance of a single value around the mean of its minute. */
  readonly within: number;
  /** The variance of minutes around the mean, beyond that of their values. */
  readonly between: number;
  /** The variance of the mean as it is known. */
  readonly error: number;
  readonly minutes: number;
}

/** Even values that are all the same may be a hundredth more in the next minute. */
const LEAST_VARIANCE = 0.01 ** 2;

/** The values above zero of a minute; undefined where there are none. */
export function valueMinuteOf(minute: number, values: readonly number[]): ValueMinute | undefined {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map((value) => Math.log(value));
  if (logs.length === 0) return undefined;
  const mean = sum(logs) / logs.length;
  return { minute, count: logs.length, mean, squares: sum(logs.map((log) => (log - mean) ** 2)) };
}

/** Some minutes as one: it has the last one's number. */
export function joinMinutes(minutes: readonly ValueMinute[]): ValueMinute | undefined {
  return minutes.reduce<ValueMinute | undefined>((all, one) => {
    if (all === undefined) return one;
    const count = all.count + one.count;
    const apart = one.mean - all.mean;
    return {
      minute: Math.max(all.minute, one.minute),
      count,
      mean: all.mean + (apart * one.count) / count,
      squares: all.squares + one.squares + (apart ** 2 * all.count * one.count) / count,
    };
  }, undefined);
}

/**
 * What is usual, of minutes in which nothing was abnormal: values scatter around the mean of their minute, and minutes around the
 * mean of all (random effects; DerSimonian & Laird, "Meta-analysis in clinical trials", 1986).
 *
 * @returns Undefined of fewer than three minutes.
 */
export function usualValues(minutes: readonly ValueMinute[]): UsualValues | undefined {
  if (minutes.length < 3) return undefined;
  const values = sum(minutes.map(({ count }) => count));
  const freedom = values - minutes.length;
  const within = Math.max(
    LEAST_VARIANCE,
    freedom > 0 ? sum(minutes.map(({ squares }) => squares)) / freedom : 0,
  );
  const fixed = minutes.map(({ count }) => count / within);
  const total = sum(fixed);
  const center = sum(minutes.map(({ mean }, at) => fixed[at]! * mean)) / total;
  const spread = sum(minutes.map(({ mean }, at) => fixed[at]! * (mean - center) ** 2));
  const scale = total - sum(fixed.map((weight) => weight ** 2)) / total;
  const between = Math.max(LEAST_VARIANCE, (spread - (minutes.length - 1)) / scale);
  const weights = minutes.map(({ count }) => 1 / (between + within / count));
  const weight = sum(weights);
  const mean = sum(minutes.map((one, at) => weights[at]! * one.mean)) / weight;
  return { mean, within, between, error: 1 / weight, minutes: minutes.length };
}

/** How far the values of a window are from what is usual. */
export interface Shift {
  /** How many times as large they are; below 1: smaller. */
  readonly ratio: number;
  /** −ln of an upper bound of the chance to be as far off. */
  readonly surprise: number;
}

/**
 * Minutes that follow one another are alike, so that the scatter of minutes is that of a window, too, however many it has.
 * The bound is that of Student's t, whose tails are wider the fewer minutes are known.
 */
export function shiftOf(window: ValueMinute, usual: UsualValues): Shift {
  const { mean, within, between, error, minutes } = usual;
  const apart = window.mean - mean;
  const variance = between + within / window.count + error;
  const freedom = minutes - 1;
  return {
    ratio: Math.exp(apart),
    surprise: (freedom / 2) * Math.log1p(apart ** 2 / variance / freedom),
  };
}

/**
 * Whether values count on: numbers of orders, offsets, uptimes. That they rise from minute to minute is what they are.
 *
 * @param minutes - Ascending.
 */
export function isCounter(minutes: readonly ValueMinute[]): boolean {
  if (minutes.length < LEAST_STEPS + 1) return false;
  const rises = minutes.slice(1).filter(({ mean }, at) => mean > minutes[at]!.mean).length;
  return rises >= RISING_SHARE * (minutes.length - 1);
}

const LEAST_STEPS = 10;
const RISING_SHARE = 0.9;

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
