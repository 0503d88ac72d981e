import type { CountReader, TemplateSeries } from '../counts/count_reader.ts';
import { smoothed } from '../counts/smoothed.ts';
import type { Observation } from '../detector.ts';
import { knownSince } from '../sources/known_since.ts';
import type { FrequencyConfig } from '../../settings/detectors.ts';

/** The known minutes of the window that ends with a minute, and of the baseline before it. */
export interface Sides {
  readonly window: readonly number[];
  readonly baseline: readonly number[];
}

/** A series that breaks the rule, with its rates in lines a minute. */
export interface Firing extends TemplateSeries {
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

/**
 * All templates of services whose window breaks the rule, rates being means over the known minutes of each side. Minutes before
 * the source of a template came are not known of it.
 */
export function firingSeries({
  observation,
  sides,
  config,
}: {
  readonly observation: Observation;
  readonly sides: Sides;
  readonly config: FrequencyConfig;
}): Firing[] {
  const { counts } = observation;
  const window_sums = counts.sumsOf(sides.window);
  const firing: Firing[] = [];
  for (let number = 0; number < window_sums.length; number++) {
    const current = window_sums[number]! / sides.window.length;
    if (current <= config.min_rate) continue;
    const { template_id, service } = counts.seriesAt(number)!;
    if (template_id === undefined) continue;
    const since = knownSince({ template_id, service }, observation);
    const known = sides.baseline.filter((minute) => minute >= since);
    if (known.length < config.min_known_baseline_minutes) continue;
    const baseline = baselineOf(
      known.map((minute) => counts.countOf(number, minute)),
      config,
    );
    if (!breaksRule(current, baseline, config)) continue;
    firing.push({ template_id, service, number, current, baseline });
  }
  return firing;
}

/**
 * Lines a minute of a baseline: the mean of the minutes around which the rate does not break the rule against the median rate. An
 * outage that comes every half an hour does not become normal; what takes up half of the baseline is the median, and so the
 * new level. Bursts that come every few minutes are the level, too: rates are those of some minutes together.
 *
 * @param lines - Of each known minute, in their order.
 * @example
 * baselineOf([2, 80, 80, 80], config) // 60.5: so it is now
 * baselineOf([0, 0, 40, 0, 0, 40, 0, 0, 40], config) // 13.3: they come all the time
 */
export function baselineOf(lines: readonly number[], config: FrequencyConfig): number {
  const rates = smoothed(lines);
  const median = rates.toSorted((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0;
  const normal = lines.filter((_, at) => !breaksRule(rates[at]!, median, config));
  return normal.reduce((sum, count) => sum + count, 0) / normal.length;
}
