import {
  MOST_SAMPLE_STEPS,
  type RequestSampleDocument,
  type SampleStep,
} from '../../../../common/documents/request_sample_document.ts';
import { compareText } from '../../../../common/compare_text.ts';
import { murmur3 } from '../../../../common/murmur3.ts';
import type { RequestStory } from '../request_story.ts';
import type { CourseLine } from './course_line.ts';
import type { CourseVerdict } from './known_courses.ts';
import { pathKeyOf } from './outcome.ts';
import { lastWordOf, type PastRequest, wholeRequest } from './past_request.ts';

/**
 * A request without an error as it is kept.
 *
 * @param request.lines - In time order.
 */
export function sampleOf({
  story,
  lines,
  verdict,
}: {
  readonly story: RequestStory;
  readonly lines: readonly CourseLine[];
  readonly verdict: CourseVerdict;
}): RequestSampleDocument {
  const { request_id, start, end, line_count, data_streams = [] } = story;
  const { outcome, path } = verdict;
  const stepOf = ({ time, service, template_id, level }: CourseLine): SampleStep => ({
    offset_ms: time - start,
    service,
    ...(template_id !== undefined && { template_id }),
    ...(level && { level }),
  });
  return {
    '@timestamp': isoOf(start),
    request_id,
    outcome: outcome === 'failed' ? 'failed' : 'succeeded',
    event: { start: isoOf(start), end: isoOf(end) },
    path,
    line_count,
    steps: lines.slice(0, MOST_SAMPLE_STEPS).map(stepOf),
    ...(lines.length > MOST_SAMPLE_STEPS && { last_word: stepOf(lastWordOf(lines)!) }),
    data_streams: [...data_streams],
  };
}

/**
 * The request that a sample holds.
 *
 * @param liveOf - The live id of a template: it may have been merged since.
 */
export function requestOfSample(
  {
    event,
    steps,
    line_count,
    last_word,
  }: Pick<RequestSampleDocument, 'event' | 'steps' | 'line_count' | 'last_word'>,
  liveOf: (template_id: string) => string,
): PastRequest {
  const start = Date.parse(event.start);
  const lineOf = ({ offset_ms, service, template_id, level }: SampleStep): CourseLine => ({
    time: start + offset_ms,
    service,
    ...(template_id !== undefined && { template_id: liveOf(template_id) }),
    ...(level && { level }),
  });
  const lines = steps.map(lineOf);
  if (steps.length === line_count) return wholeRequest(lines);
  return { lines, ...(last_word && { last_word: lineOf(last_word) }) };
}

/**
 * Some of these requests, of each path as many as of any other, as far as there are: always the same ones, in whatever order they come.
 *
 * @param most - How many.
 */
export function drawSamples<T extends Pick<RequestSampleDocument, 'request_id' | 'path'>>(
  requests: readonly T[],
  most: number,
): readonly T[] {
  const hashed = requests
    .map((request) => ({ request, hash: murmur3(request.request_id) }))
    .sort((a, b) => compareText(a.hash, b.hash) || compareText(a.request.request_id, b.request.request_id));
  const drawn = new Map<string, number>();
  return hashed
    .map(({ request, hash }) => {
      const path = pathKeyOf([request.path]);
      const rank = drawn.get(path) ?? 0;
      drawn.set(path, rank + 1);
      return { request, hash, rank };
    })
    .sort((a, b) => a.rank - b.rank || compareText(a.hash, b.hash))
    .slice(0, most)
    .map(({ request }) => request);
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
