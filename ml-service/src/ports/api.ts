import type { EndpointAnswer, EndpointName, EndpointRequest, ReadyResponse } from '../../../common/api.ts';

/** Who asks may go away before there is an answer. */
export interface Asking {
  readonly signal?: AbortSignal | undefined;
}

/** What the routes do their work with: a function for each endpoint. Each throws LogAiError; the app turns it into an answer. */
export type HttpServices = {
  readonly [N in EndpointName]: (request: EndpointRequest<N>, asking?: Asking) => Promise<EndpointAnswer<N>>;
} & {
  readonly readiness: () => Promise<ReadyResponse>;
};
