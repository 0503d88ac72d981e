import * as z from 'zod';
import type { SeverityLabel } from './levels.ts';
import { type Level, SEVERITY_OF_LEVEL } from './levels.ts';

/** Who decided a severity: the level of the line, the model that reads its template, or a person. */
export const DecidedBy = z.enum(['level', 'model', 'feedback']);
export type DecidedBy = z.infer<typeof DecidedBy>;

/** What is said of all lines of a template, whatever their level. */
export interface SeverityVerdict {
  readonly label: SeverityLabel;
  /** 0 to 1. */
  readonly confidence: number;
  readonly by: Exclude<DecidedBy, 'level'>;
}

/** The severity of a line. */
export interface JoinedSeverity {
  readonly label: SeverityLabel;
  readonly confidence: number;
  /** Somebody should look now. */
  readonly requires_immediate_action: boolean;
  readonly decided_by: DecidedBy;
  /** Whether the request of the line failed by it. */
  readonly is_failure: boolean;
}

/** Confidences by label; a label that is not there is never reached. */
type Thresholds = Readonly<Partial<Record<SeverityLabel, number>>>;

/** The table that {@link SEVERITY_RULE} is. */
interface SeverityRule {
  readonly stated: Readonly<Record<Level, SeverityLabel>>;
  /** How sure a level is: stated by the line, told by an HTTP status, stated and doubted by the model. */
  readonly confidence: Readonly<Record<'stated' | 'derived' | 'doubted', number>>;
  /** From which confidence on the model decides, by what is stated, and by what it says. */
  readonly model_decides_from: Readonly<Record<SeverityLabel | 'none', Thresholds>>;
  /** From which confidence on the model doubts what is stated. */
  readonly model_doubts_from: Readonly<Partial<Record<SeverityLabel, Thresholds>>>;
  /** What has this label, and is surer than this, is urgent. */
  readonly urgent: { readonly label: SeverityLabel; readonly above: number };
  /**
   * What makes a request fail: the level where one is stated, whatever the model thinks of it; else a model that is this
   * sure; people in any case. It stands on the document from then on.
   */
  readonly failure: { readonly labels: readonly SeverityLabel[]; readonly model_from: number };
}

/**
 * How level, model and people make one severity. TypeScript ({@link joinSeverity}) and the ingest pipeline execute this table.
 *
 * People decide first. A model is asked with a text, a program knows what happened to it: so the model speaks where no level is
 * stated, and raises a level only where it is sure. It never lowers one, as an error that is hidden costs more than one too many;
 * where it is sure that a CRITICAL sounds harmless, that takes the urgency away, not the label.
 */
export const SEVERITY_RULE: SeverityRule = {
  stated: SEVERITY_OF_LEVEL,
  confidence: { stated: 1, derived: 0.5, doubted: 0.5 },
  model_decides_from: {
    none: { informational: 0, warning: 0, error: 0, critical: 0 },
    informational: { error: 0.9, critical: 0.9 },
    warning: { error: 0.9, critical: 0.9 },
    error: { critical: 0.85 },
    critical: {},
  },
  model_doubts_from: { critical: { informational: 0.8, warning: 0.8 } },
  urgent: { label: 'critical', above: 0.85 },
  failure: { labels: ['error', 'critical'], model_from: 0.8 },
};

/**
 * The severity of a line by {@link SEVERITY_RULE}; undefined where nobody says anything.
 *
 * @param line.is_level_derived - The line says no level; its HTTP status does.
 * @example
 * joinSeverity({ level: 'INFO', verdict: { label: 'critical', confidence: 0.95, by: 'model' } })
 * // { label: 'critical', confidence: 0.95, requires_immediate_action: true, decided_by: 'model', is_failure: false }
 */
export function joinSeverity({
  level,
  is_level_derived = false,
  verdict,
}: {
  readonly level?: Level | undefined;
  readonly is_level_derived?: boolean | undefined;
  readonly verdict?: SeverityVerdict | undefined;
}): JoinedSeverity | undefined {
  const { stated, confidence, model_decides_from, model_doubts_from, failure } = SEVERITY_RULE;
  const said = level && stated[level];
  const isFailing = (label: SeverityLabel) => failure.labels.includes(label);
  if (verdict && decides(verdict, model_decides_from[said ?? 'none'])) {
    const is_failure =
      verdict.by === 'feedback' || said === undefined
        ? isFailing(verdict.label) && (verdict.by === 'feedback' || verdict.confidence >= failure.model_from)
        : isFailing(said);
    return severityAs({ ...verdict, decided_by: verdict.by, is_failure });
  }
  if (said === undefined) return undefined;
  const isDoubted =
    verdict !== undefined && verdict.confidence >= (model_doubts_from[said]?.[verdict.label] ?? Infinity);
  return severityAs({
    label: said,
    confidence: is_level_derived ? confidence.derived : isDoubted ? confidence.doubted : confidence.stated,
    decided_by: 'level',
    is_failure: isFailing(said),
  });
}

function decides({ label, confidence, by }: SeverityVerdict, thresholds: Thresholds): boolean {
  return by === 'feedback' || confidence >= (thresholds[label] ?? Infinity);
}

/** Whether somebody should look now. */
export function requiresImmediateAction({
  label,
  confidence,
}: {
  readonly label: SeverityLabel;
  readonly confidence: number;
}): boolean {
  const { urgent } = SEVERITY_RULE;
  return label === urgent.label && confidence > urgent.above;
}

function severityAs(severity: Omit<JoinedSeverity, 'requires_immediate_action'>): JoinedSeverity {
  const { label, confidence, decided_by, is_failure } = severity;
  return {
    label,
    confidence,
    requires_immediate_action: requiresImmediateAction(severity),
    decided_by,
    is_failure,
  };
}
