import type { estypes } from '@elastic/elasticsearch';
import type { ExceptedLogs, StaleLabels } from '../../../ports/logs.ts';
import type { TimeRange } from '../../../ports/time.ts';
import type { MinuteWindow } from '../../../store/minute_windows.ts';
import { timeOfMinute } from '../../../../../common/minutes.ts';

type Query = estypes.QueryDslQueryContainer;

/** Documents whose `field` lies in the half-open range. */
export function inRange(
  field: '@timestamp' | 'log_ai.ingested' | 'event.start' | 'event.end' | 'first_error.@timestamp',
  range: TimeRange,
): Query {
  return { range: { [field]: { gte: range.from, lt: range.to, format: 'epoch_millis' } } };
}

/** Documents without a field. */
export function lacking(field: string): Query {
  return { bool: { must_not: { exists: { field } } } };
}

/** Documents of whole minutes by `@timestamp`. */
export function inMinutes({ first, last }: MinuteWindow): Query {
  return inRange('@timestamp', { from: timeOfMinute(first), to: timeOfMinute(last + 1) });
}

/** Documents that never went through the pipeline. */
export const UNLABELLED: Query = lacking('log_ai.parse.status');

/** Documents of templates that were edited since they were labelled. */
export function staleDocuments({ template_ids, before_generation }: StaleLabels): Query {
  return allOf(
    { terms: { 'log_ai.template.id': [...template_ids] } },
    { range: { 'log_ai.generation': { lt: before_generation } } },
  );
}

/** Some indices keep nanoseconds: compared as they are, these would come after everything else. */
export function byTime(field: '@timestamp' | 'log_ai.ingested', order: 'asc' | 'desc') {
  return { [field]: { order, unmapped_type: 'date' as const, numeric_type: 'date' as const } };
}

export const UNKNOWN: Query = { term: { 'log_ai.parse.status': 'unknown' } };
/** Documents that no stream counts. */
export const OF_CLUSTER: Query = { bool: { must_not: { prefix: { 'log_ai.counted_by': 'stream:' } } } };
/** Lines with which a request has failed: see `severity_rule.ts`. */
export const FAILED: Query = {
  bool: {
    filter: [{ exists: { field: 'log_ai.request_id' } }, { term: { 'log_ai.severity.is_failure': true } }],
  },
};

export const OF_REQUESTS: Query = { exists: { field: 'log_ai.request_id' } };

/** Lines of a template that name no request. */
export const UNNAMED: Query = {
  bool: { filter: [{ exists: { field: 'log_ai.template.id' } }], must_not: [OF_REQUESTS] },
};

/** Requests that failed: those of an older version say nothing of it. */
export const NOT_DEGRADED: Query = { bool: { must_not: { term: { outcome: 'degraded' } } } };

/** Parts of which a share of ids is made. */
const PARTS = 4096;

/** Lines of a share of all request ids: the same ids whoever asks. The hash is Java's, its bits mixed as Knuth has it. */
export function ofShare(share: number): Query[] {
  if (share >= 1) return [];
  const source = `((doc['log_ai.request_id'].value.hashCode() * -1640531535) >>> ${32 - Math.log2(PARTS)}) < params.parts`;
  return [{ script: { script: { source, params: { parts: Math.max(1, Math.round(share * PARTS)) } } } }];
}

/**
 * A share of lines: of those of requests as {@link ofShare}, of others by the number under which each was indexed. As these go up one
 * by one, what is drawn is spread evenly over all of them.
 */
export function ofLines(share: number): Query[] {
  if (share >= 1) return [];
  const source = `def ids = doc.containsKey('log_ai.request_id') ? doc['log_ai.request_id'] : null;
int hash = ids != null && ids.size() > 0 ? ids.value.hashCode() : (int) doc['_seq_no'].value;
return ((hash * -1640531535) >>> ${32 - Math.log2(PARTS)}) < params.parts;`;
  return [{ script: { script: { source, params: { parts: Math.max(1, Math.round(share * PARTS)) } } } }];
}

/** As many as there are: `terms_set` wants to know how many of a record's data streams must be among those given. */
const ALL_OF_THEM = "Math.max(1, doc['data_streams'].size())";

/**
 * Records that come from these data streams and from nothing else; those that do not say where they come from are none of
 * them. Undefined asks for no condition.
 */
export function comingFrom(data_streams: readonly string[] | undefined): Query[] {
  if (data_streams === undefined) return [];
  if (data_streams.length === 0) return [{ match_none: {} }];
  return [
    {
      terms_set: {
        data_streams: { terms: [...data_streams], minimum_should_match_script: { source: ALL_OF_THEM } },
      },
    },
  ];
}

/** Counts of lines that lie in one of these data streams; undefined asks for no condition. */
export function lyingIn(data_streams: readonly string[] | undefined): Query[] {
  return data_streams === undefined ? [] : [{ terms: { data_stream: [...data_streams] } }];
}

export function anyOf(...should: readonly Query[]): Query {
  return { bool: { should: [...should], minimum_should_match: 1 } };
}

/** Documents that meet all conditions; no score is computed. */
export function allOf(...filter: readonly Query[]): Query {
  return { bool: { filter: [...filter] } };
}

/** Documents that are not among these. */
export function noneOf({ indices, documents }: ExceptedLogs): Query {
  return {
    bool: {
      must_not: [
        ...(indices.length > 0 ? [{ terms: { _index: [...indices] } }] : []),
        ...documents.map(({ index, ids }) =>
          allOf({ term: { _index: index } }, { ids: { values: [...ids] } }),
        ),
      ],
    },
  };
}
