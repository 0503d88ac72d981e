import { type Client, errors, type estypes } from '@elastic/elasticsearch';
import { LogAiError } from '../../../../../common/errors.ts';
import type { Call } from '../client/call.ts';

/** The most that a search returns at once by default (`index.max_result_window`). */
export const LARGEST_PAGE = 10_000;
/**
 * 5,000 documents of 1 kB, of which less is read, have some 5 MB; to parse more at once would keep everything else waiting.
 */
export const MAX_PAGE_BYTES = 6_000_000;

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
  /** Whoever asks may go away: then the search ends, too. */
  readonly signal?: AbortSignal | undefined;
}

/** What a request is sent with. */
function optionsOf({ signal }: Reading): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

/**
 * All hits of a search as of its start (point in time), page by page. Without a `sort` they come in the order of the
 * shards, which is twice as fast as any other.
 *
 * @param input.max_bytes - Of a page; one that would have more is asked for in parts. A single hit that has more comes
 * without its source.
 * @throws LogAiError also when a shard failed: a partial answer is never taken for the whole.
 */
export async function* searchPages(
  reading: Reading,
  input: { body: SearchBody; page_size: number; max_bytes?: number },
): AsyncGenerator<readonly Hit[]> {
  const { client, call, indices, doing } = reading;
  const { body, page_size, max_bytes } = input;
  const opened = await call(doing, () =>
    client.openPointInTime(
      { index: [...indices], keep_alive: KEEP_ALIVE, ignore_unavailable: true },
      optionsOf(reading),
    ),
  );
  let pit_id = opened.id;
  const sort = [...toArray(body.sort), { _shard_doc: 'asc' as const }];
  const ask = (size: number, search_after: estypes.SortResults | undefined, rest: Partial<SearchBody> = {}) =>
    call(doing, () =>
      client.search<Record<string, unknown>>(
        {
          track_total_hits: false,
          ...body,
          size,
          pit: { id: pit_id, keep_alive: KEEP_ALIVE },
          sort,
          allow_partial_search_results: false,
          ...(search_after && { search_after }),
          ...rest,
        },
        { ...optionsOf(reading), ...(max_bytes !== undefined && { maxResponseSize: max_bytes }) },
      ),
    );
  try {
    let search_after: estypes.SortResults | undefined;
    let size = page_size;
    for (;;) {
      const page = await ask(size, search_after).catch((error: unknown) => {
        if (!isTooLarge(error)) throw error;
        return undefined;
      });
      if (!page && size > 1) {
        size = Math.ceil(size / 2);
        continue;
      }
      const { pit_id: renewed, hits } = page ?? (await ask(1, search_after, { _source: false }));
      pit_id = renewed ?? pit_id;
      if (hits.hits.length > 0) yield hits.hits;
      search_after = hits.hits.at(-1)?.sort;
      if (hits.hits.length < size || !search_after) return;
      // Large ones come together: the page grows as slowly as it shrank.
      size = Math.min(page_size, size * 2);
    }
  } finally {
    // It expires by itself where this fails.
    await client.closePointInTime({ id: pit_id }).catch(() => undefined);
  }
}

/** The client gives up on an answer that is larger than it may be. */
function isTooLarge(error: unknown): boolean {
  return (
    error instanceof LogAiError &&
    error.cause instanceof errors.RequestAbortedError &&
    error.cause.message.includes('content length')
  );
}

function toArray(sort: estypes.Sort | undefined): estypes.SortCombinations[] {
  if (sort === undefined) return [];
  return Array.isArray(sort) ? sort : [sort];
}

/**
 * The first hits of a search and how many there are: one request, where {@link searchPages} takes three.
 *
 * @param input.size - At most 10,000.
 */
export async function searchTop<T>(
  reading: Reading,
  input: { body: SearchBody & { from?: number }; size: number },
): Promise<{
  total: number;
  hits: readonly estypes.SearchHit<T>[];
  aggregations?: unknown;
}> {
  const { client, call, indices, doing } = reading;
  const page = await call(doing, () =>
    client.search<T>(
      {
        index: [...indices],
        ignore_unavailable: true,
        allow_partial_search_results: false,
        track_total_hits: true,
        ...input.body,
        size: input.size,
      },
      optionsOf(reading),
    ),
  );
  const { total, hits } = page.hits;
  return {
    total: typeof total === 'number' ? total : (total?.value ?? 0),
    hits,
    aggregations: page.aggregations,
  };
}

/** One bucket of a composite aggregation: its key by source, how many documents it holds, and the numbers that were asked for. */
export type CompositeBucket<Numbers extends string = 'sum' | 'first' | 'last'> = {
  readonly key: Readonly<Record<string, string | number | null>>;
  readonly doc_count: number;
} & { readonly [name in Numbers]?: { readonly value: number } };

/**
 * All buckets of a composite aggregation, page by page: complete, however many there are, where `terms` cuts off and
 * nested histograms exceed `search.max_buckets`.
 */
export async function* compositePages<Numbers extends string = 'sum' | 'first' | 'last'>(
  reading: Reading,
  input: {
    query: estypes.QueryDslQueryContainer;
    sources: Record<string, estypes.AggregationsCompositeAggregationSource>[];
    page_size: number;
    runtime_mappings?: estypes.MappingRuntimeFields;
    /** Numbers that are made of the documents of each bucket. */
    aggs?: { [name in Numbers]?: estypes.AggregationsAggregationContainer };
  },
): AsyncGenerator<readonly CompositeBucket<Numbers>[]> {
  const { client, call, indices, doing } = reading;
  const { query, sources, page_size, runtime_mappings, aggs } = input;
  let after: estypes.AggregationsCompositeAggregateKey | undefined;
  for (;;) {
    const page = await call(doing, () =>
      client.search<never, { pages: { buckets: CompositeBucket<Numbers>[]; after_key?: typeof after } }>(
        {
          index: [...indices],
          ignore_unavailable: true,
          allow_partial_search_results: false,
          size: 0,
          track_total_hits: false,
          query,
          ...(runtime_mappings && { runtime_mappings }),
          aggs: {
            pages: {
              composite: { size: page_size, sources, ...(after && { after }) },
              ...(aggs && { aggs: aggs as Record<string, estypes.AggregationsAggregationContainer> }),
            },
          },
        },
        optionsOf(reading),
      ),
    );
    const buckets = page.aggregations?.pages.buckets ?? [];
    if (buckets.length > 0) yield buckets;
    after = page.aggregations?.pages.after_key;
    // A page that is not full is the last one: to ask for the next would be to read every document once more.
    if (!after || buckets.length < page_size) return;
  }
}
