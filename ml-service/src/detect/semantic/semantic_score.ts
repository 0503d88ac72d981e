import { SeverityLabel } from '../../../../common/levels.ts';
import type { SeverityPrediction } from '../../../../common/severity_prediction.ts';

const SEVERITY: Readonly<Record<SeverityLabel, number>> = {
  informational: 0,
  warning: 1 / 3,
  error: 2 / 3,
  critical: 1,
};

/** How severe something sounds: a label, or how probable each is. */
export type ExpectedSeverity = SeverityLabel | SeverityPrediction['probabilities'];

/**
 * What two say who err differently: words, of which a text has one or not, and a model that reads it. Each counts half.
 *
 * @example
 * bothVoices('error', { informational: 1, warning: 0, error: 0, critical: 0 }) // { informational: 0.5, warning: 0, error: 0.5, critical: 0 }
 */
export function bothVoices(
  words: SeverityLabel,
  model: SeverityPrediction['probabilities'],
): SeverityPrediction['probabilities'] {
  const half = (label: SeverityLabel) => (model[label] + (label === words ? 1 : 0)) / 2;
  return {
    informational: half('informational'),
    warning: half('warning'),
    error: half('error'),
    critical: half('critical'),
  };
}

function weightOf(severity: ExpectedSeverity): number {
  if (typeof severity === 'string') return SEVERITY[severity];
  return SeverityLabel.options.reduce((sum, label) => sum + severity[label] * SEVERITY[label], 0);
}

/** What is new and harmless counts a sixth of what is new and critical: most of what is new is harmless. */
const HARMLESS = 0.2;

/** Texts of one system that have nothing in common lie about so far apart; what is farther is no more novel. */
const FULL_NOVELTY = 0.6;

/**
 * How much an unusual meaning matters: novelty × (0.2 + severity). Novelty alone ranks badly over time, as new templates are
 * mostly harmless; severity alone does not know what always comes.
 *
 * @example
 * joinedScore({ novelty: 0.6, severity: 'critical' }) // 0.72
 */
export function joinedScore({
  novelty,
  severity,
}: {
  readonly novelty: number;
  readonly severity: ExpectedSeverity;
}): number {
  return novelty * (HARMLESS + weightOf(severity));
}

/**
 * The same from 0 to 100, in the bands of all scores, with one decimal.
 *
 * @example
 * semanticScore({ novelty: 0.6, severity: 'error' }) // 72.2: major
 * semanticScore({ novelty: 0.6, severity: 'informational' }) // 16.7: low
 */
export function semanticScore({
  novelty,
  severity,
}: {
  readonly novelty: number;
  readonly severity: ExpectedSeverity;
}): number {
  const full = FULL_NOVELTY * (HARMLESS + SEVERITY.critical);
  const score = joinedScore({ novelty: Math.min(novelty, FULL_NOVELTY), severity }) / full;
  return Math.round(score * 1000) / 10;
}
