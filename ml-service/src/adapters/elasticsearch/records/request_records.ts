import { isDeepStrictEqual } from 'node:util';
import type { RequestCount } from '../../../../../common/api.ts';
import type { REQUEST_OUTCOMES } from '../../../../../common/choices.ts';
import type { RequestDocument } from '../../../../../common/documents/request_document.ts';
import { indexNameOf } from '../../../../../common/indices.ts';
import { idsOfRequest, mergeRequest } from '../../../correlate/request_record.ts';
import type { FoundRequestId } from '../../../ports/logs.ts';
import type { FoundRequests, RequestQuery } from '../../../ports/records.ts';
import { requestRecordId } from '../../../store/record_ids.ts';
import type { BulkOperation } from '../bulk/bulk_operation.ts';
import { writeJoined } from '../bulk/joined_write.ts';
import type { RetryRuntime } from '../client/call.ts';
import { filteredBy, searchFiltered } from '../search/filter_clause.ts';
import { allOf, anyOf, comingFrom, inRange, lacking, NOT_DEGRADED } from '../search/queries.ts';
import { type CompositeBucket, compositePages, type Reading, searchTop } from '../search/paging.ts';
import { DAY_MS } from '../../../../../common/minutes.ts';

/** Requests that seem to take longer share their id with others. */
const MAX_FORMER_DAYS = 30;
/** Requests that late lines are looked for: of more the newest, the most that one search gives. */
const MOST_RECENT = 10_000;

/** Ids of requests that are looked up at once. */
const IDS_AT_ONCE = 1000;

/** Requests that are put together once more at once: some seconds of work. */
const MOST_INTERIM = 1000;

type Outcome = (typeof REQUEST_OUTCOMES)[number];

/** What the aggregation of outcomes answers. */
interface OutcomeCounts {
  readonly outcomes: { readonly buckets: Readonly<Record<Outcome, { readonly doc_count: number }>> };
}

const CONDITION_OF = { failed: NOT_DEGRADED, degraded: { term: { outcome: 'degraded' } } } as const;

/** Counted at once: of most systems these are all. */
const COUNTS_A_PAGE = 5000;

/** By what requests are counted: what is not there is a value like others. */
const COUNTED_BY = [
  'first_error.service',
  'first_error.template_id',
  'break_point.service',
  'break_point.template_id',
  'path.service',
  'path.template_id',
] as const;

/** Those that failed first, of each kind the newest. */
export async function searchRequests(reading: Reading, query: RequestQuery): Promise<FoundRequests> {
  const { size, outcome } = query;
  const { total, hits, aggregations } = await searchFiltered(query, () =>
    searchTop<RequestDocument>(reading, {
      body: {
        query: conditionOf(query),
        ...(outcome && { post_filter: CONDITION_OF[outcome] }),
        // Of an older version they have no outcome: they failed.
        sort: [
          { outcome: { order: 'desc', missing: 'failed' } },
          { 'event.start': 'desc' },
          { request_id: 'asc' },
        ],
        aggs: { outcomes: { filters: { filters: CONDITION_OF } } },
      },
      size,
    }),
  );
  const counts = aggregations as OutcomeCounts | undefined;
  const totalOf = (one: Outcome) => counts?.outcomes.buckets[one].doc_count ?? 0;
  return {
    total,
    totals: { failed: totalOf('failed'), degraded: totalOf('degraded') },
    records: hits.map(({ _source }) => _source!),
  };
}

/** How many there are of each place and path. */
export async function countRequests(
  reading: Reading,
  query: Omit<RequestQuery, 'size'>,
): Promise<readonly RequestCount[]> {
  const { outcome } = query;
  return searchFiltered(query, async () => {
    const counted: RequestCount[] = [];
    const pages = compositePages(reading, {
      query: allOf(conditionOf(query), ...(outcome ? [CONDITION_OF[outcome]] : [])),
      sources: COUNTED_BY.map((field) => ({ [field]: { terms: { field, missing_bucket: true } } })),
      page_size: COUNTS_A_PAGE,
    });
    for await (const buckets of pages) counted.push(...buckets.map(countedOf));
    return counted;
  });
}

function countedOf({ key, doc_count: count }: CompositeBucket): RequestCount {
  const placeOf = (what: 'first_error' | 'break_point' | 'path') => {
    const [service, template_id] = [key[`${what}.service`], key[`${what}.template_id`]];
    if (service == null) return undefined;
    return { service: String(service), ...(template_id != null && { template_id: String(template_id) }) };
  };
  const path = placeOf('path');
  return { ...(placeOf('first_error') ?? placeOf('break_point')), ...(path && { path }), count };
}

function conditionOf({ range, service, template_ids, filter, data_streams }: Omit<RequestQuery, 'size'>) {
  return allOf(
    inRange('event.start', range),
    ...(service === undefined ? [] : [brokeAt('service', [service])]),
    ...(template_ids ? [brokeAt('template_id', template_ids)] : []),
    ...filteredBy(filter),
    ...comingFrom(data_streams),
  );
}

/** The newest that ended since a moment. */
export async function searchRecentIds(reading: Reading, since: number): Promise<readonly string[]> {
  const { hits } = await searchTop<Pick<RequestDocument, 'request_id' | 'request_ids'>>(reading, {
    body: {
      query: { range: { 'event.end': { gte: since, format: 'epoch_millis' } } },
      sort: [{ 'event.end': 'desc' }],
      _source: ['request_id', 'request_ids'],
      track_total_hits: false,
    },
    size: MOST_RECENT,
  });
  return hits.flatMap(({ _source }) => idsOfRequest(_source!));
}

/** Those whose outcome is not decided for good, and that ended since a moment: the newest. */
export async function searchInterim(reading: Reading, since: number): Promise<readonly FoundRequestId[]> {
  const { hits } = await searchTop<Pick<RequestDocument, 'request_id' | 'event'>>(reading, {
    body: {
      query: allOf(
        { term: { is_interim: true } },
        { range: { 'event.end': { gte: since, format: 'epoch_millis' } } },
      ),
      sort: [{ 'event.end': 'desc' }],
      _source: ['request_id', 'event'],
      track_total_hits: false,
    },
    size: MOST_INTERIM,
  });
  return hits.map(({ _source }) => {
    const { request_id: id, event } = _source!;
    return { id, range: { from: Date.parse(event.start), to: Date.parse(event.end) + 1 } };
  });
}

/** The anomalies of sequences that requests are part of, by each of their ids. */
export async function searchAnomaliesOf(
  reading: Reading,
  {
    request_ids,
    data_streams,
  }: { request_ids: readonly string[]; data_streams?: readonly string[] | undefined },
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let at = 0; at < request_ids.length; at += IDS_AT_ONCE) {
    const ids = request_ids.slice(at, at + IDS_AT_ONCE);
    const { hits } = await searchTop<Pick<RequestDocument, 'request_id' | 'request_ids' | 'anomaly_id'>>(
      reading,
      {
        body: {
          query: allOf(
            { exists: { field: 'anomaly_id' } },
            anyOf({ terms: { request_id: ids } }, { terms: { request_ids: ids } }),
            ...comingFrom(data_streams),
          ),
          _source: ['request_id', 'request_ids', 'anomaly_id'],
          track_total_hits: false,
        },
        size: ids.length,
      },
    );
    for (const { _source } of hits)
      for (const id of idsOfRequest(_source!)) found.set(id, _source!.anomaly_id!);
  }
  return found;
}

/** Requests whose first error is there; of those without an error, where they stopped. */
function brokeAt(field: 'service' | 'template_id', values: readonly string[]) {
  return anyOf(
    { terms: { [`first_error.${field}`]: [...values] } },
    allOf({ terms: { [`break_point.${field}`]: [...values] } }, lacking('first_error.service')),
  );
}

/**
 * Writes failed requests. Who put one together from fewer lines than somebody else did meanwhile was slower, not better.
 *
 * @returns How many were refused.
 */
export function writeFailedRequests(options: {
  reading: Reading;
  runtime: RetryRuntime;
  requests: readonly RequestDocument[];
}): Promise<number> {
  const { reading, runtime, requests } = options;
  const last = new Map(requests.map((document) => [requestRecordId(document.request_id), document]));
  return writeJoined({
    client: reading.client,
    call: reading.call,
    runtime,
    documents: [...last].map(([id, document]) => ({
      index: indexNameOf('requests', Date.parse(document.event.start)),
      id,
      document,
    })),
    join: mergeRequest,
    isSame: isSameRequest,
  });
}

/** Whenever it was put together. */
function isSameRequest(left: RequestDocument, right: RequestDocument): boolean {
  const storyOf = ({ event: { created: _created, ...event }, ...story }: RequestDocument) => ({
    ...story,
    event,
  });
  return isDeepStrictEqual(storyOf(left), storyOf(right));
}

/**
 * A late line can move the start of a request back across midnight, and so the request into another index: the record
 * under its former day is removed.
 */
export function formerPlaces(document: RequestDocument): BulkOperation[] {
  const id = requestRecordId(document.request_id);
  const start = Date.parse(document.event.start);
  const days = Math.floor(Date.parse(document.event.end) / DAY_MS) - Math.floor(start / DAY_MS);
  return Array.from({ length: Math.min(days, MAX_FORMER_DAYS) }, (_, day) => ({
    action: 'delete' as const,
    index: indexNameOf('requests', start + (day + 1) * DAY_MS),
    id,
  }));
}
