/** A range of scores with its name. */
export interface ScoreBand {
  readonly name: 'critical' | 'major' | 'minor' | 'low';
  /** The lowest score that belongs to it. */
  readonly from: number;
}

/**
 * Elastic's bands of anomaly scores, which run from 0 to 100, the most severe first. Source: `@kbn/ml-anomaly-utils`,
 * `ML_ANOMALY_THRESHOLD` (8.12).
 */
export const SCORE_BANDS: readonly [ScoreBand, ScoreBand, ScoreBand, ScoreBand] = [
  { name: 'critical', from: 75 },
  { name: 'major', from: 50 },
  { name: 'minor', from: 25 },
  { name: 'low', from: 0 },
];

/** @example lowestScoreOf('major') // 50 */
export function lowestScoreOf(name: ScoreBand['name']): number {
  return SCORE_BANDS.find((band) => band.name === name)!.from;
}

/**
 * @param score - 0–100.
 * @example
 * scoreBandOf(80).name // 'critical'
 */
export function scoreBandOf(score: number): ScoreBand {
  return SCORE_BANDS.find(({ from }) => score >= from) ?? SCORE_BANDS[3];
}
