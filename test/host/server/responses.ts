import { STATUS_CODES } from 'node:http';

/** What a handler of a route gives back; made by {@link RESPONSES} only, as in Kibana. */
export class KibanaResponse {
  readonly status: number;
  readonly payload: unknown;
  readonly options: ResponseOptions;

  constructor(status: number, payload: unknown, options: ResponseOptions) {
    this.status = status;
    this.payload = payload;
    this.options = options;
  }
}

interface ResponseOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const succeed =
  (status: number) =>
  (options: ResponseOptions = {}) =>
    new KibanaResponse(status, options.body, options);

const fail =
  (status: number) =>
  (options: ResponseOptions = {}) =>
    new KibanaResponse(status, options.body ?? STATUS_CODES[status], options);

/** The third argument of a handler. */
export const RESPONSES = {
  ok: succeed(200),
  accepted: succeed(202),
  noContent: succeed(204),
  badRequest: fail(400),
  unauthorized: fail(401),
  forbidden: fail(403),
  notFound: fail(404),
  conflict: fail(409),
  customError: (options: ResponseOptions & { readonly statusCode: number }) => {
    const { statusCode } = options;
    if (statusCode < 400 || statusCode > 599) {
      throw new Error(`Unexpected Http status code. Expected from 400 to 599, but given: ${statusCode}`);
    }
    return new KibanaResponse(statusCode, options.body, options);
  },
  custom: (options: ResponseOptions & { readonly statusCode: number }) =>
    new KibanaResponse(options.statusCode, options.body, options),
};

/** What goes over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Kibana's form of every error. */
export function errorAnswer(status: number, message: string, attributes?: unknown): WireAnswer {
  const body = { statusCode: status, error: STATUS_CODES[status] ?? 'Unknown', message };
  return { status, headers: {}, body: attributes === undefined ? body : { ...body, attributes } };
}

/** Of a defect nobody learns more than this: the log has the rest. */
export const INTERNAL_ERROR = errorAnswer(
  500,
  'An internal server error occurred. Check Kibana server logs for details.',
);

/**
 * Turns what a handler gave into what is sent.
 *
 * @throws Error if the handler gave something else than one of {@link RESPONSES}
 */
export function wireAnswerOf(given: unknown): WireAnswer {
  if (!(given instanceof KibanaResponse)) {
    throw new Error(
      `Unexpected result from Route Handler. Expected KibanaResponse, but given: ${typeof given}.`,
    );
  }
  const { status, payload, options } = given;
  const { headers = {} } = options;
  if (status < 400) return { status, headers, body: payload };
  const { message, attributes } =
    typeof payload === 'object' && payload !== null
      ? (payload as { message?: unknown; attributes?: unknown })
      : { message: payload };
  // Kibana takes an error as the message, too, and goes down to its own.
  const text = message instanceof Error ? message.message : message;
  if (typeof text !== 'string') throw new Error('expected error message to be provided');
  return { ...errorAnswer(status, text, attributes), headers };
}
