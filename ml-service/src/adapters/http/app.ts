import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import * as z from 'zod';
import { API_BASE, type EndpointContract, type EndpointName, ENDPOINTS } from '../../../../common/api.ts';
import { Id } from '../../../../common/api/basics.ts';
import { type Caller, callerOf, seesAll } from '../../../../common/api/caller.ts';
import { LogAiError } from '../../../../common/errors.ts';
import { errorAnswer } from './error_answer.ts';
import type { Metrics } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import type { HttpServices } from '../../ports/api.ts';

/** What the app is made of. */
export interface HttpAppOptions {
  readonly services: HttpServices;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly version: string;
  readonly max_body_bytes: number;
  /** With it, everything but liveness and readiness needs `Authorization: Bearer …`. */
  readonly api_token?: string | undefined;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

function requireToken(token: string): RequestHandler {
  const expected = digest(`Bearer ${token}`);
  return (request, _response, next) => {
    const given = digest(request.get('authorization') ?? '');
    if (timingSafeEqual(given, expected)) next();
    else
      next(
        new LogAiError(
          'unauthorized',
          'The API token is missing or wrong: send Authorization: Bearer TOKEN.',
        ),
      );
  };
}

function measure(metrics: Metrics, logger: Logger): RequestHandler {
  return (request, response, next) => {
    const stop = metrics.httpDuration.startTimer();
    response.on('finish', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      const seconds = stop({ route, status: String(response.statusCode) });
      logger.debug(
        { method: request.method, path: request.path, status: response.statusCode, seconds },
        'answered',
      );
    });
    next();
  };
}

/** What the path of an endpoint says. */
const PathParameters = z.object({ id: Id.optional() });

/** Parses what an endpoint takes, and gives what its service answers. */
function handlerOf(name: EndpointName, services: HttpServices): RequestHandler {
  const { query, body, privilege, accepted }: EndpointContract = ENDPOINTS[name];
  const serve = services[name] as (request: unknown, caller: Caller, signal: AbortSignal) => Promise<unknown>;
  return async (request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const caller = callerOf((header) => request.get(header));
    // It shows everything: whoever comes to pass it on to users has to say first what each of them sees.
    if (privilege === undefined && !seesAll(caller)) {
      throw new LogAiError('forbidden', `${request.path} is for operators, who may read all logs.`);
    }
    const input = {
      ...PathParameters.parse(request.params),
      ...(query && { query: query.parse(request.query) }),
      ...(body && { body: body.parse(request.body) }),
    };
    const answer = await serve(input, caller, gone.signal);
    response.status(accepted?.safeParse(answer).success ? 202 : 200).json(answer);
  };
}

/** The HTTP face of ml-service: health, metrics, the OpenAPI document and the API. */
export function createHttpApp(options: HttpAppOptions): Express {
  const { services, logger, metrics, version, max_body_bytes, api_token } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use(measure(metrics, logger));
  app.get('/health/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  app.get('/health/ready', async (_request, response) => {
    const readiness = await services.readiness();
    response.status(readiness.status === 'ready' ? 200 : 503).json(readiness);
  });
  if (api_token !== undefined) app.use(requireToken(api_token));
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  const document = openApiDocument(version);
  app.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  app.use(express.json({ limit: max_body_bytes }));
  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const { method, path } = ENDPOINTS[name];
    app[method](`${API_BASE}${path.replace('{id}', ':id')}`, handlerOf(name, services));
  }
  app.use((request) => {
    throw new LogAiError(
      'not_found',
      `There is nothing at ${request.method} ${request.path}: see /openapi.json.`,
    );
  });
  app.use(errorAnswer(logger));
  return app;
}
