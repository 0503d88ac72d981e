import { errors } from '@elastic/elasticsearch';
import { LogAiError, messageOf } from '../../../../../common/errors.ts';
import { PIPELINE_NAME } from '../../../../../common/indices.ts';

/** Overload and restarts. */
const PASSING_STATUSES = new Set([429, 502, 503, 504]);
const CERTIFICATE = /certificate|CERT_|ERR_TLS|self[- ]signed/i;

/** The part of an error of Elasticsearch that is read. */
export interface ErrorCause {
  readonly type?: string | undefined;
  readonly reason?: string | null | undefined;
  readonly index?: string | undefined;
  readonly caused_by?: ErrorCause | undefined;
}

/** Whether a status passes by itself: 429, 502, 503, 504. */
export function isPassingStatus(status: number): boolean {
  return PASSING_STATUSES.has(status);
}

/** Whether the same request may succeed a little later: no connection, a timeout, or a passing status. */
export function isRetriable(error: unknown): boolean {
  if (error instanceof errors.ResponseError) return isPassingStatus(error.statusCode ?? 0);
  if (error instanceof errors.ConnectionError) return !CERTIFICATE.test(error.message);
  return error instanceof errors.TimeoutError || error instanceof errors.NoLivingConnectionsError;
}

/** The HTTP status of an error of the client, if the server answered. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof errors.ResponseError ? error.statusCode : undefined;
}

/** Whether a document is not there. A missing index answers 404, too, but that is for the operator to hear of. */
export function isMissingDocument(error: unknown): boolean {
  return statusOf(error) === 404 && !(error as { body?: { error?: unknown } }).body?.error;
}

/** Elasticsearch's own sentence, without the value it may quote from a log line. */
export function reasonOf(cause: ErrorCause): string {
  const deepest = cause.caused_by?.reason;
  const reason = [cause.reason ?? cause.type ?? 'no reason given', ...(deepest ? [deepest] : [])].join(': ');
  return reason.replace(
    /(Preview of field's value: |For input string: |failed to parse date field \[).*/s,
    '$1…',
  );
}

function causeOf(error: errors.ResponseError): ErrorCause {
  const body: unknown = error.body;
  const cause = typeof body === 'object' && body !== null ? (body as { error?: unknown }).error : undefined;
  if (typeof cause === 'string') return { reason: cause };
  const { root_cause, ...known }: ErrorCause & { readonly root_cause?: readonly ErrorCause[] } = cause ?? {
    reason: error.message,
  };
  // That all shards failed says nothing of why: the first of them does.
  return known.type === 'search_phase_execution_exception' ? { ...known, ...root_cause?.[0] } : known;
}

function isNotSetUp(status: number, cause: ErrorCause): boolean {
  if (cause.type === 'index_not_found_exception') return cause.index?.startsWith('log-ai-') ?? false;
  return (
    status === 400 && (cause.reason ?? '').includes(`pipeline with id [${PIPELINE_NAME}] does not exist`)
  );
}

function fromResponse(error: errors.ResponseError, doing: string): LogAiError {
  const status = error.statusCode ?? 0;
  const cause = causeOf(error);
  const details = { status, type: cause.type };
  if (status === 401) {
    return new LogAiError(
      'elasticsearch_unauthorized',
      `Elasticsearch refuses the credentials (to ${doing}): check elasticsearch.api_key or username and password.`,
      { cause: error, details },
    );
  }
  if (status === 403) {
    return new LogAiError(
      'elasticsearch_forbidden',
      `Elasticsearch does not allow this user to ${doing}: ${reasonOf(cause)}`,
      { cause: error, details },
    );
  }
  if (isNotSetUp(status, cause)) {
    return new LogAiError('not_set_up', `Run log-ai setup first: ${reasonOf(cause)}.`, {
      cause: error,
      details,
    });
  }
  if (isPassingStatus(status)) {
    return new LogAiError(
      'elasticsearch_unreachable',
      `Elasticsearch is overloaded or restarting and did not ${doing} (status ${status}): try again when it has recovered.`,
      { cause: error, details },
    );
  }
  return new LogAiError(
    'elasticsearch_failed',
    `Elasticsearch could not ${doing} (status ${status}): ${reasonOf(cause)}`,
    {
      cause: error,
      details,
    },
  );
}

/**
 * Turns what the client throws into an error of Log AI, with a sentence that says what to do and no secret in it.
 *
 * @param context.doing - What was tried, as a verb phrase: `read the templates`.
 */
export function toLogAiError(error: unknown, context: { doing: string }): LogAiError {
  const { doing } = context;
  if (error instanceof LogAiError) return error;
  if (error instanceof errors.ResponseError) return fromResponse(error, doing);
  if (error instanceof errors.ProductNotSupportedError) {
    return new LogAiError(
      'elasticsearch_failed',
      'What answers is not Elasticsearch: check elasticsearch.url.',
      {
        cause: error,
      },
    );
  }
  if (error instanceof errors.ConnectionError && CERTIFICATE.test(error.message)) {
    return new LogAiError(
      'elasticsearch_unreachable',
      'The certificate of Elasticsearch is not trusted: set elasticsearch.ca_file to its certificate authority.',
      { cause: error },
    );
  }
  if (isRetriable(error)) {
    return new LogAiError(
      'elasticsearch_unreachable',
      `Elasticsearch does not answer (to ${doing}): check elasticsearch.url and that it runs.`,
      { cause: error },
    );
  }
  return new LogAiError('elasticsearch_failed', `The attempt to ${doing} failed: ${messageOf(error)}`, {
    cause: error,
  });
}
