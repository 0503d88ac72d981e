import { SCORE_BANDS } from '../score_bands.ts';
import type { BandName, RuleTypeName } from './rule_types.ts';

/** Which actions run: a rule's user chooses one for each action. */
export interface ActionGroup {
  readonly id: string;
  readonly name: string;
}

const BAND_GROUPS: Readonly<Record<BandName, string>> = {
  critical: 'Critical anomaly',
  major: 'Major anomaly',
  minor: 'Minor anomaly',
  low: 'Low anomaly',
};

/**
 * The groups of each type, its default first. An anomaly's group is its score band: Kibana runs the actions of an alert
 * again when its group changes, so one that gets worse is told again, and a band can have a receiver of its own.
 */
export const ACTION_GROUPS: Readonly<Record<RuleTypeName, readonly [ActionGroup, ...ActionGroup[]]>> = {
  anomaly: SCORE_BANDS.map(({ name }) => ({ id: name, name: BAND_GROUPS[name] })) as [
    ActionGroup,
    ...ActionGroup[],
  ],
  new_error_template: [{ id: 'new_error_template', name: 'New error template' }],
  failed_requests: [{ id: 'failed_requests', name: 'Failed requests' }],
};
