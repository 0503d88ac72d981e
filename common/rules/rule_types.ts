import type { ScoreBand } from '../score_bands.ts';

/** The kinds of alert rules that Log AI brings to Kibana, with their ids. These are part of rules that users keep: they never change. */
export const RULE_TYPES = {
  incident: 'log_ai.incident',
  anomaly: 'log_ai.anomaly',
  new_error_template: 'log_ai.new_error_template',
  failed_requests: 'log_ai.failed_requests',
} as const;

export type RuleTypeName = keyof typeof RULE_TYPES;

export type BandName = ScoreBand['name'];

/** What a new rule has where its user chooses nothing: the form begins with these, and the server fills them in. */
export const RULE_DEFAULTS = {
  incident: { min_band: 'critical', services: [] },
  anomaly: { min_band: 'critical', types: [], services: [], template_ids: [], include_interim: false },
  new_error_template: { services: [], levels: ['ERROR', 'CRITICAL', 'FATAL'] },
  failed_requests: { services: [], min_requests: 1, window_minutes: 5 },
} as const;

/** What a rule's parameters may be at most. */
export const RULE_LIMITS = {
  /** Names in one list: a query of so many terms costs nothing worth naming. */
  names: 100,
  requests: 1_000_000,
  /** A day: a rule that counts further back says nothing of now. */
  window_minutes: 1440,
} as const;
