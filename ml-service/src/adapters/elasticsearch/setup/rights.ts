import type { Client, estypes } from '@elastic/elasticsearch';
import { LogAiError, messageOf } from '../../../../../common/errors.ts';
import type { Call } from '../client/call.ts';

/** What credentials must be allowed, in Elasticsearch's words. */
export interface Rights {
  readonly cluster: readonly string[];
  readonly indices: readonly { readonly names: readonly string[]; readonly privileges: readonly string[] }[];
}

const OWN = ['log-ai-*'];

/**
 * What each command needs, as docs/operations.md has it.
 *
 * @param logs - The patterns of `elasticsearch.log_indices`.
 */
export const RIGHTS = {
  setup: (logs: readonly string[]): Rights => ({
    cluster: ['monitor', 'manage_index_templates', 'manage_ingest_pipelines'],
    indices: [
      { names: OWN, privileges: ['manage', 'read', 'write'] },
      { names: logs, privileges: ['view_index_metadata'] },
    ],
  }),
  /** With `--adopt-existing`. */
  adopt: (logs: readonly string[]): Rights => ({
    ...RIGHTS.setup(logs),
    indices: [
      { names: OWN, privileges: ['manage', 'read', 'write'] },
      { names: logs, privileges: ['manage'] },
    ],
  }),
  serve: (logs: readonly string[]): Rights => ({
    cluster: ['monitor', 'manage_ingest_pipelines'],
    indices: [
      {
        names: OWN,
        privileges: ['read', 'write', 'create_index', 'delete_index', 'maintenance', 'view_index_metadata'],
      },
      { names: logs, privileges: ['read', 'index', 'maintenance', 'view_index_metadata'] },
    ],
  }),
} as const;

/**
 * Asks Elasticsearch whether the credentials are allowed all of this. Without it, what is missing shows late, or not at all: of
 * indices that nobody may read, a pattern finds none, and an empty cluster is no error.
 *
 * @throws LogAiError `elasticsearch_forbidden` that names what is missing.
 */
export async function checkRights({
  client,
  call,
  rights,
}: {
  readonly client: Client;
  readonly call: Call;
  readonly rights: Rights;
}): Promise<void> {
  const { cluster, indices } = rights;
  const answer = await call('ask what the credentials allow', () =>
    client.security.hasPrivileges({
      cluster: [...cluster] as estypes.SecurityClusterPrivilege[],
      index: indices.map(({ names, privileges }) => ({ names: [...names], privileges: [...privileges] })),
    }),
  ).catch((error: unknown) => {
    // A cluster without security has no such address.
    if (/no handler found for uri/.test(messageOf(error))) return undefined;
    throw error;
  });
  if (!answer || answer.has_all_requested) return;
  const missing = [
    ...missingOf(answer.cluster).map((privilege) => `${privilege} on the cluster`),
    ...Object.entries(answer.index).flatMap(([name, granted]) => {
      const privileges = missingOf(granted);
      return privileges.length === 0 ? [] : [`${privileges.join(', ')} on ${name}`];
    }),
  ];
  throw new LogAiError(
    'elasticsearch_forbidden',
    `The credentials lack ${missing.join('; ')}: docs/operations.md lists what a key needs.`,
    { details: { missing } },
  );
}

function missingOf(granted: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(granted).flatMap(([privilege, has]) => (has ? [] : [privilege]));
}
