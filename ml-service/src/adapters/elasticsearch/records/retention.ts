import type { Client } from '@elastic/elasticsearch';
import { INDICES } from '../../../../../common/indices.ts';
import type { Config } from '../../../config.ts';
import { expiredIndices } from '../../../store/own_index.ts';
import { DAY_MS } from '../../../../../common/minutes.ts';
import { createCall, type RetryRuntime } from '../client/call.ts';

/** Of what lies in dated indices. */
type DatedRetention = Omit<Config['retention'], 'incidents'>;

/**
 * Deletes the dated indices that are older than the configured days, by the date in their names and one by one: never by
 * a pattern, never the user's logs.
 *
 * @param input.now - Milliseconds since the epoch.
 * @returns The names of the deleted indices.
 */
export async function deleteExpired(input: {
  client: Client;
  retention: DatedRetention;
  now: number;
  runtime?: RetryRuntime;
}): Promise<readonly string[]> {
  const { client, retention, now } = input;
  const call = createCall(input.runtime);
  const kinds = Object.keys(retention) as (keyof DatedRetention)[];
  const deleted: string[] = [];
  for (const kind of kinds) {
    const names = await call(`list ${INDICES[kind].name}`, async () =>
      Object.keys(
        await client.indices.getSettings({
          index: `${INDICES[kind].name}-*`,
          name: 'index.creation_date',
          allow_no_indices: true,
        }),
      ),
    );
    for (const index of expiredIndices({ kind, names, days: retention[kind], now })) {
      await call(`delete ${index}`, () => client.indices.delete({ index, ignore_unavailable: true }));
      deleted.push(index);
    }
  }
  return deleted;
}

/**
 * Deletes incidents that ended longer ago than the configured days: their index is a single one.
 *
 * @param input.now - Milliseconds since the epoch.
 * @returns How many.
 */
export async function deleteExpiredIncidents(input: {
  client: Client;
  days: number;
  now: number;
  runtime?: RetryRuntime;
}): Promise<number> {
  const { client, days, now } = input;
  const index = INDICES.incidents.name;
  const before = now - days * DAY_MS;
  const ended = { range: { 'event.end': { lt: before, format: 'epoch_millis' } } };
  const is_open = { term: { 'incident.status': 'active' } };
  const { deleted = 0 } = await createCall(input.runtime)(`delete old incidents of ${index}`, () =>
    client.deleteByQuery({
      index,
      ignore_unavailable: true,
      conflicts: 'proceed',
      query: { bool: { filter: [ended], must_not: [is_open] } },
    }),
  );
  return deleted;
}
