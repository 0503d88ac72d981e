import type { estypes } from '@elastic/elasticsearch';
import type { IdBeside } from '../../../correlate/joining/ids_beside.ts';
import type { RequestExtent } from '../../../correlate/request_bounds.ts';
import type {
  DetailedRequestEvent,
  FoundRequestId,
  RequestEvent,
  RequestEventBounds,
  RequestLogs,
} from '../../../ports/logs.ts';
import type { TimeRange } from '../../../ports/time.ts';
import {
  DETAILED_REQUEST_EVENT,
  detailedRequestEventOf,
  REQUEST_EVENT_FIELDS,
  requestEventOf,
} from './log_hit.ts';
import { allOf, anyOf, byTime, FAILED, inRange, OF_REQUESTS, ofShare } from '../search/queries.ts';
import { compositePages, LARGEST_PAGE, MAX_PAGE_BYTES, type Reading, searchPages } from '../search/paging.ts';

/** What a `terms` query takes by default (`index.max_terms_count`) is 65,536; a request of that size is slow to parse. */
const REQUEST_IDS_A_READ = 2500;
/** Lines with their values have some 800 bytes. */
const DETAILED_PAGE = { page_size: 5000, max_bytes: MAX_PAGE_BYTES };

/** When the first and the last of some lines happened. */
export const FIRST_AND_LAST = {
  first: { min: { field: '@timestamp' } },
  last: { max: { field: '@timestamp' } },
};

/** Lines by their `log_ai.request_id`, whatever else they name. */
export class RequestLines implements RequestLogs {
  private readonly readingOf: (doing: string, signal?: AbortSignal) => Reading;

  constructor(readingOf: (doing: string, signal?: AbortSignal) => Reading) {
    this.readingOf = readingOf;
  }

  failedRequestIds(range: TimeRange, by: 'log_ai.ingested' | '@timestamp'): AsyncGenerator<FoundRequestId[]> {
    return this.foundRequests('find failed requests', allOf(inRange(by, range), FAILED));
  }

  async *touchedRequests(
    request_ids: readonly string[],
    ingested: TimeRange,
  ): AsyncGenerator<FoundRequestId[]> {
    for (let start = 0; start < request_ids.length; start += REQUEST_IDS_A_READ) {
      const ids = request_ids.slice(start, start + REQUEST_IDS_A_READ);
      const named = anyOf({ terms: { 'log_ai.request_id': ids } }, { terms: { 'log_ai.request_ids': ids } });
      const lines = allOf(inRange('log_ai.ingested', ingested), named);
      yield* this.foundRequests('find lines of requests that came late', lines);
    }
  }

  /** Request ids of these lines, and when the lines happened. */
  private async *foundRequests(
    doing: string,
    query: estypes.QueryDslQueryContainer,
  ): AsyncGenerator<FoundRequestId[]> {
    const pages = compositePages(this.readingOf(doing), {
      query,
      sources: [{ request: { terms: { field: 'log_ai.request_id' } } }],
      page_size: REQUEST_IDS_A_READ,
      aggs: FIRST_AND_LAST,
    });
    for await (const buckets of pages)
      yield buckets.map(({ key, first, last }) => ({
        id: String(key['request']),
        range: { from: first!.value, to: last!.value + 1 },
      }));
  }

  async measureRequests(
    request_ids: readonly string[],
    range?: TimeRange,
    signal?: AbortSignal,
  ): Promise<RequestExtent[]> {
    const pages = compositePages(this.readingOf('measure requests', signal), {
      query: allOf(
        { terms: { 'log_ai.request_id': [...request_ids] } },
        range ? inRange('@timestamp', range) : { exists: { field: '@timestamp' } },
      ),
      sources: [{ request: { terms: { field: 'log_ai.request_id' } } }],
      page_size: REQUEST_IDS_A_READ,
      aggs: FIRST_AND_LAST,
    });
    const extents: RequestExtent[] = [];
    for await (const buckets of pages) {
      for (const { key, doc_count: lines, first, last } of buckets)
        extents.push({ id: String(key['request']), lines, first: first!.value, last: last!.value });
    }
    return extents;
  }

  async *requestIds(range: TimeRange, share: number): AsyncGenerator<string[]> {
    const pages = compositePages(this.readingOf('find requests'), {
      query: allOf(inRange('@timestamp', range), OF_REQUESTS, ...ofShare(share)),
      sources: [{ request: { terms: { field: 'log_ai.request_id' } } }],
      page_size: REQUEST_IDS_A_READ,
    });
    for await (const buckets of pages) yield buckets.map(({ key }) => String(key['request']));
  }

  async *requestEvents(
    request_ids: readonly string[],
    bounds: RequestEventBounds,
  ): AsyncGenerator<RequestEvent[]> {
    const read = { fields: REQUEST_EVENT_FIELDS, _source: false };
    for await (const hits of this.requestHits(request_ids, bounds, read)) yield hits.map(requestEventOf);
  }

  async *detailedRequestEvents(
    request_ids: readonly string[],
    bounds: RequestEventBounds,
  ): AsyncGenerator<DetailedRequestEvent[]> {
    for await (const hits of this.requestHits(request_ids, bounds, DETAILED_REQUEST_EVENT))
      yield hits.map(detailedRequestEventOf);
  }

  /** The lines of these requests, in time order within each. */
  private async *requestHits(
    request_ids: readonly string[],
    bounds: RequestEventBounds,
    read: Pick<estypes.SearchRequest, 'fields' | '_source'>,
  ) {
    let left = bounds.max_lines;
    for (let start = 0; start < request_ids.length && left > 0; start += REQUEST_IDS_A_READ) {
      const ids = request_ids.slice(start, start + REQUEST_IDS_A_READ);
      const body = {
        query: allOf({ terms: { 'log_ai.request_id': ids } }, inRange('@timestamp', bounds.range)),
        sort: [
          { 'log_ai.request_id': { order: 'asc' as const, unmapped_type: 'keyword' as const } },
          byTime('@timestamp', 'asc'),
        ],
        ...read,
      };
      const reading = this.readingOf('read the lines of requests', bounds.signal);
      const sizes = read._source === false ? { page_size: LARGEST_PAGE } : DETAILED_PAGE;
      const input = { body, ...sizes, page_size: Math.min(sizes.page_size, left) };
      for await (const hits of searchPages(reading, input)) {
        yield hits.slice(0, left);
        left -= hits.length;
        if (left <= 0) return;
      }
    }
  }

  /**
   * Ids that lines name beside one of these, page by page; of most lines there are none.
   *
   * @param range - Of @timestamp; whenever they happened, where absent.
   */
  async *idsBeside(request_ids: readonly string[], range?: TimeRange): AsyncGenerator<IdBeside[]> {
    for (let start = 0; start < request_ids.length; start += REQUEST_IDS_A_READ) {
      const ids = request_ids.slice(start, start + REQUEST_IDS_A_READ);
      const pages = compositePages(this.readingOf('find ids beside those of requests'), {
        query: allOf(
          { terms: { 'log_ai.request_ids': ids } },
          ...(range ? [inRange('@timestamp', range)] : []),
        ),
        sources: [
          { request: { terms: { field: 'log_ai.request_id' } } },
          { id: { terms: { field: 'log_ai.request_ids' } } },
        ],
        page_size: REQUEST_IDS_A_READ,
      });
      for await (const buckets of pages)
        yield buckets.map(({ key, doc_count: lines }) => ({
          request_id: String(key['request']),
          id: String(key['id']),
          lines,
        }));
    }
  }
}
