import { isDeepStrictEqual } from 'node:util';
import type { RequestDocument } from '../../../../../common/documents/request_document.ts';
import { indexNameOf } from '../../../../../common/indices.ts';
import type { Newest, RequestQuery } from '../../../ports/records.ts';
import { requestRecordId } from '../../../store/record_ids.ts';
import type { BulkOperation } from '../bulk/bulk_operation.ts';
import { writeJoined } from '../bulk/joined_write.ts';
import type { RetryRuntime } from '../client/call.ts';
import { filteredBy, searchFiltered } from '../search/filter_clause.ts';
import { allOf, anyOf, comingFrom, inRange } from '../search/queries.ts';
import { type Reading, searchTop } from '../search/paging.ts';
import { DAY_MS } from '../../../../../common/minutes.ts';

/** Requests that seem to take longer share their id with others. */
const MAX_FORMER_DAYS = 30;

/** Newest first. */
export async function searchRequests(
  reading: Reading,
  query: RequestQuery,
): Promise<Newest<RequestDocument>> {
  const { range, size, service, template_ids, filter, data_streams } = query;
  const conditions = [
    inRange('event.start', range),
    ...(service === undefined ? [] : [brokeAt({ service: [service] })]),
    ...(template_ids ? [brokeAt({ template_id: template_ids })] : []),
    ...filteredBy(filter),
    ...comingFrom(data_streams),
  ];
  const { total, hits } = await searchFiltered(query, () =>
    searchTop<RequestDocument>(reading, {
      body: { query: allOf(...conditions), sort: [{ 'event.start': 'desc' }, { request_id: 'asc' }] },
      size,
    }),
  );
  return { total, records: hits.map(({ _source }) => _source!) };
}

/** Requests whose first error is there; of those without an error, where they stopped. */
function brokeAt(place: { readonly [field in 'service' | 'template_id']?: readonly string[] }) {
  const [[field, values]] = Object.entries(place) as [[string, readonly string[]]];
  return anyOf(
    { terms: { [`first_error.${field}`]: [...values] } },
    allOf(
      { terms: { [`break_point.${field}`]: [...values] } },
      { bool: { must_not: { exists: { field: 'first_error.service' } } } },
    ),
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
    join: (stored, ours) => (stored.line_count > ours.line_count ? stored : ours),
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
