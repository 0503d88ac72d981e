import type { FailedRequest } from '../../common/api.ts';
import { REQUEST_OUTCOMES } from '../../common/choices.ts';
import { API_LIMITS } from '../../common/api/limits.ts';
import type { UrlParams, UrlPatch } from '../url/url_params.ts';

/** Where requests must have failed first to be shown. */
export interface FailureFilter {
  readonly service?: string;
  /** The template of the first error; `none`: it has none. */
  readonly template?: 'none' | { readonly id: string };
}

/** What requests can be sorted by. */
export const REQUEST_SORTS = ['start', 'duration'] as const;
export type RequestSort = (typeof REQUEST_SORTS)[number];

/** How a request in which something was wrong went. */
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

export interface ListState {
  readonly outcome: RequestOutcome;
  readonly filter: FailureFilter;
  readonly sort: RequestSort;
  readonly order: 'asc' | 'desc';
  /** From 0. */
  readonly page: number;
}

/** No id of a template: in a link it stands for errors that have none. */
const WITHOUT_TEMPLATE = '-';

function idOf(value: string | undefined): string | undefined {
  return value !== undefined && value.length <= API_LIMITS.id ? value : undefined;
}

/** The page of a link, which counts from 1; what is none is the first. */
export function pageOf(value: string | undefined): number {
  return value !== undefined && /^[1-9]\d{0,4}$/.test(value) ? Number(value) - 1 : 0;
}

/** Reads the state of the list of a link; what does not fit is left to the defaults. */
export function listStateOf({ outcome, service, type, sort, order, page }: UrlParams): ListState {
  const named = idOf(service);
  const template = idOf(type);
  return {
    // What failed comes first.
    outcome: REQUEST_OUTCOMES.find((one) => one === outcome) ?? 'failed',
    filter: {
      ...(named !== undefined && { service: named }),
      ...(template !== undefined && {
        template: template === WITHOUT_TEMPLATE ? 'none' : { id: template },
      }),
    },
    sort: REQUEST_SORTS.find((one) => one === sort) ?? 'start',
    order: order === 'asc' ? 'asc' : 'desc',
    page: pageOf(page),
  };
}

/** What a filter is in a link. Another filter begins at the first page. */
export function filterPatch({ service, template }: FailureFilter): UrlPatch {
  return {
    service,
    type: template === 'none' ? WITHOUT_TEMPLATE : template?.id,
    page: undefined,
  };
}

/** A row of the table, with what it is sorted by. */
export interface RequestRow {
  readonly request_id: string;
  readonly start: string;
  /** Milliseconds. */
  readonly duration: number;
  readonly request: FailedRequest;
}

/** Rows in the order that the table shows them; requests that are equal in it, newest first. */
export function sortedRows(
  requests: readonly FailedRequest[],
  { sort, order }: Pick<ListState, 'sort' | 'order'>,
): RequestRow[] {
  const sign = order === 'asc' ? 1 : -1;
  return requests
    .map((request) => ({
      request_id: request.request_id,
      start: request.event.start,
      duration: Date.parse(request.event.end) - Date.parse(request.event.start),
      request,
    }))
    .sort(
      (a, b) =>
        sign * (sort === 'duration' ? a.duration - b.duration : Date.parse(a.start) - Date.parse(b.start)) ||
        Date.parse(b.start) - Date.parse(a.start),
    );
}
