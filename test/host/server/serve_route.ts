import { randomUUID } from 'node:crypto';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { Subject } from 'rxjs';
import { INTERNAL_ERROR, RESPONSES, type WireAnswer, errorAnswer, wireAnswerOf } from './responses.ts';
import type { Route } from './router.ts';
import { type RequestParts, validateParts } from './validation.ts';

/** Kibana's default (`server.maxPayload`). */
const MAX_BODY_BYTES = 1_048_576;

const readBody: RequestHandler = express.raw({ type: () => true, limit: MAX_BODY_BYTES });

/** What serves the requests of one route. */
export interface RouteContext {
  readonly kibana_version: string;
  /** The first argument of handlers. */
  readonly handler_context: object;
  readonly logError: (message: string) => void;
  /** Where there are users: what keeps a request from a route, and the context of who sent it. */
  readonly users?: {
    refuse(request: Request, route: Route): Promise<WireAnswer | undefined>;
    contextOf(request: Request): object;
  };
}

/** Serves one route in Kibana's order: body, xsrf, validation, handler. */
export function serveRoute(route: Route, context: RouteContext): RequestHandler {
  return async (request, response) => {
    send(response, await answer({ route, context, request, response }));
  };
}

interface Exchange {
  readonly route: Route;
  readonly context: RouteContext;
  readonly request: Request;
  readonly response: Response;
}

async function answer(exchange: Exchange): Promise<WireAnswer> {
  const { route, context, request } = exchange;
  const where = `${route.method} ${route.config.path}`;
  const unwelcome = await context.users?.refuse(request, route);
  if (unwelcome) return unwelcome;
  const body = await bodyOf(exchange);
  if ('refusal' in body) return body.refusal;
  const refusal = refuseForgery(request, context.kibana_version);
  if (refusal) return refusal;
  let parts: RequestParts;
  try {
    const sent = { params: { ...request.params }, query: { ...request.query }, body: body.value };
    parts = validateParts(route.config.validate, sent);
  } catch (error) {
    return errorAnswer(400, (error as Error).message);
  }
  try {
    const kibana_request = kibanaRequest(exchange, parts);
    const handler_context = context.users?.contextOf(request) ?? context.handler_context;
    return wireAnswerOf(await route.handler(handler_context, kibana_request, RESPONSES));
  } catch (error) {
    context.logError(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    if (isUnauthorized(error)) return errorAnswer(401, error.message);
    return INTERNAL_ERROR;
  }
}

/** Only a route that validates its body gets it read. */
async function bodyOf({
  route,
  request,
  response,
}: Exchange): Promise<{ readonly value: unknown } | { readonly refusal: WireAnswer }> {
  const { validate } = route.config;
  if (validate === false || validate.body === undefined || route.method === 'get') return { value: null };
  const failure = await new Promise<unknown>((resolve) => void readBody(request, response, resolve));
  if (failure !== undefined) {
    const too_large = (failure as { type?: string }).type === 'entity.too.large';
    return {
      refusal: too_large
        ? errorAnswer(413, `Payload content length greater than maximum allowed: ${MAX_BODY_BYTES}`)
        : errorAnswer(400, 'Bad Request'),
    };
  }
  const bytes = request.body as Buffer | undefined;
  if (!bytes || bytes.byteLength === 0) return { value: null };
  if (request.is('json') === false && request.get('content-type') !== undefined) {
    return { refusal: errorAnswer(415, 'Unsupported Media Type') };
  }
  try {
    return { value: JSON.parse(bytes.toString('utf8')) as unknown };
  } catch {
    return { refusal: errorAnswer(400, 'Invalid request payload JSON format') };
  }
}

/** Another site can send a form, but not a header of its own. Kibana's own pages say their version. */
function refuseForgery(request: Request, kibana_version: string): WireAnswer | undefined {
  const page_version = request.get('kbn-version');
  if (page_version !== undefined && page_version !== kibana_version) {
    return errorAnswer(
      400,
      `Browser client is out of date, please refresh the page ("kbn-version" header was "${page_version}" but should be "${kibana_version}")`,
      { expected: kibana_version, got: page_version },
    );
  }
  const is_safe = request.method === 'GET' || request.method === 'HEAD';
  if (is_safe || page_version !== undefined || request.get('kbn-xsrf') !== undefined) return undefined;
  return errorAnswer(400, 'Request must contain a kbn-xsrf header.');
}

function kibanaRequest({ route, request, response }: Exchange, parts: RequestParts): object {
  const aborted = new Subject<void>();
  const completed = new Subject<void>();
  response.on('close', () => {
    if (!response.writableFinished) aborted.next();
    aborted.complete();
    completed.next();
    completed.complete();
  });
  return {
    id: randomUUID(),
    uuid: randomUUID(),
    ...parts,
    headers: request.headers,
    url: new URL(request.originalUrl, `http://${request.get('host') ?? 'localhost'}`),
    route: { path: route.config.path, method: route.method, options: route.config.options ?? {} },
    auth: { isAuthenticated: true },
    isSystemRequest: false,
    isFakeRequest: false,
    events: { aborted$: aborted.asObservable(), completed$: completed.asObservable() },
  };
}

/** Kibana passes on that Elasticsearch does not know the user. */
function isUnauthorized(error: unknown): error is Error {
  return (
    error instanceof Error &&
    error.name === 'ResponseError' &&
    'statusCode' in error &&
    error.statusCode === 401
  );
}

function send(response: Response, { status, headers, body }: WireAnswer): void {
  response
    .status(status)
    .set({ 'cache-control': 'private, no-cache, no-store, must-revalidate', ...headers });
  if (typeof body === 'object' && body !== null && !Buffer.isBuffer(body)) response.json(body);
  else response.send(body);
}
