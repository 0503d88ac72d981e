import type { RequestLine, RequestStoryResponse } from '../../common/api.ts';
import type { Reference } from '../../common/documents/reference.ts';
import { levelGroupOf } from '../severity/level_groups.ts';
import type { UrlParams } from '../url/url_params.ts';
import { pageOf } from './list_state.ts';

/** Lines on a page: as many as are read at once. */
export const LINES_PER_PAGE = 100;

/** Which lines of a request are shown. */
export interface LinesState {
  readonly service?: string;
  /** Index of a span. */
  readonly span?: number;
  readonly errors_only: boolean;
  /** From 0. */
  readonly page: number;
}

/** Reads the state of the lines of a link; a service that the request did not cross is none, nor is a span that it has not. */
export function linesStateOf(
  { service, span, level, page }: UrlParams,
  { spans }: Pick<RequestStoryResponse, 'spans'>,
): LinesState {
  const index = span !== undefined && /^\d{1,5}$/.test(span) && Number(span) < spans.length;
  return {
    ...(service !== undefined && spans.some((one) => one.service === service) && { service }),
    ...(index && { span: Number(span) }),
    errors_only: level === 'error',
    page: pageOf(page),
  };
}

/** The services that a request crossed, in the order of their first lines. */
export function servicesOf({ spans }: Pick<RequestStoryResponse, 'spans'>): readonly string[] {
  return [...new Set(spans.map(({ service }) => service))];
}

/** The lines that a filter lets through, in their order. */
export function filterLines(
  lines: readonly RequestLine[],
  { service, span, errors_only }: Pick<LinesState, 'service' | 'span' | 'errors_only'>,
): RequestLine[] {
  return lines.filter(
    (line) =>
      (service === undefined || line.service === service) &&
      (span === undefined || line.span === span) &&
      (!errors_only || levelGroupOf(line.level) === 'error'),
  );
}

/** What a reference is known by. */
export function referenceKey({ _index, _id }: Reference): string {
  return JSON.stringify([_index, _id]);
}

/** Where a line stands among lines; -1 where it is not among them. */
export function indexOfLine(lines: readonly RequestLine[], line: RequestLine | undefined): number {
  if (!line) return -1;
  const key = referenceKey(line.reference);
  return lines.findIndex(({ reference }) => referenceKey(reference) === key);
}
