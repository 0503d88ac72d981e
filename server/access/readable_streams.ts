import * as z from 'zod';
import type { DataStreamsResponse } from '../../common/api.ts';
import { LogAiError, messageOf } from '../../common/errors.ts';
import type { ElasticsearchClient } from '../kibana/contract.ts';
import { translate } from '../kibana/i18n.ts';

const Granted = z.object({ index: z.record(z.string(), z.object({ read: z.boolean() })) });

/** One of the grants that a user's roles add up to. `query` and `field_security` limit what of an index is read. */
const Grant = z.object({
  names: z.array(z.string()),
  privileges: z.array(z.string()),
  query: z.array(z.unknown()).optional(),
  field_security: z
    .array(z.object({ grant: z.array(z.string()).nullish(), except: z.array(z.string()).nullish() }))
    .optional(),
});
type Grant = z.infer<typeof Grant>;
const Grants = z.object({ indices: z.array(Grant) });

/**
 * The data streams of which this user may read every line, whole; undefined where that is everything that Log AI reads, or where
 * Elasticsearch has no users.
 *
 * Privileges are asked for by the names of data streams, not of their backing indices, so that wildcards in roles mean what they
 * mean everywhere. A role that shows some documents or fields only, or only an alias, shows nothing here: what was found in all of a
 * stream's lines would tell of the others.
 *
 * @throws LogAiError where Elasticsearch does not say.
 */
export async function readableStreams({
  client,
  askKnown,
}: {
  readonly client: ElasticsearchClient;
  readonly askKnown: () => Promise<DataStreamsResponse>;
}): Promise<readonly string[] | undefined> {
  const grants = await ask(async () => Grants.parse(await client.security.getUserPrivileges()).indices);
  if (grants === 'no_security') return undefined;
  const { patterns, data_streams } = await askKnown();
  const names = [...new Set([...patterns, ...data_streams])];
  const granted = await ask(async () =>
    Granted.parse(await client.security.hasPrivileges({ index: [{ names, privileges: ['read'] }] })),
  );
  if (granted === 'no_security') return undefined;
  const isGranted = (name: string) => granted.index[name]?.read === true;
  const limited = grants.filter(isLimited);
  if (limited.length === 0 && names.every(isGranted)) return undefined;
  const whole = grants.filter((grant) => !isLimited(grant) && readsAll(grant));
  const isWhole = (name: string) =>
    !limited.some((grant) => speaksOf(grant, name, { of_expressions: true })) ||
    whole.some((grant) => speaksOf(grant, name, { of_expressions: false }));
  return data_streams.filter((name) => isGranted(name) && isWhole(name));
}

function isLimited({ query = [], field_security = [] }: Grant): boolean {
  return (
    query.length > 0 ||
    field_security.some(({ grant, except }) => !grant?.includes('*') || (except ?? []).length > 0)
  );
}

const readsAll = ({ privileges }: Grant) => privileges.some((name) => name === 'read' || name === 'all');

/** @param doubt - What is taken to hold of Lucene's regular expressions, which are not read here. */
function speaksOf({ names }: Grant, name: string, doubt: { of_expressions: boolean }): boolean {
  return names.some((pattern) =>
    pattern.startsWith('/') ? doubt.of_expressions : expressionOf(pattern).test(name),
  );
}

function expressionOf(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\/]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}

const isAnswered = (error: unknown): error is Error & { statusCode: number } =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';

/** A cluster without security has no such address. */
const isWithoutSecurity = (error: unknown) =>
  isAnswered(error) && /no handler found for uri|security must be explicitly enabled/i.test(error.message);

async function ask<T>(question: () => Promise<T>): Promise<T | 'no_security'> {
  try {
    return await question();
  } catch (error) {
    if (isWithoutSecurity(error)) return 'no_security';
    // Kibana leads its user to the login.
    if (isAnswered(error) && error.statusCode === 401) throw error;
    throw new LogAiError(
      isAnswered(error) ? 'elasticsearch_failed' : 'elasticsearch_unreachable',
      translate('logAi.server.readable.failed', {
        defaultMessage: 'Unable to check your access in Elasticsearch, so no data is shown: {reason}',
        values: { reason: messageOf(error) },
      }),
      { cause: error },
    );
  }
}
