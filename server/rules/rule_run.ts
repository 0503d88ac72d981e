import type { Alert, EndedAlert, RulePlace } from './alert.ts';

/** An answer of Elasticsearch, as far as rules read it. */
export interface SearchAnswer {
  readonly hits: {
    readonly hits: readonly { readonly _source?: unknown; readonly sort?: readonly unknown[] }[];
  };
  readonly aggregations?: unknown;
}

/** What a rule is run with. */
export interface RuleRunInput<Params> {
  readonly params: Params;
  /** What the run before gave; anything at the first. */
  readonly state: unknown;
  /** When the run began, milliseconds since the epoch. */
  readonly now: number;
  /** How many alerts Kibana takes of one run. */
  readonly limit: number;
  /** Reads with the rights of the rule: those of who saved it last. */
  readonly search: (request: Record<string, unknown>) => Promise<SearchAnswer>;
  readonly place: RulePlace;
}

/** What came of a run. */
export interface RuleRunResult {
  readonly alerts: readonly Alert[];
  readonly ended: readonly EndedAlert[];
  /** There is more to tell than Kibana takes: it is told when others have ended. */
  readonly is_full: boolean;
  readonly state: Record<string, unknown>;
}

export type RuleRun<Params> = (input: RuleRunInput<Params>) => Promise<RuleRunResult>;
