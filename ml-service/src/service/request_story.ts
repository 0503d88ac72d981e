import type { RequestLine, RequestStoryResponse } from '../../../common/api.ts';
import { type Caller, maySee } from '../../../common/api/caller.ts';
import { dataStreamOf } from '../../../common/data_streams.ts';
import type { RequestSampleDocument } from '../../../common/documents/request_sample_document.ts';
import type { Reference } from '../../../common/documents/reference.ts';
import { LogAiError } from '../../../common/errors.ts';
import { excerptOf } from '../../../common/excerpt.ts';
import { isFailure } from '../../../common/levels.ts';
import { DAY_MS, HOUR_MS } from '../../../common/minutes.ts';
import { type CourseLine, courseLineOf, inTimeOrder } from '../correlate/course/course_line.ts';
import { type ExplainedCourse, explainCourse } from '../correlate/course/explain_course.ts';
import { requestOfSample } from '../correlate/course/request_sample.ts';
import { isTimestamp } from '../correlate/request_assembler.ts';
import { RequestNames } from '../correlate/joining/request_names.ts';
import { refusalOf, REQUEST_BOUNDS, type RequestExtent } from '../correlate/request_bounds.ts';
import type { TimeRange } from '../ports/time.ts';
import type { MergedIds } from '../store/merged_ids.ts';
import type { ServiceParts } from './service_parts.ts';

/** Others that it is compared with: those of the day before it began, and of the hour after. */
const BEFORE_MS = DAY_MS;
const AFTER_MS = HOUR_MS;
/** So many say what is usual, and can be read while somebody waits. */
const MOST_OTHERS = 200;

type StoryParts = Pick<ServiceParts, 'logs' | 'templates' | 'courses' | 'records'>;

/** What a story is made with, and for whom. */
interface Asked {
  readonly parts: StoryParts;
  readonly caller: Caller;
  readonly signal?: AbortSignal | undefined;
}

/** A line of which it is known where it lies. */
type LyingLine = CourseLine & { readonly reference: Reference };

/**
 * One request, made of the lines that the caller may read: the others are not counted either.
 *
 * @throws LogAiError `not_found` where none of them carries the id.
 */
export async function requestStory(id: string, asked: Asked): Promise<RequestStoryResponse> {
  const { logs, templates } = asked.parts;
  const [[extent], merged] = await Promise.all([
    logs.measureRequests([id], undefined, asked.signal),
    templates.mergedIds(),
  ]);
  const names = new RequestNames();
  const lines = extent ? await readLines(extent, { merged, names }, asked) : [];
  const [first, last] = [lines[0], lines.at(-1)];
  if (!extent || !first || !last)
    throw new LogAiError('not_found', `No line carries the request id ${excerptOf(id)}.`);
  const refused = refusalOf({ ...extent, first: first.time, last: last.time });
  const isWhole = refused !== 'too_many_lines';
  const others = isWhole ? await readOthers({ id, entry: first }, merged, asked) : [];
  const request_ids = names.namesOf(id);
  const asOne = request_ids ?? [id];
  // A request that left a step out ended as others do, and is none to compare with.
  const anomaly_of = await asked.parts.records.anomaliesOfRequests(
    [...asOne, ...others.map(({ request_id }) => request_id)],
    asked.caller.data_streams,
  );
  const [anomaly_id] = asOne.flatMap((one) => anomaly_of.get(one) ?? []);
  const usual = others.filter(({ request_id }) => !anomaly_of.has(request_id));
  const course = explainCourse(
    lines,
    usual.map((sample) => requestOfSample(sample, (one) => merged.liveOf(one))),
  );
  const { outcome, ...story } = storyOf(course, usual.length);
  return {
    request_id: id,
    ...(request_ids && { request_ids }),
    ...(isWhole && { outcome: anomaly_id === undefined ? outcome : 'failed' }),
    ...(anomaly_id !== undefined && { anomaly_id }),
    ...story,
    ...(refused && { refused }),
  };
}

/** Lines whose time is one of these centuries, in time order. */
async function readLines(
  extent: RequestExtent,
  { merged, names }: { readonly merged: MergedIds; readonly names: RequestNames },
  { parts, caller, signal }: Asked,
): Promise<readonly LyingLine[]> {
  const { max_lines } = REQUEST_BOUNDS;
  const lines: LyingLine[] = [];
  const pages = parts.logs.requestEvents([extent.id], { range: rangeOf(extent), max_lines, signal });
  for await (const page of pages) {
    for (const event of page) {
      const { timestamp, reference } = event;
      if (!isTimestamp(timestamp) || !maySee(caller, [dataStreamOf(reference._index)])) continue;
      names.add(event);
      lines.push({ ...courseLineOf(event, (one) => merged.liveOf(one)), reference });
    }
  }
  return inTimeOrder(lines);
}

/** Requests that began as this one did and succeeded, the newest first. */
async function readOthers(
  { id, entry: { time, service, template_id } }: { readonly id: string; readonly entry: CourseLine },
  merged: MergedIds,
  { parts: { courses }, caller: { data_streams } }: Asked,
): Promise<readonly RequestSampleDocument[]> {
  // What it asked for is not known.
  if (template_id === undefined) return [];
  const samples = await courses.readSamples({
    range: { from: time - BEFORE_MS, to: time + AFTER_MS },
    size: MOST_OTHERS,
    path: { service, template_ids: merged.idsOf(template_id) },
    data_streams,
  });
  return samples.filter(({ request_id }) => request_id !== id);
}

/** All that there is; of too many lines, those of the last hour. */
function rangeOf(extent: RequestExtent): TimeRange {
  const [from, to] = [Math.floor(extent.first), Math.floor(extent.last) + 1];
  const earliest = refusalOf(extent) === 'too_many_lines' ? to - REQUEST_BOUNDS.max_span_ms : from;
  return { from: Math.max(from, earliest), to };
}

/** What is told of a course, with times as answers have them. */
function storyOf(
  course: ExplainedCourse,
  compared: number,
): Omit<RequestStoryResponse, 'request_id' | 'refused'> {
  const lines = course.lines.map((line, at) => lineOf(line as LyingLine, course.span_of[at]!));
  const { first_error, break_point } = course;
  return {
    start: lines[0]!['@timestamp'],
    end: lines.at(-1)!['@timestamp'],
    outcome: course.outcome,
    spans: course.spans.map(({ called, start, end, ...span }, at) => ({
      ...span,
      ...(called !== undefined && { called: isoOf(called) }),
      start: isoOf(start),
      end: isoOf(end),
      ...(course.retries[at] !== undefined && { retry: course.retries[at] }),
    })),
    gaps: course.gaps.map(({ position, ...gap }) => ({
      start: lines[position - 1]!['@timestamp'],
      end: lines[position]!['@timestamp'],
      ...gap,
    })),
    line_count: lines.length,
    error_count: lines.filter(({ level }) => isFailure(level)).length,
    ...(first_error !== undefined && { first_error: lines[first_error]! }),
    comparison: {
      requests: compared,
      ...(break_point && {
        break_point: {
          ...(break_point.position > 0 && { last_good: lines[break_point.position - 1]! }),
          ...(break_point.position < lines.length && { unusual: lines[break_point.position]! }),
          ...(break_point.missing && { missing: break_point.missing }),
        },
      }),
    },
    clock_skews: [...course.clock_skews],
    lines,
  };
}

function lineOf({ time, ...line }: LyingLine, span: number): RequestLine {
  return { '@timestamp': isoOf(time), ...line, span };
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
