import type { RequestLine, RequestStoryResponse } from '../../common/api.ts';
import type { Reference } from '../../common/documents/reference.ts';
import { levelGroupOf } from '../severity/level_groups.ts';
import type { UrlParams } from '../url/url_params.ts';
import { pageOf } from './list_state.ts';

/** Lines on a page: as many as are read at once. */
export const LINES_PER_PAGE = 50;

/** Which lines of a request are shown. */
export interface LinesState {
  readonly service?: string;
  readonly errors_only: boolean;
  /** From 0. */
  readonly page: number;
}

/** Reads the state of the lines of a link; a service that the request did not cross is none. */
export function linesStateOf(
  { service, level, page }: UrlParams,
  { hops }: Pick<RequestStoryResponse, 'hops'>,
): LinesState {
  return {
    ...(service !== undefined && hops.some((hop) => hop.service === service) && { service }),
    errors_only: level === 'error',
    page: pageOf(page),
  };
}

/** The lines that a filter lets through, in their order. */
export function filterLines(
  lines: readonly RequestLine[],
  { service, errors_only }: Pick<LinesState, 'service' | 'errors_only'>,
): RequestLine[] {
  return lines.filter(
    (line) =>
      (service === undefined || line.service === service) &&
      (!errors_only || levelGroupOf(line.level) === 'error'),
  );
}

/** What a reference is known by. */
export function referenceKey({ _index, _id }: Reference): string {
  return JSON.stringify([_index, _id]);
}

/**
 * Where the first error stands among lines; -1 where it is not among them. Records of old have no reference of it: then
 * it is the first failure of its service and moment.
 */
export function indexOfFirstError(
  lines: readonly RequestLine[],
  first_error: RequestStoryResponse['first_error'],
): number {
  if (!first_error) return -1;
  const { reference, service, '@timestamp': time } = first_error;
  if (reference) {
    const key = referenceKey(reference);
    return lines.findIndex((line) => referenceKey(line.reference) === key);
  }
  return lines.findIndex(
    (line) =>
      line.service === service &&
      levelGroupOf(line.level) === 'error' &&
      Date.parse(line['@timestamp']) === Date.parse(time),
  );
}
