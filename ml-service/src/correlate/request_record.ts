import type { RequestDocument } from '../../../common/documents/request_document.ts';
import type { FirstError, RequestStory } from './request_story.ts';

const NANOSECONDS_PER_MILLISECOND = 1e6;

/** How a request went, beside its story. */
export type RequestVerdict = Pick<
  RequestDocument,
  'outcome' | 'is_interim' | 'path' | 'break_point' | 'anomaly_id'
>;

/** By which ids its lines name it. */
export function idsOfRequest({
  request_id,
  request_ids = [request_id],
}: Pick<RequestDocument, 'request_id' | 'request_ids'>): readonly string[] {
  return request_ids;
}

/**
 * A request that failed or was degraded as it is indexed.
 *
 * @param created - When it was found, milliseconds since the epoch: the caller has the clock.
 */
export function requestDocumentOf({
  story,
  created,
  outcome,
  is_interim,
  path,
  break_point,
  anomaly_id,
  request_ids,
}: RequestVerdict & {
  readonly story: RequestStory;
  readonly created: number;
  /** Where they are several. */
  readonly request_ids?: string[] | undefined;
}): RequestDocument {
  const { start, end, hops, ...told } = storyRecordOf(story);
  const { hosts, versions, data_streams } = story;
  return {
    '@timestamp': start,
    ...told,
    ...(request_ids && { request_ids }),
    ...(outcome && { outcome }),
    ...(is_interim && { is_interim }),
    ...(path && { path }),
    ...(break_point && { break_point }),
    ...(anomaly_id !== undefined && { anomaly_id }),
    event: { start, end, duration: durationOf(story), created: isoOf(created) },
    services: hops.map(({ service }) => service),
    hops,
    ...(hosts && { hosts: [...hosts] }),
    ...(versions && { versions: [...versions] }),
    ...(data_streams && { data_streams: [...data_streams] }),
  };
}

/**
 * Joins what is stored of a request with what was found now. More lines say more; with the same lines as before, how it went stays as it was
 * decided, unless that was for want of knowledge. What is part of an anomaly of sequences stays that, and failed.
 */
export function mergeRequest(stored: RequestDocument, ours: RequestDocument): RequestDocument {
  const merged = withMostLines(stored, ours);
  const anomaly_id = ours.anomaly_id ?? stored.anomaly_id;
  return anomaly_id === undefined ? merged : { ...merged, outcome: 'failed', anomaly_id };
}

function withMostLines(stored: RequestDocument, ours: RequestDocument): RequestDocument {
  if (stored.line_count > ours.line_count) return stored;
  const is_same = stored.line_count === ours.line_count && stored.error_count === ours.error_count;
  if (!is_same || stored.is_interim) return ours;
  const { outcome: _outcome, is_interim: _is_interim, break_point: _break_point, ...story } = ours;
  const { outcome, break_point } = stored;
  return { ...story, ...(outcome && { outcome }), ...(break_point && { break_point }) };
}

/** A request, failed or not, with times as documents and answers have them. */
function storyRecordOf({ request_id, start, end, hops, line_count, error_count, first_error }: RequestStory) {
  return {
    request_id,
    start: isoOf(start),
    end: isoOf(end),
    line_count,
    error_count,
    ...(first_error && { first_error: firstErrorOf(first_error) }),
    hops: hops.map((hop) => ({
      ...hop,
      start: isoOf(hop.start),
      end: isoOf(hop.end),
      template_ids: [...hop.template_ids],
    })),
  };
}

/** The first error of a request, as documents and answers have it. */
export function firstErrorOf({
  timestamp,
  service,
  template_id,
  reference,
}: FirstError): NonNullable<RequestDocument['first_error']> {
  return {
    '@timestamp': isoOf(timestamp),
    service,
    ...(template_id === undefined ? {} : { template_id }),
    ...(reference === undefined ? {} : { reference }),
  };
}

/** In nanoseconds. An id used again after more than 104 days has the longest duration that a `long` of JSON holds. */
export function durationOf({ start, end }: Pick<RequestStory, 'start' | 'end'>): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.round((end - start) * NANOSECONDS_PER_MILLISECOND));
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
