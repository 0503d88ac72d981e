import type {
  EndpointAnswer,
  EndpointInput,
  EndpointName,
  LinesRequest,
  LinesResponse,
  SavedObjectsResponse,
} from '../../common/api.ts';
import {
  ENDPOINT_ADDRESSES,
  type EndpointAddress,
  type EndpointParts,
  LINES_PATH,
  pathOf,
  SAVED_OBJECTS_PATH,
} from '../../common/api/address.ts';
import { API_LIMITS } from '../../common/api/limits.ts';
import { excerptOf } from '../../common/excerpt.ts';
import { translate } from '../kibana/i18n.ts';

/** A refusal with its stable code, or `kibana_unreachable` or `http_<status>` where there is none. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** One call below the plugin's base path, as the page that the app runs in makes it. */
export type Fetch = (call: {
  readonly method: string;
  readonly address: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}) => Promise<unknown>;

/** The API as the app calls it. Every call rejects with {@link ApiError}, or with an `AbortError`. */
export interface ApiClient {
  call<N extends EndpointName>(
    name: N,
    input: EndpointInput<N>,
    signal?: AbortSignal,
  ): Promise<EndpointAnswer<N>>;
  /** The dashboards of this space: how they stand, into it, out of it. @param overwrite - Also what a user changed. */
  savedObjects(
    method: 'get' | 'post' | 'delete',
    options?: { readonly overwrite?: boolean; readonly signal?: AbortSignal | undefined },
  ): Promise<SavedObjectsResponse>;
  /** Log lines, read as the current user. */
  lines(request: LinesRequest, signal?: AbortSignal): Promise<LinesResponse>;
}

/** Browsers take them for a way up, percent-encoded too. No record is called so. */
const WAYS_UP: readonly string[] = ['.', '..'];

/** Whether it can be the id of nothing; an address with a longer one gets lost on its way. */
function isNoId(id: string): boolean {
  return WAYS_UP.includes(id) || id.length > API_LIMITS.id;
}

/** Answers are not validated again: Kibana's server half did, at its edge. */
export function createApiClient(fetch: Fetch): ApiClient {
  return {
    call: async <N extends EndpointName>(name: N, input: EndpointInput<N>, signal?: AbortSignal) => {
      const endpoint: EndpointAddress = ENDPOINT_ADDRESSES[name];
      const parts = input as EndpointParts;
      const { id, query, body } = parts;
      if (id !== undefined && isNoId(id))
        throw new ApiError(
          'not_found',
          translate('logAi.app.api.noSuchId', {
            defaultMessage: 'No results found for the ID {id}.',
            values: { id: excerptOf(id) },
          }),
        );
      const answer = await fetch({
        method: endpoint.method,
        address: pathOf(endpoint, parts),
        ...(query && { query }),
        ...(body !== undefined && { body }),
        ...(signal && { signal }),
      });
      return answer as EndpointAnswer<N>;
    },
    savedObjects: async (method, { overwrite = false, signal } = {}) => {
      const answer = await fetch({
        method,
        address: SAVED_OBJECTS_PATH,
        query: { overwrite },
        ...(signal && { signal }),
      });
      return answer as SavedObjectsResponse;
    },
    lines: async (request, signal) => {
      const answer = await fetch({
        method: 'post',
        address: LINES_PATH,
        body: request,
        ...(signal && { signal }),
      });
      return answer as LinesResponse;
    },
  };
}
