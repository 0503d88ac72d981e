import type { estypes } from '@elastic/elasticsearch';
import type { Reading } from '../search/paging.ts';

/** What Elasticsearch takes where an index says nothing of it. */
const DEFAULT_REFRESH_MS = 1000;
const UNITS_MS: Readonly<Record<string, number>> = {
  nanos: 1e-6,
  micros: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The open indices of the logs, by name: milliseconds from one refresh to the next, `Infinity` where nothing refreshes. */
export async function readRefreshIntervals(reading: Reading): Promise<ReadonlyMap<string, number>> {
  const { client, call, indices } = reading;
  const settings = await call('read how often the logs are refreshed', () =>
    client.indices.getSettings({
      index: [...indices],
      name: ['index.refresh_interval', 'index.uuid'],
      flat_settings: true,
      expand_wildcards: 'open',
      ignore_unavailable: true,
      allow_no_indices: true,
    }),
  );
  return new Map(
    Object.entries(settings).map(([index, state]) => {
      const flat = (state.settings ?? {}) as Readonly<Record<string, unknown>>;
      return [index, refreshMs(flat['index.refresh_interval'])];
    }),
  );
}

function refreshMs(interval: unknown): number {
  const match = /^(-?\d+)([a-z]*)$/.exec(typeof interval === 'string' ? interval : '');
  if (!match) return DEFAULT_REFRESH_MS;
  const amount = Number(match[1]);
  return amount < 0 ? Infinity : amount * (UNITS_MS[match[2]!] ?? 1);
}

/** Of the indices of the cluster those with a shard that nobody serves: a search of them fails as a whole. */
export async function findUnserved(reading: Reading): Promise<ReadonlySet<string>> {
  const { client, call } = reading;
  const { indices = {} } = await call('read the health of the logs', () =>
    client.cluster.health({ level: 'indices', timeout: '1s' }),
  );
  return new Set(
    Object.entries(indices)
      .filter(([, health]: [string, estypes.ClusterHealthIndexHealthStats]) => isUnserved(health))
      .map(([index]) => index),
  );
}

function isUnserved(health: estypes.ClusterHealthIndexHealthStats): boolean {
  return health.active_primary_shards < health.number_of_shards;
}
