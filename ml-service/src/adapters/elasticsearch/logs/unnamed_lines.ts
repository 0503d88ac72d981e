import type { estypes } from '@elastic/elasticsearch';
import type { IdExtent, ParameterLine } from '../../../correlate/joining/request_parameters.ts';
import { UNKNOWN_SERVICE } from '../../../correlate/request_assembler.ts';
import type { LogStore, RequestIdUse } from '../../../ports/logs.ts';
import type { TimeRange } from '../../../ports/time.ts';
import { LARGEST_PAGE, MAX_PAGE_BYTES, type Reading, searchPages, searchTop } from '../search/paging.ts';
import { FIRST_AND_LAST } from './request_lines.ts';
import { allOf, anyOf, byTime, inRange, OF_REQUESTS, UNNAMED } from '../search/queries.ts';
import { findGroupableFields } from './groupable_fields.ts';
import { VALUE_LINE, valueLineOf } from './log_hit.ts';

/** Each is a filter of an aggregation. */
const IDS_A_READ = 100;
/** Whether there are two is all that is asked. */
const FEW_SERVICES = 2;

/** Lines that name no request, and what other lines say of their values. */
export class UnnamedLines implements Pick<LogStore, 'requestIdUse' | 'unnamedLines' | 'idExtents'> {
  private readonly readingOf: (doing: string) => Reading;

  constructor(readingOf: (doing: string) => Reading) {
    this.readingOf = readingOf;
  }

  async requestIdUse(range: TimeRange): Promise<RequestIdUse> {
    const reading = this.readingOf('find the services that name requests');
    const { fieldOf, runtime_mappings } = await findGroupableFields(reading, ['service.name']);
    const terms = { field: fieldOf['service.name']!, size: FEW_SERVICES, missing: UNKNOWN_SERVICE };
    const aggs = { services: { terms } };
    const body = {
      query: allOf(inRange('@timestamp', range), { exists: { field: 'log_ai.template.id' } }),
      runtime_mappings,
      track_total_hits: false,
      aggs: { naming: { filter: OF_REQUESTS, aggs }, unnaming: { filter: UNNAMED, aggs } },
    };
    const { aggregations } = await searchTop(reading, { body, size: 0 });
    const found = aggregations as
      Record<keyof RequestIdUse, { services: { buckets: readonly { key: string }[] } }> | undefined;
    const namesOf = (use: keyof RequestIdUse) => (found?.[use].services.buckets ?? []).map(({ key }) => key);
    return { naming: namesOf('naming'), unnaming: namesOf('unnaming') };
  }

  async *unnamedLines({
    range,
    max_lines,
  }: Parameters<LogStore['unnamedLines']>[0]): AsyncGenerator<ParameterLine[]> {
    const body = {
      query: allOf(inRange('@timestamp', range), UNNAMED),
      sort: [byTime('@timestamp', 'desc')],
      ...VALUE_LINE,
    };
    const input = { body, page_size: Math.min(LARGEST_PAGE, max_lines), max_bytes: MAX_PAGE_BYTES };
    let left = max_lines;
    for await (const hits of searchPages(this.readingOf('read lines that name no request'), input)) {
      yield hits.slice(0, left).map((hit) => {
        const { template_id, service, params } = valueLineOf(hit);
        return { time: Number(hit.sort![0]), template_id, service, params };
      });
      left -= hits.length;
      if (left <= 0) return;
    }
  }

  async idExtents(ids: readonly string[], range: TimeRange): Promise<ReadonlyMap<string, IdExtent>> {
    const extents = new Map<string, IdExtent>();
    for (let start = 0; start < ids.length; start += IDS_A_READ) {
      const some = ids.slice(start, start + IDS_A_READ);
      const naming = NAMING.map((field) => ({ terms: { [field]: some } }));
      const body = {
        query: allOf(inRange('@timestamp', range), anyOf(...naming, { terms: { 'log_ai.params': some } })),
        track_total_hits: false,
        aggs: {
          standing: { filters: { filters: some.map((id) => standing(id)) }, aggs: FIRST_AND_LAST },
          naming: { filters: { filters: some.map((id) => namedBy(id)) } },
        },
      };
      const { aggregations } = await searchTop(this.readingOf('look up where ids stand'), { body, size: 0 });
      const found = aggregations as Record<'standing' | 'naming', { buckets: IdBucket[] }> | undefined;
      for (const [at, { doc_count, first, last }] of (found?.standing.buckets ?? []).entries()) {
        if (doc_count === 0) continue;
        const request_lines = found!.naming.buckets[at]!.doc_count;
        extents.set(some[at]!, { first: first.value, last: last.value, request_lines });
      }
    }
    return extents;
  }
}

interface IdBucket {
  readonly doc_count: number;
  readonly first: { readonly value: number };
  readonly last: { readonly value: number };
}

const NAMING = ['log_ai.request_id', 'log_ai.request_ids'];

/** Lines whose request an id names. */
function namedBy(id: string): estypes.QueryDslQueryContainer {
  return anyOf(...NAMING.map((field) => ({ term: { [field]: id } })));
}

/** Lines in which an id stands, whatever it is called there. */
function standing(id: string): estypes.QueryDslQueryContainer {
  return anyOf(namedBy(id), { term: { 'log_ai.params': id } });
}
