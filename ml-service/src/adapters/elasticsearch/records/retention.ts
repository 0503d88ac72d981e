import type { Client } from '@elastic/elasticsearch';
import { INDICES } from '../../../../../common/indices.ts';
import type { Config } from '../../../config.ts';
import { expiredIndices } from '../../../store/own_index.ts';
import { createCall, type RetryRuntime } from '../client/call.ts';

/**
 * Deletes the dated indices that are older than the configured days, by the date in their names and one by one: never by
 * a pattern, never the user's logs.
 *
 * @param input.now - Milliseconds since the epoch.
 * @returns The names of the deleted indices.
 */
export async function deleteExpired(input: {
  client: Client;
  retention: Config['retention'];
  now: number;
  runtime?: RetryRuntime;
}): Promise<readonly string[]> {
  const { client, retention, now } = input;
  const call = createCall(input.runtime);
  const kinds = Object.keys(retention) as (keyof Config['retention'])[];
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
