import {
  answerSchemaOf,
  API_BASE,
  ENDPOINTS,
  type EndpointAnswer,
  type EndpointContract,
  type EndpointName,
  ErrorBody,
} from '../../common/api.ts';
import { addressOf, type EndpointParts } from '../../common/api/address.ts';
import { LogAiError } from '../../common/errors.ts';

/** Where the service is, and how it is spoken to. */
export interface ServiceOptions {
  readonly url: string;
  readonly token?: string | undefined;
  readonly timeout_ms: number;
}

const WHERE = 'logAi.service.url in kibana.yml';

/** Speaks to the companion service over HTTP. */
export class ServiceClient {
  private readonly options: ServiceOptions;

  constructor(options: ServiceOptions) {
    this.options = options;
  }

  /**
   * @throws LogAiError with the service's own code where it refused; `service_unreachable` where nothing of Log AI
   * answers; `service_refused` where the token is wrong.
   */
  async call<N extends EndpointName>(
    name: N,
    input: EndpointParts,
    signal: AbortSignal,
  ): Promise<EndpointAnswer<N>> {
    const endpoint: EndpointContract = ENDPOINTS[name];
    const answer = await this.fetch(endpoint, input, signal);
    const content: unknown = await answer.json().catch(() => undefined);
    if (!answer.ok) throw refusalOf(answer.status, content);
    const parsed = answerSchemaOf(endpoint).safeParse(content);
    if (!parsed.success) {
      throw new LogAiError(
        'service_unreachable',
        `What answers is not this version of the service of Log AI: check ${WHERE}, and that plugin and service are of one version.`,
        { cause: parsed.error },
      );
    }
    return parsed.data as EndpointAnswer<N>;
  }

  private async fetch(
    endpoint: EndpointContract,
    input: EndpointParts,
    signal: AbortSignal,
  ): Promise<Response> {
    const { url, token, timeout_ms } = this.options;
    const timeout = AbortSignal.timeout(timeout_ms);
    try {
      return await fetch(`${url.replace(/\/+$/, '')}${API_BASE}${addressOf(endpoint, input)}`, {
        method: endpoint.method.toUpperCase(),
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(input.body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
        signal: anyOf(signal, timeout),
      });
    } catch (cause) {
      throw new LogAiError(
        'service_unreachable',
        timeout.aborted
          ? `The service of Log AI did not answer within ${timeout_ms / 1000} s: ask for less, or see its log.`
          : `The service of Log AI does not answer: start it with "log-ai serve", or check ${WHERE}.`,
        { cause },
      );
    }
  }
}

/** `AbortSignal.any`, which Kibana's Node 18 does not have yet. */
function anyOf(...signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort();
    else
      signal.addEventListener('abort', () => controller.abort(), { once: true, signal: controller.signal });
  }
  return controller.signal;
}

/** A 401 must not reach the browser: Kibana would take it for the end of the user's session. */
function refusalOf(status: number, content: unknown): LogAiError {
  const refusal = ErrorBody.safeParse(content).data?.error;
  if (refusal?.code === 'unauthorized') {
    return new LogAiError(
      'service_refused',
      'The service of Log AI refuses the token: set logAi.service.token in kibana.yml to its http.api_token.',
    );
  }
  if (refusal) return new LogAiError(refusal.code, refusal.message, { details: refusal.details ?? {} });
  return new LogAiError(
    'service_unreachable',
    `What answers is not the service of Log AI (status ${status}): check ${WHERE}.`,
    { details: { status } },
  );
}
