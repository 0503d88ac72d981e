import type * as z from 'zod';
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
import { readerOf } from '../../common/api/reader_of.ts';
import { type Caller, headersOf, OPERATOR } from '../../common/api/caller.ts';
import { ERROR_CODES, type ErrorCode, LogAiError } from '../../common/errors.ts';
import { translate } from '../kibana/i18n.ts';

/** Where the service is, and how it is spoken to. */
export interface ServiceOptions {
  readonly url: string;
  readonly token?: string | undefined;
  readonly timeout_ms: number;
  /** Called where nothing answers. */
  readonly onUnreachable?: () => void;
}

/** Who only wants to know whether it answers does not wait longer. */
const PING_TIMEOUT_MS = 5000;

const readers = new Map<EndpointName, z.ZodType>();

/** A service may be newer than its plugin: what it says more is passed over. */
function answerReaderOf(name: EndpointName): z.ZodType {
  let reader = readers.get(name);
  if (!reader) {
    reader = readerOf<z.ZodType>(answerSchemaOf(ENDPOINTS[name]), { unknown_keys: 'strip' });
    readers.set(name, reader);
  }
  return reader;
}

const RefusalReader = readerOf(ErrorBody, { unknown_keys: 'strip' });

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
    { signal, caller = OPERATOR }: { readonly signal: AbortSignal; readonly caller?: Caller },
  ): Promise<EndpointAnswer<N>> {
    const endpoint: EndpointContract = ENDPOINTS[name];
    const answer = await this.fetch({ endpoint, input, signal, caller });
    const content: unknown = await answer.json().catch(() => undefined);
    if (!answer.ok) throw refusalOf(answer.status, content);
    const parsed = answerReaderOf(name).safeParse(content);
    if (!parsed.success) {
      throw new LogAiError(
        'service_unreachable',
        translate('logAi.server.service.otherVersion', {
          defaultMessage:
            'The Log AI service has another version: check logAi.service.url in kibana.yml, and use the same version of plugin and service.',
        }),
        { cause: parsed.error },
      );
    }
    return parsed.data as EndpointAnswer<N>;
  }

  private async fetch(call: {
    readonly endpoint: EndpointContract;
    readonly input: EndpointParts;
    readonly signal: AbortSignal;
    readonly caller: Caller;
  }): Promise<Response> {
    const { endpoint, input, signal, caller } = call;
    const { url, token, timeout_ms } = this.options;
    const timeout = AbortSignal.timeout(timeout_ms);
    const ask = () =>
      fetch(`${url.replace(/\/+$/, '')}${API_BASE}${addressOf(endpoint, input)}`, {
        method: endpoint.method.toUpperCase(),
        headers: {
          ...headersOf(caller),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(input.body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
        signal: anyOf(signal, timeout),
      });
    try {
      return await ask().catch((cause: unknown) => {
        if (endpoint.method !== 'get' || !isHungUp(cause)) throw cause;
        // The service ended a connection that was idle just when it was used again (RFC 9112, 9.3.1).
        return ask();
      });
    } catch (cause) {
      if (!signal.aborted) this.options.onUnreachable?.();
      if (!timeout.aborted) throw silence(cause);
      throw new LogAiError(
        'service_unreachable',
        translate('logAi.server.service.timeout', {
          defaultMessage:
            'The Log AI service did not respond within {seconds} s: narrow the time range, or see the log of the service.',
          values: { seconds: timeout_ms / 1000 },
        }),
        { cause },
      );
    }
  }

  /** @throws LogAiError `service_unreachable` where the service does not say that it lives. */
  async ping(): Promise<void> {
    const url = `${this.options.url.replace(/\/+$/, '')}/health/live`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(PING_TIMEOUT_MS) }).catch(
      (cause: unknown) => {
        throw silence(cause);
      },
    );
    if (!answer.ok) throw refusalOf(answer.status, undefined);
  }
}

function silence(cause: unknown): LogAiError {
  return new LogAiError(
    'service_unreachable',
    translate('logAi.server.service.silent', {
      defaultMessage:
        'The Log AI service is not responding: start it with "log-ai serve", or check logAi.service.url in kibana.yml.',
    }),
    { cause },
  );
}

function isHungUp(error: unknown): boolean {
  const { code } = ((error as Error).cause ?? {}) as { code?: string };
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
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
  const refusal = RefusalReader.safeParse(content).data?.error;
  if (refusal?.code === 'unauthorized') {
    return new LogAiError(
      'service_refused',
      translate('logAi.server.service.refused', {
        defaultMessage:
          'The Log AI service rejected the token: set logAi.service.token in kibana.yml to the http.api_token of the service.',
      }),
    );
  }
  if (refusal) {
    const { code, message, details = {} } = refusal;
    if (Object.hasOwn(ERROR_CODES, code)) return new LogAiError(code, message, { details });
    // Of a newer service: its sentence says what to do.
    return new LogAiError(codeOfStatus(status), message, { details: { ...details, code } });
  }
  return new LogAiError(
    'service_unreachable',
    translate('logAi.server.service.other', {
      defaultMessage:
        'The response is not from the Log AI service (status {status}): check logAi.service.url in kibana.yml.',
      values: { status },
    }),
    { details: { status } },
  );
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 404) return 'not_found';
  if (status === 409) return 'conflict';
  return status < 500 ? 'request_invalid' : 'internal';
}
