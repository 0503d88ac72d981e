import { SCORE_BANDS, type ScoreBand, scoreBandOf } from '../../common/score_bands.ts';
import { translate } from '../kibana/i18n.ts';

/** A band of scores with its colour. */
export interface SeverityBand extends ScoreBand {
  readonly color: string;
}

/** The colours in which Kibana paints them in both modes. Source: `@kbn/ml-anomaly-utils`, `ML_SEVERITY_COLORS` (8.12). */
const COLORS: Readonly<Record<ScoreBand['name'], string>> = {
  critical: '#fe5050',
  major: '#fba740',
  minor: '#fdec25',
  low: '#8bc8fb',
};

const withColor = (band: ScoreBand): SeverityBand => ({ ...band, color: COLORS[band.name] });

/** The bands of anomaly scores, the most severe first. */
export const SEVERITY_BANDS: readonly SeverityBand[] = SCORE_BANDS.map(withColor);

const NAMES: Readonly<Record<ScoreBand['name'], () => string>> = {
  critical: () => translate('logAi.severity.critical', { defaultMessage: 'critical' }),
  major: () => translate('logAi.severity.major', { defaultMessage: 'major' }),
  minor: () => translate('logAi.severity.minor', { defaultMessage: 'minor' }),
  low: () => translate('logAi.severity.low', { defaultMessage: 'low' }),
};

/** A band as people read it. */
export function bandText(name: ScoreBand['name']): string {
  return NAMES[name]();
}

/**
 * @param score - 0–100.
 * @example
 * severityBandOf(80).color // '#fe5050'
 */
export function severityBandOf(score: number): SeverityBand {
  return withColor(scoreBandOf(score));
}
