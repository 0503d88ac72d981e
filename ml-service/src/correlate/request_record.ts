import type { RequestDocument } from '../../../common/documents/request_document.ts';
import type { FailedRequest, FirstError, RequestStory } from './request_story.ts';

const NANOSECONDS_PER_MILLISECOND = 1e6;

/**
 * A failed request as it is indexed.
 *
 * @param created - When it was found, milliseconds since the epoch: the caller has the clock.
 */
export function requestDocumentOf({
  story,
  created,
}: {
  readonly story: FailedRequest;
  readonly created: number;
}): RequestDocument {
  const { start, end, hops, ...told } = storyRecordOf(story);
  return {
    '@timestamp': start,
    ...told,
    event: { start, end, duration: durationOf(story), created: isoOf(created) },
    services: hops.map(({ service }) => service),
    first_error: firstErrorOf(story.first_error),
    hops,
    ...(story.data_streams && { data_streams: [...story.data_streams] }),
  };
}

/** A request, failed or not, with times as documents and answers have them. */
export function storyRecordOf({
  request_id,
  start,
  end,
  hops,
  line_count,
  error_count,
  first_error,
}: RequestStory) {
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

function firstErrorOf({
  timestamp,
  service,
  template_id,
  reference,
}: FirstError): RequestDocument['first_error'] {
  return {
    '@timestamp': isoOf(timestamp),
    service,
    ...(template_id === undefined ? {} : { template_id }),
    ...(reference === undefined ? {} : { reference }),
  };
}

/** Nanoseconds. An id used again after more than 104 days has the longest duration that a `long` of JSON holds. */
function durationOf({ start, end }: RequestStory): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.round((end - start) * NANOSECONDS_PER_MILLISECOND));
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
