import type { Level, SeverityLabel } from '../../../../common/levels.ts';
import { joinSeverity, type SeverityVerdict } from '../../../../common/severity_rule.ts';

/** Scores run from 0 to 100, in Elastic's bands: see `score_bands.ts`. */

/**
 * How much of its record score an anomaly keeps as risk, by how severe its lines are. An unusual
 * informational line stays below major (50), a warning below critical (75); an unusual error may be critical, and a
 * critical line gets there with less.
 */
const WEIGHT_OF_SEVERITY: Readonly<Record<SeverityLabel, number>> = {
  informational: 0.45,
  warning: 0.7,
  error: 1,
  critical: 1.2,
};

/** Where nothing is known of the severity: between informational and warning, as most lines are. */
const WEIGHT_WITHOUT_LEVEL = 0.6;

/** A model that is less sure than this says nothing of how urgent it is. */
const UNSURE = 0.5;

/**
 * How abnormal, regardless of how severe: surprise in orders of magnitude, linear up to the one that counts as full.
 *
 * @param decades - log10 of how many times rarer, or more, than usual.
 * @param full_decades - The surprise that scores 100.
 * @example
 * recordScoreOf({ decades: Math.log10(10), full_decades: 2 }) // 50
 */
export function recordScoreOf({
  decades,
  full_decades,
}: {
  readonly decades: number;
  readonly full_decades: number;
}): number {
  return rounded(100 * Math.min(1, Math.max(0, decades / full_decades)));
}

/**
 * How urgent: how abnormal, weighted by how severe.
 *
 * @example
 * riskScoreOf({ record_score: 90, level: 'ERROR' }) // 90
 * riskScoreOf({ record_score: 90, level: 'INFO' }) // 40.5
 */
export function riskScoreOf({
  record_score,
  level,
  verdict,
}: {
  readonly record_score: number;
  readonly level: Level | undefined;
  /** What is said of the template of its lines. */
  readonly verdict?: SeverityVerdict | undefined;
}): number {
  const severity = joinSeverity({ level, verdict });
  const weight =
    severity === undefined || severity.confidence < UNSURE
      ? WEIGHT_WITHOUT_LEVEL
      : WEIGHT_OF_SEVERITY[severity.label];
  return rounded(Math.min(100, record_score * weight));
}

/** One decimal: a score promises no more. */
function rounded(score: number): number {
  return Math.round(score * 10) / 10;
}
