import { setImmediate } from 'node:timers/promises';
import type { Client, estypes } from '@elastic/elasticsearch';
import type { Reference } from '../../../../../common/documents/reference.ts';
import { normalizeLevel } from '../../../../../common/level_spelling.ts';
import type { SeverityLabel } from '../../../../../common/levels.ts';
import { UNKNOWN_SERVICE } from '../../../correlate/request_assembler.ts';
import type {
  CountedMinutes,
  LogRepair,
  LogStore,
  RefusedRepair,
  RepairSummary,
  MinuteDocuments,
  RequestEventBounds,
  StaleLabels,
  StoredLog,
  ValueLine,
  ValueSample,
} from '../../../ports/logs.ts';
import { forEachRow, inSlices } from '../../../parse/in_slices.ts';
import type { TimeRange } from '../../../ports/time.ts';
import { type CountedLines, LineSums, UNLABELLED_STATUS } from '../../../store/counted_lines.ts';
import { windowsOf } from '../../../store/minute_windows.ts';
import { MINUTE_MS, minuteOf } from '../../../../../common/minutes.ts';
import { WRITE_BLOCK } from '../bulk/bulk_operation.ts';
import { BulkWriter } from '../bulk/bulk_writer.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { findGroupableFields } from './groupable_fields.ts';
import { findUnserved, readRefreshIntervals } from './log_indices.ts';
import { JoinedRequests } from './joined_requests.ts';
import { referenceOf, storedLogOf, VALUE_LINE, valueLineOf } from './log_hit.ts';
import { RequestLines } from './request_lines.ts';
import { UnnamedLines } from './unnamed_lines.ts';
import {
  allOf,
  anyOf,
  byTime,
  FAILED,
  inMinutes,
  inRange,
  noneOf,
  OF_CLUSTER,
  OF_REQUESTS,
  ofLines,
  staleDocuments,
  UNKNOWN,
  UNLABELLED,
  lacking,
} from '../search/queries.ts';
import {
  type CompositeBucket,
  compositePages,
  LARGEST_PAGE,
  MAX_PAGE_BYTES,
  type Reading,
  searchPages,
  searchTop,
} from '../search/paging.ts';
import { relabelDocuments, relabelEdited } from './relabel.ts';

/** One aggregation reads this many minutes: few requests, and no shard holds the buckets of a day at once. */
const MINUTES_A_READ = 10;
/** Errors that all documents of an index would meet: it is read-only or closed, or its mapping is strict. */
const REASONS_OF_AN_INDEX: ReadonlySet<string> = new Set([
  WRITE_BLOCK,
  'index_closed_exception',
  'strict_dynamic_mapping_exception',
]);

/** The user's logs in Elasticsearch, as far as `indices` reach. Nothing outside of them is read or written. */
export class ElasticsearchLogStore implements LogStore {
  private readonly client: Client;
  private readonly indices: readonly string[];
  private readonly runtime: RetryRuntime;
  private readonly call: Call;
  private readonly requests: JoinedRequests;
  private readonly unnamed: UnnamedLines;

  constructor(input: { client: Client; indices: readonly string[]; runtime?: RetryRuntime }) {
    this.client = input.client;
    this.indices = input.indices;
    this.runtime = input.runtime ?? {};
    this.call = createCall(this.runtime);
    this.unnamed = new UnnamedLines((doing) => this.reading(doing));
    this.requests = new JoinedRequests(new RequestLines((doing, signal) => this.reading(doing, signal)));
  }

  refreshIntervals(): Promise<ReadonlyMap<string, number>> {
    return readRefreshIntervals(this.reading('read how often the logs are refreshed'));
  }

  async *unknown({
    page_size,
    range,
    fields,
    except,
  }: Parameters<LogStore['unknown']>[0]): AsyncGenerator<StoredLog[]> {
    const body = {
      query: allOf(
        UNKNOWN,
        ...(range ? [inRange('log_ai.ingested', range)] : []),
        ...(except ? [noneOf(except)] : []),
      ),
      sort: [byTime('log_ai.ingested', 'asc')],
      seq_no_primary_term: true,
      ...(fields && { _source: [...fields] }),
    };
    const input = { body, page_size, max_bytes: MAX_PAGE_BYTES };
    for await (const hits of searchPages(this.reading('read unknown lines'), input)) {
      yield hits.map(storedLogOf);
    }
  }

  countUnknown(index: string): Promise<number> {
    return this.countOf('count unknown lines', allOf(UNKNOWN, { term: { _index: index } }));
  }

  countWithin(range: TimeRange, which?: 'unlabelled' | 'unknown'): Promise<number> {
    const narrowed = { unlabelled: [UNLABELLED], unknown: [UNKNOWN] };
    const query = allOf(inRange('@timestamp', range), ...(which ? narrowed[which] : []));
    return this.countOf(`count the ${which ?? 'log'} documents of a range`, query);
  }

  firstWithin(range: TimeRange): Promise<number | undefined> {
    const query = inRange('@timestamp', range);
    return this.firstTime({ doing: 'find the first document of a range', field: '@timestamp', query });
  }

  firstWaiting(range: TimeRange, indexed_from: number): Promise<number | undefined> {
    const indexed = { range: { 'log_ai.ingested': { gte: indexed_from, format: 'epoch_millis' } } };
    const query = allOf(UNKNOWN, inRange('@timestamp', range), indexed);
    return this.firstTime({
      doing: 'find the first unknown document of a range',
      field: '@timestamp',
      query,
    });
  }

  countStale(stale: StaleLabels): Promise<number> {
    return this.countOf('count documents of edited templates', staleDocuments(stale));
  }

  async staleMinutes(stale: StaleLabels, size: number): Promise<MinuteDocuments[]> {
    const sources = [
      { minute: { date_histogram: { ...MINUTE_SOURCE.minute.date_histogram, order: 'desc' } } },
    ] as const;
    const reading = this.reading('find the documents of edited templates');
    const pages = compositePages(reading, {
      query: staleDocuments(stale),
      sources: [...sources],
      page_size: size,
    });
    for await (const buckets of pages) return buckets.map(documentsOf);
    return [];
  }

  async relabelStale(stale: StaleLabels, minutes: readonly number[]): Promise<number> {
    const { client, call, indices } = this;
    const query = allOf(staleDocuments(stale), {
      bool: { should: windowsOf(minutes, MINUTES_A_READ).map(inMinutes), minimum_should_match: 1 },
    });
    return relabelEdited({ client, call, indices, query, signal: this.runtime.signal });
  }

  /** By a search: a count would leave shards out that are not there yet, and say nothing of it. */
  private async countOf(doing: string, query: estypes.QueryDslQueryContainer): Promise<number> {
    return (await searchTop(this.reading(doing), { body: { query }, size: 0 })).total;
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

  async repair(repairs: readonly LogRepair[]): Promise<RepairSummary> {
    const refused: RefusedRepair[] = [];
    let blocked = 0;
    const writer = new BulkWriter(this.client, {
      ...this.runtime,
      // The document lies where it lay: nothing is lost that a letter could keep.
      keeps_refused: false,
      onSettled: ({ index, id }, verdict, { error }) => {
        const reason = error?.type ?? 'unknown';
        const is_of_index = REASONS_OF_AN_INDEX.has(reason);
        if (verdict === 'conflict' && is_of_index) blocked += 1;
        else if (verdict !== 'refused') return;
        refused.push({ reference: { _index: index, _id: id! }, reason, is_of_index });
      },
    });
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
    const { written, conflicts } = await writer.close();
    return { repaired: written, conflicts: conflicts - blocked, refused };
  }

  async refresh(): Promise<void> {
    await this.call('refresh the logs', () =>
      this.client.indices.refresh({ index: [...this.indices], ignore_unavailable: true }),
    );
  }

  async minutesTouched({
    ingested,
    happened,
    of,
  }: Parameters<LogStore['minutesTouched']>[0]): Promise<readonly MinuteDocuments[]> {
    if (ingested.from >= ingested.to || happened.from >= happened.to) return [];
    const query = allOf(
      inRange('log_ai.ingested', ingested),
      inRange('@timestamp', happened),
      of === 'requests' ? OF_REQUESTS : OF_CLUSTER,
    );
    const found: MinuteDocuments[] = [];
    const input = { query, sources: [MINUTE_SOURCE], page_size: LARGEST_PAGE };
    const pages = compositePages(this.reading('find the minutes with new documents'), input);
    for await (const buckets of pages) found.push(...buckets.map(documentsOf));
    return found;
  }

  async minutesWithin(range: TimeRange): Promise<readonly number[]> {
    const input = { query: inRange('@timestamp', range), sources: [MINUTE_SOURCE], page_size: LARGEST_PAGE };
    const minutes: number[] = [];
    for await (const buckets of compositePages(this.reading('find the minutes with documents'), input))
      minutes.push(...buckets.map(minuteOfBucket));
    return minutes;
  }

  async documentsByMinute(range: TimeRange): Promise<readonly MinuteDocuments[]> {
    if (range.from >= range.to) return [];
    const { unserved } = await this.servedIndices();
    // A histogram over the range that it is asked for, with nothing else to look at, is counted from the tree of the dates.
    const page = await this.call('count the documents of each minute', () =>
      this.client.search<never, { minutes: { buckets: { key: number; doc_count: number }[] } }>({
        index: [...this.indices, ...unserved.map((index) => `-${index}`)],
        ignore_unavailable: true,
        allow_partial_search_results: false,
        size: 0,
        track_total_hits: false,
        query: inRange('@timestamp', range),
        aggs: {
          minutes: { date_histogram: { ...MINUTE_SOURCE.minute.date_histogram, min_doc_count: 1 } },
        },
      }),
    );
    const buckets = page.aggregations?.minutes.buckets ?? [];
    return buckets.map(({ key, doc_count }) => ({ minute: key / MINUTE_MS, documents: doc_count }));
  }

  async countMinutes(minutes: readonly number[]): Promise<CountedMinutes> {
    if (minutes.length === 0) return { rows: [], readable: new Set() };
    const { served, unserved } = await this.servedIndices();
    const reading = this.reading('count lines by template');
    const searched = {
      ...reading,
      indices: [...this.indices, ...unserved.map((index) => `-${index}`)],
    };
    const { fieldOf, runtime_mappings } = await findGroupableFields(reading, ['service.name', 'log.level']);
    const sources = [
      MINUTE_SOURCE,
      { index: { terms: { field: '_index' } } },
      { status: { terms: { field: 'log_ai.parse.status', missing_bucket: true } } },
      { template: { terms: { field: 'log_ai.template.id', missing_bucket: true } } },
      { service: { terms: { field: fieldOf['service.name']!, missing_bucket: true } } },
      { level: { terms: { field: fieldOf['log.level']!, missing_bucket: true } } },
    ];
    const sums = new LineSums();
    for (const window of windowsOf(minutes, MINUTES_A_READ)) {
      const query = allOf(inMinutes(window), OF_CLUSTER);
      const pages = compositePages(searched, { query, sources, runtime_mappings, page_size: LARGEST_PAGE });
      for await (const buckets of pages) {
        const adding = forEachRow(buckets, (bucket) => {
          sums.add(countOf(bucket));
        });
        await inSlices(adding, () => setImmediate());
      }
    }
    // What closed or opened meanwhile may have been read or not.
    const after = new Set((await this.servedIndices()).served);
    return { rows: sums.rows(), readable: new Set(served.filter((index) => after.has(index))) };
  }

  /** The open indices that can be searched, and those that cannot, though they are open. */
  private async servedIndices(): Promise<{ served: string[]; unserved: string[] }> {
    const reading = this.reading('find the logs that can be read');
    const [open, unserved] = await Promise.all([readRefreshIntervals(reading), findUnserved(reading)]);
    const names = [...open.keys()];
    return {
      served: names.filter((index) => !unserved.has(index)),
      unserved: names.filter((index) => unserved.has(index)),
    };
  }

  firstFailure(since: number): Promise<number | undefined> {
    const field = 'log_ai.ingested';
    const query = allOf(inRange(field, { from: since, to: Number.MAX_SAFE_INTEGER }), FAILED);
    return this.firstTime({ doing: 'find the first failure', field, query });
  }

  /** The earliest moment in a field of these documents. */
  private async firstTime(what: {
    doing: string;
    field: Parameters<typeof byTime>[0];
    query: estypes.QueryDslQueryContainer;
  }): Promise<number | undefined> {
    const { doing, field, query } = what;
    const body = { query, sort: [byTime(field, 'asc')], _source: false, track_total_hits: false };
    const { hits } = await searchTop(this.reading(doing), { body, size: 1 });
    return hits[0] && Number(hits[0].sort![0]);
  }

  failedRequestIds(range: TimeRange, by: 'log_ai.ingested' | '@timestamp') {
    return this.requests.failedRequestIds(range, by);
  }

  touchedRequests(request_ids: readonly string[], ingested: TimeRange) {
    return this.requests.touchedRequests(request_ids, ingested);
  }

  measureRequests(request_ids: readonly string[], range?: TimeRange, signal?: AbortSignal) {
    return this.requests.measureRequests(request_ids, range, signal);
  }

  countRequestLines(range: TimeRange): Promise<number> {
    return this.countOf('count the lines of requests', allOf(inRange('@timestamp', range), OF_REQUESTS));
  }

  requestIds(range: TimeRange, share: number) {
    return this.requests.requestIds(range, share);
  }

  requestEvents(request_ids: readonly string[], bounds: RequestEventBounds) {
    return this.requests.requestEvents(request_ids, bounds);
  }

  detailedRequestEvents(request_ids: readonly string[], bounds: RequestEventBounds) {
    return this.requests.detailedRequestEvents(request_ids, bounds);
  }

  requestIdUse(range: TimeRange) {
    return this.unnamed.requestIdUse(range);
  }

  unnamedLines(options: Parameters<LogStore['unnamedLines']>[0]) {
    return this.unnamed.unnamedLines(options);
  }

  idExtents(ids: readonly string[], range: TimeRange) {
    return this.unnamed.idExtents(ids, range);
  }

  async countTemplates(
    template_ids: readonly string[],
    range: TimeRange,
  ): Promise<ReadonlyMap<string, number>> {
    const page = await this.call('count the lines of templates', () =>
      this.client.search<never, { templates: { buckets: { key: string; doc_count: number }[] } }>({
        index: [...this.indices],
        ignore_unavailable: true,
        allow_partial_search_results: false,
        size: 0,
        track_total_hits: false,
        query: linesOf({ template_ids, range }),
        aggs: { templates: { terms: { field: 'log_ai.template.id', size: template_ids.length } } },
      }),
    );
    const buckets = page.aggregations?.templates.buckets ?? [];
    return new Map(buckets.map(({ key, doc_count }) => [key, doc_count]));
  }

  async *valueLines({
    range,
    samples,
    max_lines,
  }: {
    readonly range: TimeRange;
    readonly samples: readonly ValueSample[];
    readonly max_lines: number;
  }): AsyncGenerator<ValueLine[]> {
    const shares = samples.map(({ template_ids, share }) =>
      allOf({ terms: { 'log_ai.template.id': [...template_ids] } }, ...ofLines(share)),
    );
    const body = { query: allOf(inRange('@timestamp', range), anyOf(...shares)), ...VALUE_LINE };
    let left = max_lines;
    const input = { body, page_size: Math.min(LARGEST_PAGE, left), max_bytes: MAX_PAGE_BYTES };
    for await (const hits of searchPages(this.reading('read the values of lines'), input)) {
      yield hits.slice(0, left).map(valueLineOf);
      left -= hits.length;
      if (left <= 0) return;
    }
  }

  async samples(options: {
    template_ids?: readonly string[] | undefined;
    service?: string | undefined;
    severities?: readonly SeverityLabel[] | undefined;
    range: TimeRange;
    size: number;
  }): Promise<Reference[]> {
    const { size } = options;
    const page = await this.call('find samples', () =>
      this.client.search<Record<string, unknown>>({
        index: [...this.indices],
        ignore_unavailable: true,
        size,
        query: linesOf(options),
        sort: [byTime('@timestamp', 'desc')],
        _source: false,
        track_total_hits: false,
      }),
    );
    return page.hits.hits.map(referenceOf);
  }

  async countValue(options: {
    template_ids: readonly string[];
    service?: string | undefined;
    range: TimeRange;
    parameter: { name: string; value: string };
  }): Promise<{ total: number; matching: number }> {
    const { name, value } = options.parameter;
    const { hits, aggregations } = await this.call('count lines with a value', () =>
      this.client.search<never, { matching: { doc_count: number } }>({
        index: [...this.indices],
        ignore_unavailable: true,
        size: 0,
        track_total_hits: true,
        query: linesOf(options),
        aggs: { matching: { filter: { term: { [`log_ai.params.${name}`]: value } } } },
      }),
    );
    return {
      total: (hits.total as estypes.SearchTotalHits).value,
      matching: aggregations?.matching.doc_count ?? 0,
    };
  }

  async dataStreams(): Promise<readonly string[]> {
    const { data_streams, indices } = await this.call('list the data streams', () =>
      this.client.indices.resolveIndex({ name: [...this.indices], expand_wildcards: 'open' }),
    );
    return [...data_streams, ...indices].map(({ name }) => name);
  }

  private reading(doing: string, signal?: AbortSignal): Reading {
    return { client: this.client, call: this.call, indices: this.indices, doing, signal };
  }
}

/** Lines of a range, as far as they are narrowed: to templates, severities, a service. */
function linesOf({
  template_ids,
  service,
  severities,
  range,
}: {
  template_ids?: readonly string[] | undefined;
  service?: string | undefined;
  severities?: readonly SeverityLabel[] | undefined;
  range: TimeRange;
}): estypes.QueryDslQueryContainer {
  return allOf(
    inRange('@timestamp', range),
    ...(template_ids ? [{ terms: { 'log_ai.template.id': [...template_ids] } }] : []),
    ...(severities ? [{ terms: { 'log_ai.severity.label': [...severities] } }] : []),
    ...(service === undefined ? [] : [ofService(service)]),
  );
}

function ofService(service: string): estypes.QueryDslQueryContainer {
  return service === UNKNOWN_SERVICE
    ? lacking('service.name')
    : { match_phrase: { 'service.name': service } };
}

const MINUTE_SOURCE = { minute: { date_histogram: { field: '@timestamp', fixed_interval: '1m' } } };

function minuteOfBucket({ key }: CompositeBucket): number {
  return minuteOf(Number(key['minute']));
}

function documentsOf(bucket: CompositeBucket): MinuteDocuments {
  return { minute: minuteOfBucket(bucket), documents: bucket.doc_count };
}

function countOf(bucket: CompositeBucket): CountedLines {
  const { index, status, template, service, level: spelling } = bucket.key;
  const level = normalizeLevel(String(spelling ?? ''));
  return {
    minute: minuteOfBucket(bucket),
    index: String(index),
    status: String(status ?? UNLABELLED_STATUS),
    ...(template !== null && template !== undefined && { template_id: String(template) }),
    service: service === null || service === undefined || service === '' ? UNKNOWN_SERVICE : String(service),
    ...(level && { level }),
    count: bucket.doc_count,
  };
}
