import { SCORE_BANDS } from '../score_bands.ts';
import type { BandName, RuleTypeName } from './rule_types.ts';

/** As Kibana lists them. */
export const RULE_TYPE_NAMES: Readonly<Record<RuleTypeName, string>> = {
  incident: 'Log AI incident',
  anomaly: 'Log AI anomaly',
  new_error_template: 'New error template',
  failed_requests: 'Failed requests',
};

/** Which actions run: a rule's user chooses one for each action. */
export interface ActionGroup {
  readonly id: string;
  readonly name: string;
}

const BAND_TEXTS: Readonly<Record<BandName, string>> = {
  critical: 'Critical',
  major: 'Major',
  minor: 'Minor',
  low: 'Low',
};

const bandsOf = (what: string) =>
  SCORE_BANDS.map(({ name }) => ({ id: name, name: `${BAND_TEXTS[name]} ${what}` })) as [
    ActionGroup,
    ...ActionGroup[],
  ];

/**
 * The groups of each type, its default first. The group of an anomaly or incident is its score band: Kibana runs the actions of an alert
 * again when its group changes, so one that gets worse is told again, and a band can have a receiver of its own.
 */
export const ACTION_GROUPS: Readonly<Record<RuleTypeName, readonly [ActionGroup, ...ActionGroup[]]>> = {
  incident: bandsOf('incident'),
  anomaly: bandsOf('anomaly'),
  new_error_template: [{ id: 'new_error_template', name: 'New error template' }],
  failed_requests: [{ id: 'failed_requests', name: 'Failed requests' }],
};
