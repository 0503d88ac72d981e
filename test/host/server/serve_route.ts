import { errors } from '@elastic/elasticsearch';
import type { Request, RequestHandler, Response } from 'express';
import { Observable } from 'rxjs';
import type { KibanaRequest, Logger, RequestHandlerContext } from '../../../server/kibana/contract.ts';
import type { BasePathLocals } from './base_path_locals.ts';
import { readBody } from './request_body.ts';
import {
  INTERNAL_ERROR,
  RESPONSES,
  type WireAnswer,
  errorAnswer,
  unauthorizedAnswer,
  wireAnswerOf,
} from './responses.ts';
import type { Route } from './router.ts';
import { validateParts } from './validation.ts';

/** What serves the requests of one route. */
export interface RouteContext {
  readonly kibana_version: string;
  /** The first argument of handlers, in a space. */
  readonly contextIn: (space: string) => RequestHandlerContext;
  readonly logger: Pick<Logger, 'error'>;
  /** Where there are users. */
  readonly users?: {
    /** What keeps a request from a route. */
    refuse(request: Request, route: Route): Promise<WireAnswer | undefined>;
    /** The context of who sent it, who is known as its sender from then on. */
    contextOf(request: Request, kibana_request: KibanaRequest, space: string): RequestHandlerContext;
  };
}

/** Serves one route in Kibana's order: user, body, xsrf, validation, handler. */
export function serveRoute(route: Route, context: RouteContext): RequestHandler {
  return async (request, response) => {
    send(response, await answer({ route, context, request, response }));
  };
}

const WITHOUT_BODY: ReadonlySet<string> = new Set(['get', 'delete']);

interface Exchange {
  readonly route: Route;
  readonly context: RouteContext;
  readonly request: Request;
  readonly response: Response;
}

async function answer(exchange: Exchange): Promise<WireAnswer> {
  const { route, context, request, response } = exchange;
  const unwelcome = await context.users?.refuse(request, route);
  if (unwelcome) return unwelcome;
  // Only a route that validates its body gets it read.
  const is_read = !WITHOUT_BODY.has(route.method) && route.config.validate.body !== undefined;
  const body = is_read ? await readBody(request, response) : { value: null };
  if ('refusal' in body) return body.refusal;
  const refusal = refuseForgery(request, context.kibana_version);
  if (refusal) return refusal;
  let parts;
  try {
    parts = validateParts(route.config.validate, {
      params: { ...request.params },
      query: queryOf(request),
      body: body.value,
    });
  } catch (error) {
    logFailure(exchange, '400 Bad Request', error);
    return errorAnswer(400, (error as Error).message);
  }
  try {
    const kibana_request: KibanaRequest = { ...parts, events: { aborted$: abortedOf(response) } };
    const { space } = response.locals as BasePathLocals;
    const handler_context =
      context.users?.contextOf(request, kibana_request, space) ?? context.contextIn(space);
    return wireAnswerOf(await route.handler(handler_context, kibana_request, RESPONSES));
  } catch (error) {
    if (error instanceof errors.ResponseError && error.statusCode === 401) {
      logFailure(exchange, '401 Unauthorized', error);
      return unauthorizedAnswer(error);
    }
    logFailure(exchange, '500 Server Error', error);
    return INTERNAL_ERROR;
  }
}

/** Kibana's own line says no more than `title`: the rest is in fields that its default form leaves out. */
function logFailure({ route, context }: Exchange, title: string, error: unknown): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  context.logger.error(`${title} (${route.method} ${route.config.path}): ${detail}`);
}

/** A client of Kibana's interface may say in the query that it is one: no plugin sees that. */
function queryOf({ query }: Request): Record<string, unknown> {
  const { elasticInternalOrigin: _origin, ...rest } = query;
  return rest;
}

/** Another site can send a form, but not a header of its own. Kibana's own pages say their version. */
export function refuseForgery(request: Request, kibana_version: string): WireAnswer | undefined {
  const page_version = request.get('kbn-version');
  const is_safe = request.method === 'GET' || request.method === 'HEAD';
  if (!is_safe && page_version === undefined && request.get('kbn-xsrf') === undefined) {
    return errorAnswer(400, 'Request must contain a kbn-xsrf header.');
  }
  if (!page_version || page_version === kibana_version) return undefined;
  return errorAnswer(
    400,
    `Browser client is out of date, please refresh the page ("kbn-version" header was "${page_version}" but should be "${kibana_version}")`,
    { expected: kibana_version, got: page_version },
  );
}

/** Says so when the answer can no longer be sent, and ends with the answer. */
function abortedOf(response: Response): Observable<void> {
  return new Observable((subscriber) => {
    response.on('close', () => {
      if (!response.writableFinished) subscriber.next();
      subscriber.complete();
    });
  });
}

/** Sends an answer of a route. */
export function send(response: Response, { status, headers, body }: WireAnswer): void {
  response
    .status(status)
    .set({ 'cache-control': 'private, no-cache, no-store, must-revalidate', ...headers });
  if (typeof body === 'object' && body !== null && !Buffer.isBuffer(body)) response.json(body);
  else response.send(body);
}
