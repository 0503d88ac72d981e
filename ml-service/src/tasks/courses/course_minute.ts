import { compareText } from '../../../../common/compare_text.ts';
import type { EdgeDocument } from '../../../../common/documents/edge_document.ts';
import type { RequestDocument } from '../../../../common/documents/request_document.ts';
import type { RequestSampleDocument } from '../../../../common/documents/request_sample_document.ts';
import { MINUTE_MS, timeOfMinute } from '../../../../common/minutes.ts';
import { courseLineOf } from '../../correlate/course/course_line.ts';
import { type Edge, EdgeTally } from '../../correlate/course/edges.ts';
import type { KnownCourses } from '../../correlate/course/known_courses.ts';
import { pathOf } from '../../correlate/course/outcome.ts';
import { drawSamples, sampleOf } from '../../correlate/course/request_sample.ts';
import { RequestAssembler } from '../../correlate/request_assembler.ts';
import type { RefusedId, RequestSettings } from '../../correlate/request_bounds.ts';
import { requestDocumentOf } from '../../correlate/request_record.ts';
import type { RequestEvent } from '../../ports/logs.ts';
import { readRequests, type RequestReading } from './read_requests.ts';

/** So far before the minute and after it the lines of its requests are looked for. */
export const LONGEST_REQUEST_MS = 10 * MINUTE_MS;

/** What the requests of a minute say. */
export interface CourseMinute {
  /** Calls that began in it. */
  readonly edges: readonly EdgeDocument[];
  /** Of those that ended in it without an error, some. */
  readonly samples: readonly RequestSampleDocument[];
  /** Of those that ended in it without an error, those that stopped where others go on. */
  readonly stopped: readonly RequestDocument[];
  readonly refused: readonly RefusedId[];
}

/**
 * Reads a minute of requests. It says the same whenever it is read, unless lines have come since.
 *
 * @param options.minute - Since the epoch.
 * @param options.until - What was written before is there, milliseconds since the epoch.
 * @param options.known - How requests usually go.
 * @param options.liveOf - The live id of a template.
 */
export async function readCourseMinute(options: {
  readonly logs: RequestReading;
  readonly minute: number;
  readonly until: number;
  readonly share: number;
  readonly settings: RequestSettings;
  readonly known: KnownCourses;
  readonly liveOf: (template_id: string) => string;
  readonly passed_over: ReadonlySet<string>;
  readonly now: number;
}): Promise<CourseMinute> {
  const { logs, minute, until, share, settings, known, liveOf, passed_over, now } = options;
  const range = { from: timeOfMinute(minute), to: timeOfMinute(minute + 1) };
  const around = {
    from: range.from - LONGEST_REQUEST_MS,
    to: Math.max(range.to, Math.min(until, range.to + LONGEST_REQUEST_MS)),
  };
  const tallies = new Map<string, EdgeTally>();
  const samples: RequestSampleDocument[] = [];
  const stopped: RequestDocument[] = [];
  const refused: RefusedId[] = [];
  for await (const read of readRequests({ logs, range, around, share, passed_over })) {
    refused.push(...read.refused);
    for (const events of read.groups.flatMap((group) => requestsOf(group))) {
      const assembler = new RequestAssembler();
      for (const event of events) assembler.add(event);
      const story = assembler.storyOf(events[0].request_id);
      if (!story) continue;
      const course = known.read(events.map((event) => courseLineOf(event, liveOf)));
      const streams = JSON.stringify(story.data_streams ?? []);
      let tally = tallies.get(streams);
      if (!tally) tallies.set(streams, (tally = new EdgeTally()));
      tally.add(course, range);
      const ended = story.end >= range.from && story.end < range.to;
      // Of one that began before nobody knows how.
      const is_whole = story.start >= around.from + settings.timeout_seconds * 1000;
      if (story.error_count > 0 || !ended || !is_whole) continue;
      const verdict = known.judge(course);
      samples.push(sampleOf({ story, lines: course.lines, verdict }));
      if (verdict.outcome !== 'failed') continue;
      // Where it stopped, if nothing else is known.
      const { path, break_point = pathOf(course.lines.slice(-1)) } = verdict;
      stopped.push(requestDocumentOf({ story, outcome: 'failed', path, break_point, created: now }));
    }
  }
  return {
    edges: [...tallies].flatMap(([streams, tally]) =>
      tally.edges().map((edge) => edgeDocumentOf(edge, { minute, share, streams })),
    ),
    samples: drawSamples(samples, settings.samples_a_minute),
    stopped: stopped.sort((a, b) => compareText(a.request_id, b.request_id)),
    refused,
  };
}

/** Parts lines into those of each request. */
function requestsOf(lines: readonly RequestEvent[]): readonly (readonly [RequestEvent, ...RequestEvent[]])[] {
  const timed = lines.filter(({ timestamp }) => Number.isFinite(timestamp));
  return [...Map.groupBy(timed, ({ request_id }) => request_id).values()] as [
    RequestEvent,
    ...RequestEvent[],
  ][];
}

function edgeDocumentOf(
  { calls, failures, retries, latency_sum, latency_max, ...ends }: Edge,
  { minute, share, streams }: { readonly minute: number; readonly share: number; readonly streams: string },
): EdgeDocument {
  return {
    '@timestamp': new Date(timeOfMinute(minute)).toISOString(),
    ...ends,
    calls: Math.round(calls / share),
    failures: Math.round(failures / share),
    retries: Math.round(retries / share),
    latency_ms: { sum: latency_sum / share, max: latency_max },
    share,
    data_streams: JSON.parse(streams) as string[],
  };
}
