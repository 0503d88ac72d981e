import { parse } from 'node:querystring';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { type WireAnswer, errorAnswer } from './responses.ts';

/** Kibana's default (`server.maxPayload`). */
const MAX_BODY_BYTES = 1_048_576;
const TOO_LARGE = errorAnswer(413, `Payload content length greater than maximum allowed: ${MAX_BODY_BYTES}`);

const readBytes: RequestHandler = express.raw({ type: () => true, limit: MAX_BODY_BYTES });

/** What a body is, by its type; `undefined` where Kibana takes no such type. */
const PARSERS: readonly (readonly [type: RegExp, parse: (bytes: Buffer) => unknown])[] = [
  [/^application\/(?:.+\+)?json$/, (bytes) => (bytes.length === 0 ? null : parseJson(bytes.toString()))],
  [/^text\/.+$/, (bytes) => bytes.toString()],
  [/^application\/x-www-form-urlencoded$/, (bytes) => ({ ...parse(bytes.toString()) })],
  [/^application\/octet-stream$/, (bytes) => (bytes.length === 0 ? null : bytes)],
];

/** Reads the body that a route wants to see, or says why not. */
export async function readBody(
  request: Request,
  response: Response,
): Promise<{ readonly value: unknown } | { readonly refusal: WireAnswer }> {
  if (Number(request.get('content-length') ?? 0) > MAX_BODY_BYTES) return { refusal: TOO_LARGE };
  const [, type] = /^([^/\s]+\/[^\s;]+)/.exec(request.get('content-type') || 'application/json') ?? [];
  if (type === undefined) return { refusal: errorAnswer(400, 'Invalid content-type header') };
  const [, parseBody] = PARSERS.find(([known]) => known.test(type.toLowerCase())) ?? [];
  if (!parseBody) return { refusal: errorAnswer(415, 'Unsupported Media Type') };
  const failure = await new Promise<unknown>((resolve) => void readBytes(request, response, resolve));
  if (failure !== undefined) {
    const is_too_large = (failure as { type?: string }).type === 'entity.too.large';
    return { refusal: is_too_large ? TOO_LARGE : errorAnswer(400, 'Bad Request') };
  }
  try {
    // Without a body nothing was read.
    return { value: parseBody((request.body as Buffer | undefined) ?? Buffer.alloc(0)) };
  } catch {
    return { refusal: errorAnswer(400, 'Invalid request payload JSON format') };
  }
}

/** A key that changes what all objects have is no JSON to Kibana. */
function parseJson(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => {
    if (key === '__proto__') throw new SyntaxError('Object contains forbidden prototype property');
    return value;
  });
}
