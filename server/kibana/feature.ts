import type { Privilege } from '../../common/api.ts';
import { CAPABILITIES, FEATURE_ID } from '../../common/capabilities.ts';
import { translate } from './i18n.ts';
import { RULE_TYPES } from '../../common/rules/rule_types.ts';
import type { AlertingFeature, KibanaFeature, PrivilegeDefinition } from './contract.ts';

/** What a route names, and what the feature's privileges give: operation and subject, as Kibana's own are called. */
export const API_PRIVILEGES: Readonly<Record<Privilege, string>> = {
  read: 'read_log_ai',
  edit: 'update_log_ai_templates',
  manage: 'manage_log_ai',
};

const giving = (privilege: Privilege): PrivilegeDefinition => ({
  api: [API_PRIVILEGES[privilege]],
  ui: [CAPABILITIES[privilege]],
  // Dashboards are written with the rights that Kibana itself gives for them: Log AI gives nobody more.
  savedObject: { all: [], read: [] },
});

/** Where Kibana shows rules: who may have rules of Log AI sees the page. */
const RULES_PAGE = { insightsAndAlerting: ['triggersActions'] };

/** From this version on a feature says in whose name rules of a type may be made (elastic/kibana#183756). */
const CONSUMERS_SINCE = [8, 18] as const;

const RULE_TYPE_IDS = Object.values(RULE_TYPES);

/** `alerts` is the name in which Stack Management makes rules. */
const CONSUMERS = [FEATURE_ID, 'alerts'];

function alertingFeatures(kibana_version: string): readonly AlertingFeature[] {
  const [major = 0, minor = 0] = kibana_version.split('.').map(Number);
  const [since_major, since_minor] = CONSUMERS_SINCE;
  const hasConsumers = major > since_major || (major === since_major && minor >= since_minor);
  return hasConsumers
    ? RULE_TYPE_IDS.map((ruleTypeId) => ({ ruleTypeId, consumers: CONSUMERS }))
    : RULE_TYPE_IDS;
}

/**
 * "Log AI" among the features of a role and of a space. *All* includes both sub-features. To give one without the other takes a
 * licence above basic; the definition is the same on each, and on basic *all* and *read* are what can be chosen.
 *
 * @param kibana_version - Which form of it this Kibana takes.
 */
export function logAiFeature(kibana_version: string): KibanaFeature {
  const rules = alertingFeatures(kibana_version);
  const read = { ...giving('read'), app: [FEATURE_ID], catalogue: [FEATURE_ID], management: RULES_PAGE };
  return {
    id: FEATURE_ID,
    name: 'Log AI',
    category: {
      id: 'observability',
      label: translate('logAi.server.feature.category', { defaultMessage: 'Observability' }),
      euiIconType: 'logoObservability',
      order: 3000,
    },
    app: [FEATURE_ID],
    catalogue: [FEATURE_ID],
    management: RULES_PAGE,
    alerting: rules,
    privileges: {
      all: {
        ...read,
        ui: [...read.ui, CAPABILITIES.rules],
        alerting: { rule: { all: rules }, alert: { all: rules } },
      },
      read: { ...read, alerting: { rule: { read: rules }, alert: { read: rules } } },
    },
    subFeatures: [
      subFeature({
        privilege: 'edit',
        id: 'edit_templates',
        name: translate('logAi.server.feature.edit', {
          defaultMessage: 'Edit templates and mark anomalies as expected',
        }),
      }),
      subFeature({
        privilege: 'manage',
        id: 'manage',
        name: translate('logAi.server.feature.manage', {
          defaultMessage: 'Manage jobs, indices, and settings',
        }),
      }),
    ],
  };
}

function subFeature({
  privilege,
  id,
  name,
}: {
  readonly privilege: Privilege;
  readonly id: string;
  readonly name: string;
}): KibanaFeature['subFeatures'][number] {
  return {
    name,
    privilegeGroups: [
      { groupType: 'independent', privileges: [{ id, name, includeIn: 'all', ...giving(privilege) }] },
    ],
  };
}
