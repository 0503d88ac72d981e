import type { AlertContext } from '../../common/rules/rule_variables.ts';

/** What a rule tells Kibana of: as long as it does so, run by run, the alert is active. */
export interface Alert {
  readonly id: string;
  /** Which actions run. They run again when it changes. */
  readonly group: string;
  readonly context: AlertContext;
}

/** One that is told of no longer, and what there is to say of its end. */
export type EndedAlert = Omit<Alert, 'group'>;

/** Where the rule lives, and its links lead. */
export interface RulePlace {
  readonly space: string;
  /** Makes an address of Kibana, in the space, of a path such as `/app/logAi/anomalies`. */
  readonly toUrl: (path: string) => string;
}
