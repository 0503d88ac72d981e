import { STATUS_CODES } from 'node:http';
import { errors } from '@elastic/elasticsearch';
import type { ResponseFactory } from '../../../server/kibana/contract.ts';

/** What a handler of a route gives back; made by {@link RESPONSES} only, as in Kibana. */
export class KibanaResponse {
  readonly status: number;
  readonly payload: unknown;

  constructor(status: number, payload: unknown) {
    this.status = status;
    this.payload = payload;
  }
}

/** The third argument of a handler. */
export const RESPONSES = {
  ok: ({ body }) => new KibanaResponse(200, body),
  customError: (options) => {
    // Plugins may be written without types.
    const statusCode = (options as { readonly statusCode?: number } | undefined)?.statusCode;
    if (!statusCode) {
      throw new Error(`options.statusCode is expected to be set. given options: ${statusCode}`);
    }
    if (statusCode < 400 || statusCode >= 600) {
      throw new Error(`Unexpected Http status code. Expected from 400 to 599, but given: ${statusCode}`);
    }
    return new KibanaResponse(statusCode, options.body);
  },
} satisfies ResponseFactory;

/** What goes over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Where Kibana's names of errors are not those of Node. */
const NAMES: Readonly<Record<number, string>> = {
  413: 'Request Entity Too Large',
  418: "I'm a teapot",
  504: 'Gateway Time-out',
};

/** Kibana's form of every error. */
export function errorAnswer(status: number, message: string, attributes?: unknown): WireAnswer {
  const error = NAMES[status] ?? STATUS_CODES[status] ?? 'Unknown';
  const body = { statusCode: status, error, message, ...(Boolean(attributes) && { attributes }) };
  return { status, headers: {}, body };
}

/** Of a defect nobody learns more than this: the log has the rest. */
export const INTERNAL_ERROR = errorAnswer(
  500,
  'An internal server error occurred. Check Kibana server logs for details.',
);

/** Elasticsearch does not know the user: passed on, so that the browser asks who it is. */
export function unauthorizedAnswer({ message, headers }: errors.ResponseError): WireAnswer {
  const challenge = headers?.['www-authenticate'];
  return {
    ...errorAnswer(401, message),
    headers: {
      'www-authenticate': typeof challenge === 'string' ? challenge : 'Basic realm="Authorization Required"',
    },
  };
}

/**
 * Turns what a handler gave into what is sent.
 *
 * @throws Error if the handler gave something else than one of {@link RESPONSES}
 */
export function wireAnswerOf(given: unknown): WireAnswer {
  if (!(given instanceof KibanaResponse)) {
    throw new Error(
      `Unexpected result from Route Handler. Expected KibanaResponse, but given: ${typeNameOf(given)}.`,
    );
  }
  const { status, payload } = given;
  if (status < 400) return { status, headers: {}, body: payload };
  const message = messageIn(payload);
  const { attributes } = (typeof payload === 'object' ? payload : {}) as { attributes?: unknown };
  return errorAnswer(status, message, attributes);
}

/** `Object` of a plain object, `undefined` of nothing, `Array`, `string`. */
function typeNameOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

/** A text, or what has a message: an error has one, and what Elasticsearch refused has a reason, too. */
function messageIn(payload: unknown): string {
  if (!payload) throw new Error('expected error message to be provided');
  if (typeof payload === 'string') return payload;
  if (payload instanceof errors.ResponseError) {
    const { error } = (payload.body ?? {}) as { error?: { reason?: string } };
    return `[${payload.message}]: ${error?.reason}`;
  }
  return messageIn((payload as { message?: unknown }).message);
}
