import type { Caller } from '../../../common/api/caller.ts';
import type { EndpointAnswer, EndpointName, EndpointRequest, ReadyResponse } from '../../../common/api.ts';

/**
 * What the routes do their work with: a function for each endpoint. Each throws LogAiError; the app turns it into an answer.
 * Without a caller it is an operator who asks.
 */
export type HttpServices = {
  readonly [N in EndpointName]: (request: EndpointRequest<N>, caller?: Caller) => Promise<EndpointAnswer<N>>;
} & {
  readonly readiness: () => Promise<ReadyResponse>;
};
