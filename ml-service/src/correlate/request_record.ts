import type { RequestDocument } from '../../../common/documents/request_document.ts';
import type { FailedRequest } from './request_story.ts';

const NANOSECONDS_PER_MILLISECOND = 1e6;

/**
 * A failed request as it is indexed; `request_id` is its `_id`.
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
  const { request_id, hops, line_count, error_count, first_error } = story;
  const { template_id, reference } = first_error;
  return {
    '@timestamp': isoOf(story.start),
    request_id,
    event: {
      start: isoOf(story.start),
      end: isoOf(story.end),
      duration: durationOf(story),
      created: isoOf(created),
    },
    services: hops.map(({ service }) => service),
    line_count,
    error_count,
    first_error: {
      '@timestamp': isoOf(first_error.timestamp),
      service: first_error.service,
      ...(template_id === undefined ? {} : { template_id }),
      ...(reference === undefined ? {} : { reference }),
    },
    hops: hops.map(({ start, end, template_ids, ...hop }) => ({
      ...hop,
      start: isoOf(start),
      end: isoOf(end),
      template_ids: [...template_ids],
    })),
  };
}

/** Nanoseconds. An id used again after more than 104 days has the longest duration that a `long` of JSON holds. */
function durationOf({ start, end }: FailedRequest): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.round((end - start) * NANOSECONDS_PER_MILLISECOND));
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
