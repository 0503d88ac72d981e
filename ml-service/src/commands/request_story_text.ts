import type { RequestLine, RequestSpan, RequestStoryResponse } from '../../../common/api.ts';
import { excerptOf } from '../../../common/excerpt.ts';
import {
  countOf,
  formatCount,
  formatDuration,
  formatOffset,
  formatTimeRange,
} from '../../../common/format_quantity.ts';
import { inTreeOrder } from '../../../common/span_tree.ts';
import { REQUEST_BOUNDS } from '../correlate/request_bounds.ts';

/** Calls that are shown one by one. */
const MOST_SPANS = 100;

/** The text of a template; undefined where it is not known. */
type TextOf = (template_id: string | undefined) => string | undefined;

/**
 * A request, line by line: how it went, its calls as a tree, where it broke and how others go on there.
 *
 * @param options.with_lines - Its lines, too, by the texts of their templates.
 */
export function describeRequest(
  story: RequestStoryResponse,
  { textOf, with_lines }: { readonly textOf: TextOf; readonly with_lines: boolean },
): string[] {
  const {
    request_id,
    request_ids = [],
    outcome,
    start,
    end,
    spans,
    line_count,
    error_count,
    lines,
    first_error,
    anomaly_id,
  } = story;
  const services = new Set(spans.map(({ service }) => service));
  const counts = [
    formatDuration(Date.parse(end) - Date.parse(start)),
    countOf(services.size, 'service'),
    countOf(line_count, 'line'),
    ...(error_count > 0 ? [countOf(error_count, 'error')] : []),
  ];
  return [
    `${excerptOf(request_id)}  ${outcome ?? 'outcome unknown'}`,
    `${formatTimeRange(start, end)}, ${counts.join(', ')}`,
    ...(request_ids.length > 0 ? [`Joined by ${request_ids.map((id) => excerptOf(id)).join(', ')}`] : []),
    ...refusalLines(story),
    '',
    ...treeLines(story),
    ...gapLines(story),
    ...(first_error ? ['', `First error  ${stepText(first_error, { start, textOf })}`] : []),
    ...(anomaly_id === undefined ? [] : ['', `Its steps are part of the anomaly ${anomaly_id}`]),
    '',
    ...comparisonLines(story, textOf),
    ...skewLines(story),
    ...(with_lines ? ['', ...lines.map((line) => lineText(line, { start, textOf }))] : []),
  ];
}

function refusalLines({ refused, end, start }: RequestStoryResponse): string[] {
  switch (refused) {
    case undefined:
      return [];
    case 'too_many_lines':
      return [
        `Too many lines have this id for one of a request: those of its last hour are here, at most ${formatCount(REQUEST_BOUNDS.max_lines)}.`,
      ];
    case 'too_long':
      return [
        `Its lines span ${formatDuration(Date.parse(end) - Date.parse(start))}: the id is used again, or it is not that of a request.`,
      ];
  }
}

function treeLines({ spans, start, first_error }: RequestStoryResponse): string[] {
  const rows = inTreeOrder(spans).map(({ index, depth }) => {
    const span = spans[index]!;
    const cross = first_error?.span === index ? ' ✗' : '';
    const retry = span.retry === undefined ? '' : ` (retry ${span.retry})`;
    return { name: `${'  '.repeat(depth)}${span.service}${cross}${retry}`, span };
  });
  const shown = rows.slice(0, MOST_SPANS);
  const width = Math.max(...shown.map(({ name }) => name.length));
  return [
    ...shown.map(({ name, span }) => `${name.padEnd(width)}  ${spanText(span, start)}`),
    ...(rows.length > shown.length ? [`… and ${countOf(rows.length - shown.length, 'more call')}`] : []),
  ];
}

function spanText({ start, end, line_count, error_count }: RequestSpan, since: string): string {
  const offset = formatOffset(Date.parse(start) - Date.parse(since));
  const duration = formatDuration(Date.parse(end) - Date.parse(start));
  const errors = error_count > 0 ? `, ${countOf(error_count, 'error')}` : '';
  return `${offset.padEnd(11)} ${duration.padStart(7)}  ${countOf(line_count, 'line')}${errors}`;
}

function gapLines({ gaps, start: since }: RequestStoryResponse): string[] {
  return gaps.map(({ start, end, usual_ms, times }) => {
    const usual =
      times === 0
        ? `between other lines of it usually ${formatDuration(usual_ms)}`
        : `between these two lines at most ${formatDuration(usual_ms)} in ${countOf(times, 'case')}`;
    const wait = formatDuration(Date.parse(end) - Date.parse(start));
    return `Gap: no lines for ${wait} from ${formatOffset(Date.parse(start) - Date.parse(since))}; ${usual}`;
  });
}

function comparisonLines(
  { comparison: { requests, break_point }, outcome, start }: RequestStoryResponse,
  textOf: TextOf,
): string[] {
  if (outcome === undefined) return [];
  if (requests === 0)
    return ['Nothing to compare with: no request that began with the same line and succeeded is known.'];
  const compared = `Compared with ${countOf(requests, 'request')} that began with the same line and succeeded`;
  if (!break_point) return [`${compared}: it took the same steps.`];
  const { last_good, missing, unusual } = break_point;
  const how = { start, textOf };
  return [
    `${compared}:`,
    ...(last_good ? [`  last good step  ${stepText(last_good, how)}`] : []),
    ...(missing ? [`  missing step    ${stepText(missing, how)}`] : []),
    `  ${missing ? 'came instead' : 'unusual step'}    ${unusual ? stepText(unusual, how) : 'no more lines'}`,
  ];
}

function skewLines({ clock_skews }: RequestStoryResponse): string[] {
  return clock_skews.map(({ caller, callee, ahead_ms, requests }) => {
    const distance = formatDuration(Math.abs(ahead_ms));
    const all = `in nearly all of ${countOf(requests, 'request')}`;
    return ahead_ms > 0
      ? `Times do not fit: ${callee} ends ${distance} or more after its caller ${caller} ${all}: its clock is ahead, or it goes on after it has answered`
      : `Times do not fit: ${callee} begins ${distance} or more before its caller ${caller} ${all}: its clock is behind`;
  });
}

interface StepContext {
  readonly start: string;
  readonly textOf: TextOf;
}

/** Which service wrote what, and when where it did. */
function stepText(
  { service, template_id, '@timestamp': time }: Partial<RequestLine> & Pick<RequestLine, 'service'>,
  { start, textOf }: StepContext,
): string {
  const text = textOf(template_id) ?? template_id;
  const at = time === undefined ? '' : `  ${formatOffset(Date.parse(time) - Date.parse(start))}`;
  return `${service}${text === undefined ? ' line without a template' : ` "${excerptOf(text)}"`}${at}`;
}

function lineText(
  { '@timestamp': time, service, level, template_id }: RequestLine,
  { start, textOf }: StepContext,
): string {
  const offset = formatOffset(Date.parse(time) - Date.parse(start));
  const text = textOf(template_id) ?? template_id ?? '';
  return `${offset.padEnd(11)}  ${(level ?? '').padEnd(8)}  ${service.padEnd(16)}  ${excerptOf(text)}`;
}
