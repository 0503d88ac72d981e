import type { Client, estypes } from '@elastic/elasticsearch';
import type { Call } from './call.ts';

type Hit = estypes.SearchHit<Record<string, unknown>>;
type SearchBody = Omit<estypes.SearchRequest, 'index' | 'size' | 'pit' | 'search_after' | 'from'>;

/** Renewed by each page: this is how long a reader may take over one page. */
const KEEP_ALIVE = '5m';

/** What reading needs. `indices` may match nothing: then there is nothing to read. */
export interface Reading {
  readonly client: Client;
  readonly call: Call;
  readonly indices: readonly string[];
  /** A verb phrase for errors: `read the templates`. */
  readonly doing: string;
}

/**
 * All hits of a search as of its start (point in time), page by page. Without a `sort` they come in the order of the
 * shards, which is twice as fast as any other.
 *
 * @throws LogAiError also when a shard failed: a partial answer is never taken for the whole.
 */
export async function* searchPages(
  reading: Reading,
  input: { body: SearchBody; page_size: number },
): AsyncGenerator<readonly Hit[]> {
  const { client, call, indices, doing } = reading;
  const opened = await call(doing, () =>
    client.openPointInTime({ index: [...indices], keep_alive: KEEP_ALIVE, ignore_unavailable: true }),
  );
  let pit_id = opened.id;
  const sort = [...toArray(input.body.sort), { _shard_doc: 'asc' as const }];
  try {
    let search_after: estypes.SortResults | undefined;
    for (;;) {
      const page = await call(doing, () =>
        client.search<Record<string, unknown>>({
          track_total_hits: false,
          ...input.body,
          size: input.page_size,
          pit: { id: pit_id, keep_alive: KEEP_ALIVE },
          sort,
          allow_partial_search_results: false,
          ...(search_after && { search_after }),
        }),
      );
      pit_id = page.pit_id ?? pit_id;
      const { hits } = page.hits;
      if (hits.length > 0) yield hits;
      search_after = hits.at(-1)?.sort;
      if (hits.length < input.page_size || !search_after) return;
    }
  } finally {
    // It expires by itself where this fails.
    await client.closePointInTime({ id: pit_id }).catch(() => undefined);
  }
}

function toArray(sort: estypes.Sort | undefined): estypes.SortCombinations[] {
  if (sort === undefined) return [];
  return Array.isArray(sort) ? sort : [sort];
}

/** One bucket of a composite aggregation: its key by source, and how many documents it holds. */
export interface CompositeBucket {
  readonly key: Readonly<Record<string, string | number | null>>;
  readonly doc_count: number;
}

/**
 * All buckets of a composite aggregation, page by page: complete, however many there are, where `terms` cuts off and
 * nested histograms exceed `search.max_buckets`.
 */
export async function* compositePages(
  reading: Reading,
  input: {
    query: estypes.QueryDslQueryContainer;
    sources: Record<string, estypes.AggregationsCompositeAggregationSource>[];
    page_size: number;
    runtime_mappings?: estypes.MappingRuntimeFields;
  },
): AsyncGenerator<readonly CompositeBucket[]> {
  const { client, call, indices, doing } = reading;
  let after: estypes.AggregationsCompositeAggregateKey | undefined;
  for (;;) {
    const page = await call(doing, () =>
      client.search<never, { pages: { buckets: CompositeBucket[]; after_key?: typeof after } }>({
        index: [...indices],
        ignore_unavailable: true,
        allow_partial_search_results: false,
        size: 0,
        track_total_hits: false,
        query: input.query,
        ...(input.runtime_mappings && { runtime_mappings: input.runtime_mappings }),
        aggs: {
          pages: { composite: { size: input.page_size, sources: input.sources, ...(after && { after }) } },
        },
      }),
    );
    const buckets = page.aggregations?.pages.buckets ?? [];
    if (buckets.length > 0) yield buckets;
    after = page.aggregations?.pages.after_key;
    if (!after) return;
  }
}
