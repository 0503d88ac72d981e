import { Client, type estypes } from '@elastic/elasticsearch';
import { inject } from 'vitest';
import type { Rights } from '../../ml-service/src/adapters/elasticsearch/setup/rights.ts';

/** Whoever may do everything in the cluster under test. */
export function connectAsAdmin(): Client {
  const { url, ca, admin } = inject('secured');
  return new Client({ node: url, auth: admin, tls: { ca } });
}

/** A key with exactly these rights, as an operator makes one. */
export async function makeKey(
  admin: Client,
  { cluster, indices }: Rights,
  options: { readonly expiration?: string } = {},
): Promise<string> {
  const { encoded } = await admin.security.createApiKey({
    name: 'log-ai',
    role_descriptors: {
      log_ai: {
        cluster: [...cluster] as estypes.SecurityClusterPrivilege[],
        indices: indices.map(({ names, privileges }) => ({ names: [...names], privileges: [...privileges] })),
      },
    },
    ...options,
  });
  return encoded;
}

/** The environment of a Log AI with this key. */
export function environmentWith(key: string): Record<string, string> {
  const { url, ca_file } = inject('secured');
  return {
    ELASTICSEARCH_URL: url,
    ELASTICSEARCH_API_KEY: key,
    LOG_AI_ELASTICSEARCH__CA_FILE: ca_file,
    LOG_AI_HTTP__API_TOKEN: SERVICE_TOKEN,
  };
}

/** What the service asks of whoever calls it. */
export const SERVICE_TOKEN = 'a-token-of-sixteen-or-more';

/** These rights without one of them, for each of them. */
export function eachMissing(
  rights: Rights,
): { readonly without: string; readonly on: string; rights: Rights }[] {
  const { cluster, indices } = rights;
  return [
    ...cluster.map((without) => ({
      without,
      on: 'the cluster',
      rights: { cluster: cluster.filter((one) => one !== without), indices },
    })),
    ...indices.flatMap((index) =>
      index.privileges.map((without) => ({
        without,
        on: index.names.join(','),
        rights: {
          cluster,
          indices: indices.map((one) =>
            one === index
              ? {
                  names: one.names,
                  privileges: [...one.privileges.filter((given) => given !== without), 'none'],
                }
              : one,
          ),
        },
      })),
    ),
  ];
}
