import type { estypes } from '@elastic/elasticsearch';
import type { CountSplit } from '../../../../../common/api.ts';
import { normalizeLevel } from '../../../../../common/level_spelling.ts';
import type { TimeRange } from '../../../ports/time.ts';
import type { CountFilter } from '../../../ports/records.ts';
import type { LineCount } from '../../../store/count_series.ts';
import { allOf, inRange, lyingIn } from '../search/queries.ts';
import { type CompositeBucket, compositePages, type Reading } from '../search/paging.ts';

/** Each page reads every count anew: few, large pages, below Elasticsearch's default of 65,536 buckets an answer. */
const BUCKETS_A_PAGE = 50_000;
const TEMPLATE = 'log_ai.template.id';
const SERVICE = 'service.name';
const LEVEL = 'log.level';
const OF_TEMPLATES = { exists: { field: TEMPLATE } };
const FIELDS: Readonly<Record<CountSplit, string>> = { template: TEMPLATE, service: SERVICE, level: LEVEL };

function timeSource(interval_ms: number) {
  return { time: { date_histogram: { field: '@timestamp', fixed_interval: `${interval_ms}ms` } } };
}

const SUM = { sum: { sum: { field: 'count' } } };

/** Sums of the documents of `log-ai-template-counts` by kind, and by interval where one is given. */
export async function sumCountDocuments(
  reading: Reading,
  query: CountFilter & { split: readonly CountSplit[]; interval_ms?: number },
): Promise<LineCount[]> {
  const { range, template_ids, services, level, split, interval_ms, data_streams } = query;
  const conditions: estypes.QueryDslQueryContainer[] = [
    inRange('@timestamp', range),
    OF_TEMPLATES,
    ...(template_ids ? [{ terms: { [TEMPLATE]: [...template_ids] } }] : []),
    ...(services ? [{ terms: { [SERVICE]: [...services] } }] : []),
    ...(level ? [{ term: { [LEVEL]: level } }] : []),
    ...lyingIn(data_streams),
  ];
  const sources = [
    ...split.map((kind) => ({ [kind]: { terms: { field: FIELDS[kind] } } })),
    ...(interval_ms === undefined ? [] : [timeSource(interval_ms)]),
  ];
  const pages = compositePages(reading, {
    query: allOf(...conditions),
    sources,
    page_size: BUCKETS_A_PAGE,
    aggs: SUM,
  });
  const sums: LineCount[] = [];
  for await (const buckets of pages) for (const bucket of buckets) sums.push(sumOf(bucket));
  return sums;
}

/** How many documents were counted, by what became of them. */
export async function sumByStatus(
  reading: Reading,
  { range, data_streams }: { range: TimeRange; data_streams: readonly string[] | undefined },
): Promise<Record<string, number>> {
  const pages = compositePages(reading, {
    query: allOf(inRange('@timestamp', range), ...lyingIn(data_streams)),
    sources: [{ status: { terms: { field: 'status' } } }],
    page_size: BUCKETS_A_PAGE,
    aggs: SUM,
  });
  const by_status: Record<string, number> = {};
  for await (const buckets of pages)
    for (const { key, sum } of buckets) by_status[String(key['status'])] = sum!.value;
  return by_status;
}

/** Begins of the intervals in which there are counts, milliseconds since the epoch. */
export async function intervalsWithCounts(
  reading: Reading,
  { range, interval_ms, data_streams }: Pick<CountFilter, 'range' | 'data_streams'> & { interval_ms: number },
): Promise<number[]> {
  const pages = compositePages(reading, {
    query: allOf(inRange('@timestamp', range), ...lyingIn(data_streams)),
    sources: [timeSource(interval_ms)],
    page_size: BUCKETS_A_PAGE,
  });
  const begins: number[] = [];
  for await (const buckets of pages) begins.push(...buckets.map(({ key }) => Number(key['time'])));
  return begins;
}

/** The data streams of what a service wrote, sorted. */
export async function streamsWithCounts(
  reading: Reading,
  { service, range }: { service: string; range: TimeRange },
): Promise<string[]> {
  const pages = compositePages(reading, {
    query: allOf(inRange('@timestamp', range), OF_TEMPLATES, { term: { [SERVICE]: service } }),
    sources: [{ data_stream: { terms: { field: 'data_stream' } } }],
    page_size: BUCKETS_A_PAGE,
  });
  const names: string[] = [];
  for await (const buckets of pages) names.push(...buckets.map(({ key }) => String(key['data_stream'])));
  return names;
}

function sumOf({ key, sum }: CompositeBucket): LineCount {
  const { template, service, level: spelling, time } = key;
  const level = normalizeLevel(String(spelling ?? ''));
  return {
    ...(template !== undefined && { template_id: String(template) }),
    ...(service !== undefined && { service: String(service) }),
    ...(level && { level }),
    ...(time !== undefined && { time: Number(time) }),
    count: sum!.value,
  };
}
