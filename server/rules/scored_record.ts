import type { AlertContext } from '../../common/rules/rule_variables.ts';
import type { BandName } from '../../common/rules/rule_types.ts';
import type { RulePlace } from './alert.ts';

/** What a rule knows of a record that has a score: an anomaly, an incident. */
export interface ScoredRecord {
  readonly id: string;
  /** 0–100. */
  readonly score: number;
  readonly is_active: boolean;
  /** Whether the rule is about it, whatever its score: what was told once is told until it ends. */
  readonly is_meant: boolean;
  /** The last moment that made it news: its detection, or that its score rose into a higher band. Milliseconds. */
  readonly news: number;
  /** What messages may say of it. */
  readonly contextIn: (place: RulePlace) => AlertContext;
}

/** See {@link ScoredRecord.news}. @param raised - Absent where it may alert nobody. */
export function newsOf(created: string, raised: string | undefined): number {
  return Math.max(Date.parse(created), raised === undefined ? -Infinity : Date.parse(raised));
}

/** The records that a rule is about. */
export interface ScoredSource {
  readonly index: string;
  /** Where a record has its score, the moment at which that last rose into a higher band, and its status. */
  readonly fields: { readonly score: string; readonly raised: string; readonly status: string };
  /** The parts of the documents that are read. */
  readonly parts: readonly string[];
  readonly min_score: number;
  /** What Elasticsearch can be asked; {@link ScoredRecord.is_meant} knows the rest. */
  readonly filter: readonly Record<string, unknown>[];
  readonly must_not: readonly Record<string, unknown>[];
  /** The action group of one of this band. */
  readonly groupOf: (band: BandName) => string;
  /** What is no such record is left out: nobody can be told of it. */
  readonly read: (documents: readonly unknown[]) => readonly ScoredRecord[];
}
