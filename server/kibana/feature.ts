import type { Privilege } from '../../common/api.ts';
import { CAPABILITIES, FEATURE_ID } from '../../common/capabilities.ts';
import type { KibanaFeature, PrivilegeDefinition } from './contract.ts';

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

const READ = { ...giving('read'), app: [FEATURE_ID], catalogue: [FEATURE_ID] };

/**
 * "Log AI" among the features of a role and of a space. *All* includes both sub-features. To give one without the other takes a
 * licence above basic; the definition is the same on each, and on basic *all* and *read* are what can be chosen.
 */
export const LOG_AI_FEATURE: KibanaFeature = {
  id: FEATURE_ID,
  name: 'Log AI',
  category: {
    id: 'observability',
    label: 'Observability',
    euiIconType: 'logoObservability',
    order: 3000,
  },
  app: [FEATURE_ID],
  catalogue: [FEATURE_ID],
  privileges: { all: READ, read: READ },
  subFeatures: [
    subFeature({ privilege: 'edit', id: 'edit_templates', name: 'Edit templates and mark as expected' }),
    subFeature({ privilege: 'manage', id: 'manage', name: 'Manage jobs, indices and settings' }),
  ],
};

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
