import type { Client, estypes } from '@elastic/elasticsearch';
import type { Reference } from '../../../../../common/documents/reference.ts';
import { normalizeLevel } from '../../../../../common/level_spelling.ts';
import { UNKNOWN_SERVICE } from '../../../correlate/request_assembler.ts';
import type { TemplateCount } from '../../../detect/counts/count_reader.ts';
import type {
  Coverage,
  LogRepair,
  LogStore,
  RequestEvent,
  StaleLabels,
  StoredLog,
} from '../../../ports/logs.ts';
import type { TimeRange } from '../../../ports/time.ts';
import { windowsOf } from '../../../store/minute_windows.ts';
import { BulkWriter } from '../bulk/bulk_writer.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { findGroupableFields } from './groupable_fields.ts';
import { referenceOf, REQUEST_EVENT_FIELDS, requestEventOf, storedLogOf } from './log_hit.ts';
import {
  allOf,
  FAILED,
  inMinutes,
  inRange,
  LABELLED,
  staleDocuments,
  UNKNOWN,
  UNLABELLED,
} from '../search/queries.ts';
import { type CompositeBucket, compositePages, type Reading, searchPages } from '../search/paging.ts';
import { relabelDocuments, relabelEdited } from './relabel.ts';
import { sumCounts } from '../search/sum_counts.ts';

/** The most that a search returns at once by default (`index.max_result_window`). */
const LARGEST_PAGE = 10_000;
/** One aggregation reads this many minutes: few requests, and no shard holds the buckets of a day at once. */
const MINUTES_A_READ = 10;
/** What a `terms` query takes by default (`index.max_terms_count`) is 65,536; a request of that size is slow to parse. */
const REQUEST_IDS_A_READ = 1000;
/** More words than there are for what became of a document. */
const STATUS_BUCKETS = 50;
const MINUTE_MS = 60_000;

/** The user's logs in Elasticsearch, as far as `indices` reach. Nothing outside of them is read or written. */
export class ElasticsearchLogStore implements LogStore {
  private readonly client: Client;
  private readonly indices: readonly string[];
  private readonly runtime: RetryRuntime;
  private readonly call: Call;

  constructor(input: { client: Client; indices: readonly string[]; runtime?: RetryRuntime }) {
    this.client = input.client;
    this.indices = input.indices;
    this.runtime = input.runtime ?? {};
    this.call = createCall(this.runtime);
  }

  async *unknown({
    page_size,
    range,
  }: {
    page_size: number;
    range?: TimeRange;
  }): AsyncGenerator<StoredLog[]> {
    const body = {
      query: allOf(UNKNOWN, ...(range ? [inRange('event.ingested', range)] : [])),
      sort: [byTime('event.ingested', 'asc')],
      seq_no_primary_term: true,
    };
    for await (const hits of searchPages(this.reading('read unknown lines'), { body, page_size })) {
      yield hits.map(storedLogOf);
    }
  }

  countWithin(range: TimeRange, which?: 'unlabelled' | 'unknown'): Promise<number> {
    const narrowed = { unlabelled: [UNLABELLED], unknown: [UNKNOWN] };
    const query = allOf(inRange('@timestamp', range), ...(which ? narrowed[which] : []));
    return this.countOf(`count the ${which ?? 'log'} documents of a range`, query);
  }

  async firstWithin(range: TimeRange): Promise<number | undefined> {
    const [first] = await this.call('find the first document of a range', async () => {
      const { hits } = await this.client.search<never>({
        index: [...this.indices],
        ignore_unavailable: true,
        allow_partial_search_results: false,
        size: 1,
        query: inRange('@timestamp', range),
        sort: [byTime('@timestamp', 'asc')],
        _source: false,
        track_total_hits: false,
      });
      return hits.hits;
    });
    return first && Number(first.sort![0]);
  }

  countStale(stale: StaleLabels): Promise<number> {
    return this.countOf('count documents of edited templates', staleDocuments(stale));
  }

  async staleMinutes(stale: StaleLabels, size: number): Promise<{ minute: number; documents: number }[]> {
    const sources = [
      { minute: { date_histogram: { ...MINUTE_SOURCE.minute.date_histogram, order: 'desc' } } },
    ] as const;
    const reading = this.reading('find the documents of edited templates');
    const pages = compositePages(reading, {
      query: staleDocuments(stale),
      sources: [...sources],
      page_size: size,
    });
    for await (const buckets of pages)
      return buckets.map((bucket) => ({ minute: minuteOf(bucket), documents: bucket.doc_count }));
    return [];
  }

  async relabelStale(stale: StaleLabels, minutes: readonly number[]): Promise<number> {
    const { client, call, indices } = this;
    const query = allOf(staleDocuments(stale), {
      bool: { should: windowsOf(minutes, MINUTES_A_READ).map(inMinutes), minimum_should_match: 1 },
    });
    return relabelEdited({ client, call, indices, query, signal: this.runtime.signal });
  }

  private countOf(doing: string, query: estypes.QueryDslQueryContainer): Promise<number> {
    return this.call(doing, async () => {
      const { count } = await this.client.count({
        index: [...this.indices],
        query,
        ignore_unavailable: true,
      });
      return count;
    });
  }

  async relabel(
    range: TimeRange,
    { most, signal }: { readonly most: number; readonly signal?: AbortSignal },
  ): Promise<number> {
    const { client, call, indices } = this;
    const signals = [this.runtime.signal ?? [], signal ?? []].flat();
    const updated = await relabelDocuments({
      client,
      call,
      indices,
      range,
      most,
      ...(signals.length > 0 && { signal: AbortSignal.any(signals) }),
    });
    await this.refresh();
    return updated;
  }

  async repair(
    repairs: readonly LogRepair[],
  ): Promise<{ repaired: number; conflicts: number; failed: number }> {
    const writer = new BulkWriter(this.client, this.runtime);
    for (const { log, fields } of repairs) {
      await writer.add({
        action: 'update',
        index: log.reference._index,
        id: log.reference._id,
        document: { log_ai: fields },
        if_seq_no: log.seq_no,
        if_primary_term: log.primary_term,
      });
    }
    const { written, conflicts, dead_letters } = await writer.close();
    return { repaired: written, conflicts, failed: dead_letters };
  }

  async refresh(): Promise<void> {
    await this.call('refresh the logs', () =>
      this.client.indices.refresh({ index: [...this.indices], ignore_unavailable: true }),
    );
  }

  minutesTouched(ingested: TimeRange): Promise<readonly number[]> {
    return this.minutesOf('find the minutes with new documents', inRange('event.ingested', ingested));
  }

  minutesWithin(range: TimeRange): Promise<readonly number[]> {
    return this.minutesOf('find the minutes with documents', inRange('@timestamp', range));
  }

  async countMinutes(minutes: readonly number[]): Promise<readonly TemplateCount[]> {
    if (minutes.length === 0) return [];
    const reading = this.reading('count lines by template');
    const { fieldOf, runtime_mappings } = await findGroupableFields(reading, ['service.name', 'log.level']);
    const sources = [
      MINUTE_SOURCE,
      { template: { terms: { field: 'log_ai.template.id' } } },
      { service: { terms: { field: fieldOf['service.name']!, missing_bucket: true } } },
      { level: { terms: { field: fieldOf['log.level']!, missing_bucket: true } } },
    ];
    const counts: TemplateCount[] = [];
    for (const window of windowsOf(minutes, MINUTES_A_READ)) {
      const query = allOf(inMinutes(window), LABELLED);
      const pages = compositePages(reading, { query, sources, runtime_mappings, page_size: LARGEST_PAGE });
      for await (const buckets of pages) counts.push(...buckets.map(countOf));
    }
    return sumCounts(counts);
  }

  async *failedRequestIds(range: TimeRange, by: 'event.ingested' | '@timestamp'): AsyncGenerator<string[]> {
    const pages = compositePages(this.reading('find failed requests'), {
      query: allOf(inRange(by, range), FAILED),
      sources: [{ request: { terms: { field: 'log_ai.request_id' } } }],
      page_size: REQUEST_IDS_A_READ,
    });
    for await (const buckets of pages) yield buckets.map(({ key }) => String(key['request']));
  }

  async *requestEvents(request_ids: readonly string[]): AsyncGenerator<RequestEvent[]> {
    for (let start = 0; start < request_ids.length; start += REQUEST_IDS_A_READ) {
      const ids = request_ids.slice(start, start + REQUEST_IDS_A_READ);
      const body = {
        query: allOf({ terms: { 'log_ai.request_id': ids } }),
        sort: [
          { 'log_ai.request_id': { order: 'asc' as const, unmapped_type: 'keyword' as const } },
          byTime('@timestamp', 'asc'),
        ],
        fields: REQUEST_EVENT_FIELDS,
        _source: false,
      };
      const pages = searchPages(this.reading('read the lines of requests'), {
        body,
        page_size: LARGEST_PAGE,
      });
      for await (const hits of pages) yield hits.map(requestEventOf);
    }
  }

  async samples(options: {
    template_ids: readonly string[];
    service?: string | undefined;
    range: TimeRange;
    size: number;
  }): Promise<Reference[]> {
    const { template_ids, service, range, size } = options;
    const query = allOf(
      inRange('@timestamp', range),
      { terms: { 'log_ai.template.id': [...template_ids] } },
      ...(service === undefined ? [] : [ofService(service)]),
    );
    const page = await this.call('find samples', () =>
      this.client.search<Record<string, unknown>>({
        index: [...this.indices],
        ignore_unavailable: true,
        size,
        query,
        sort: [byTime('@timestamp', 'desc')],
        _source: false,
        track_total_hits: false,
      }),
    );
    return page.hits.hits.map(referenceOf);
  }

  async coverage(range: TimeRange): Promise<Coverage> {
    const page = await this.call('measure the coverage', () =>
      this.client.search<never, { status: { buckets: { key: string; doc_count: number }[] } }>({
        index: [...this.indices],
        ignore_unavailable: true,
        allow_partial_search_results: false,
        size: 0,
        track_total_hits: true,
        query: inRange('@timestamp', range),
        aggs: {
          status: { terms: { field: 'log_ai.parse.status', missing: 'unlabelled', size: STATUS_BUCKETS } },
        },
      }),
    );
    const total = page.hits.total;
    const buckets = page.aggregations?.status.buckets ?? [];
    return {
      total: typeof total === 'number' ? total : (total?.value ?? 0),
      by_status: Object.fromEntries(buckets.map(({ key, doc_count }) => [key, doc_count])),
    };
  }

  private async minutesOf(doing: string, query: estypes.QueryDslQueryContainer): Promise<readonly number[]> {
    const minutes: number[] = [];
    const input = { query, sources: [MINUTE_SOURCE], page_size: LARGEST_PAGE };
    for await (const buckets of compositePages(this.reading(doing), input))
      minutes.push(...buckets.map(minuteOf));
    return minutes;
  }

  private reading(doing: string): Reading {
    return { client: this.client, call: this.call, indices: this.indices, doing };
  }
}

function ofService(service: string): estypes.QueryDslQueryContainer {
  return service === UNKNOWN_SERVICE
    ? { bool: { must_not: { exists: { field: 'service.name' } } } }
    : { match_phrase: { 'service.name': service } };
}

/** Some indices keep nanoseconds: compared as they are, these would come after everything else. */
function byTime(field: '@timestamp' | 'event.ingested', order: 'asc' | 'desc') {
  return { [field]: { order, unmapped_type: 'date' as const, numeric_type: 'date' as const } };
}

const MINUTE_SOURCE = { minute: { date_histogram: { field: '@timestamp', fixed_interval: '1m' } } };

function minuteOf({ key }: CompositeBucket): number {
  return Number(key['minute']) / MINUTE_MS;
}

function countOf(bucket: CompositeBucket): TemplateCount {
  const { template, service, level: spelling } = bucket.key;
  const level = normalizeLevel(String(spelling ?? ''));
  return {
    minute: minuteOf(bucket),
    template_id: String(template),
    service: service === null || service === undefined || service === '' ? UNKNOWN_SERVICE : String(service),
    ...(level && { level }),
    count: bucket.doc_count,
  };
}
