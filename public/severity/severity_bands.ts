/** A range of scores with its name and colour. */
export interface SeverityBand {
  readonly name: 'critical' | 'major' | 'minor' | 'low';
  /** The lowest score that belongs to it. */
  readonly from: number;
  readonly color: string;
}

/**
 * Elastic's bands of anomaly scores and the colours in which Kibana paints them in both modes, the most severe first.
 * Source: `@kbn/ml-anomaly-utils`, `ML_ANOMALY_THRESHOLD` and `ML_SEVERITY_COLORS` (8.12).
 */
export const SEVERITY_BANDS: readonly [SeverityBand, SeverityBand, SeverityBand, SeverityBand] = [
  { name: 'critical', from: 75, color: '#fe5050' },
  { name: 'major', from: 50, color: '#fba740' },
  { name: 'minor', from: 25, color: '#fdec25' },
  { name: 'low', from: 0, color: '#8bc8fb' },
];

/**
 * @param score - 0–100.
 * @example
 * severityBandOf(80).name // 'critical'
 */
export function severityBandOf(score: number): SeverityBand {
  return SEVERITY_BANDS.find(({ from }) => score >= from) ?? SEVERITY_BANDS[3];
}
