import type { Anomaly } from '../../common/api.ts';
import { SCORE_BANDS } from '../../common/score_bands.ts';

/** Below "minor" an anomaly is worth a look, not a call. */
export const TROUBLE_FROM = SCORE_BANDS[2].from;

/** Anomalies of a range by what they ask of people. */
export interface Trouble {
  /** Minor or worse, and not expected: the newest first, of one moment the most severe. */
  readonly anomalies: readonly Anomaly[];
  readonly active: number;
  readonly critical: number;
  /** Of low score, or expected. */
  readonly quiet: number;
}

const startOf = ({ event }: Anomaly) => Date.parse(event.start);

/** Tells what is wrong from what is merely unusual or expected. */
export function troubleOf(all: readonly Anomaly[]): Trouble {
  const anomalies = all
    .filter(({ event, anomaly }) => anomaly.status !== 'expected' && event.risk_score >= TROUBLE_FROM)
    .sort((a, b) => startOf(b) - startOf(a) || b.event.risk_score - a.event.risk_score);
  return {
    anomalies,
    active: anomalies.filter(({ anomaly }) => anomaly.status === 'active').length,
    critical: anomalies.filter(({ event }) => event.risk_score >= SCORE_BANDS[0].from).length,
    quiet: all.length - anomalies.length,
  };
}
