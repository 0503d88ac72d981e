import type { RequestDocument } from '../../../../../common/documents/request_document.ts';
import { indexNameOf } from '../../../../../common/indices.ts';
import type { Newest, RequestQuery } from '../../../ports/records.ts';
import { requestRecordId } from '../../../store/record_ids.ts';
import type { BulkOperation } from '../bulk/bulk_operation.ts';
import { allOf, inRange } from '../search/queries.ts';
import { type Reading, searchTop } from '../search/paging.ts';
import { DAY_MS } from '../../../../../common/minutes.ts';

/** Requests that seem to take longer share their id with others. */
const MAX_FORMER_DAYS = 30;

/** Newest first. */
export async function searchRequests(
  reading: Reading,
  query: RequestQuery,
): Promise<Newest<RequestDocument>> {
  const { range, size, service, template_ids } = query;
  const conditions = [
    inRange('event.start', range),
    ...(service === undefined ? [] : [{ term: { 'first_error.service': service } }]),
    ...(template_ids ? [{ terms: { 'first_error.template_id': [...template_ids] } }] : []),
  ];
  const { total, hits } = await searchTop<RequestDocument>(reading, {
    body: { query: allOf(...conditions), sort: [{ 'event.start': 'desc' }, { request_id: 'asc' }] },
    size,
  });
  return { total, records: hits.map(({ _source }) => _source!) };
}

/**
 * A late line can move the start of a request back across midnight, and so the request into another index: the record
 * under its former day is removed.
 */
export function requestOperations(document: RequestDocument): BulkOperation[] {
  const id = requestRecordId(document.request_id);
  const start = Date.parse(document.event.start);
  const days = Math.floor(Date.parse(document.event.end) / DAY_MS) - Math.floor(start / DAY_MS);
  const former = Array.from(
    { length: Math.min(days, MAX_FORMER_DAYS) },
    (_, day) => start + (day + 1) * DAY_MS,
  );
  return [
    { action: 'index', index: indexNameOf('requests', start), id, document },
    ...former.map((time) => ({ action: 'delete' as const, index: indexNameOf('requests', time), id })),
  ];
}
