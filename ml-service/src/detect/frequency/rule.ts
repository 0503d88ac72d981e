import type { CountReader, Series } from '../counts/count_reader.ts';
import type { FrequencyConfig } from '../../settings/detectors.ts';

/** The known minutes of the window that ends with a minute, and of the baseline before it. */
export interface Sides {
  readonly window: readonly number[];
  readonly baseline: readonly number[];
}

/** A series that breaks the rule, with its rates in lines a minute. */
export interface Firing extends Series {
  readonly number: number;
  readonly current: number;
  readonly baseline: number;
}

export function sidesOf(minute: number, counts: CountReader, config: FrequencyConfig): Sides {
  const from = minute - config.window_minutes + 1;
  return {
    window: counts.knownMinutes({ from, to: minute + 1 }),
    baseline: counts.knownMinutes({ from: from - config.baseline_minutes, to: from }),
  };
}

/** Whether lines at `current` a minute are abnormal against `baseline` a minute. */
export function breaksRule(current: number, baseline: number, config: FrequencyConfig): boolean {
  return current > config.min_rate && ratioOf(current, baseline, config) > config.ratio;
}

export function ratioOf(current: number, baseline: number, { rate_offset }: FrequencyConfig): number {
  return current / (baseline + rate_offset);
}

/** All series whose window breaks the rule, rates being means over the known minutes of each side. */
export function firingSeries({
  counts,
  sides,
  config,
}: {
  readonly counts: CountReader;
  readonly sides: Sides;
  readonly config: FrequencyConfig;
}): Firing[] {
  const window_sums = counts.sumsOf(sides.window);
  const baseline_sums = counts.sumsOf(sides.baseline);
  const firing: Firing[] = [];
  for (let number = 0; number < window_sums.length; number++) {
    const current = window_sums[number]! / sides.window.length;
    const baseline = baseline_sums[number]! / sides.baseline.length;
    if (!breaksRule(current, baseline, config)) continue;
    firing.push({ ...counts.seriesAt(number)!, number, current, baseline });
  }
  return firing;
}
