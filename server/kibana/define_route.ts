import * as z from 'zod';
import { LogAiError } from '../../common/errors.ts';
import type { ElasticsearchClient, Logger, ResponseFactory, RouteValidator, Router } from './contract.ts';

/** A route in the terms of Log AI: schemas in, an answer or a LogAiError out. */
export interface Route<Params, Query, Body> {
  readonly method: 'get' | 'post' | 'put';
  readonly path: string;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  handle(input: {
    readonly params: Params;
    readonly query: Query;
    readonly body: Body;
    /** Aborted when the browser no longer waits. */
    readonly signal: AbortSignal;
    /** Reads with the privileges of the user who asks. */
    readonly asCurrentUser: () => Promise<ElasticsearchClient>;
  }): Promise<unknown>;
}

/** A zod object passed as it is would be taken for one of Kibana's own schemas: so it is wrapped. */
function validatorOf(type: z.ZodType | undefined): RouteValidator {
  const expected = type ?? z.looseObject({}).nullish();
  return (value, { ok, badRequest }) => {
    const parsed = expected.safeParse(value);
    return parsed.success ? ok(parsed.data) : badRequest(z.prettifyError(parsed.error));
  };
}

/** Registers a route with Kibana. Errors become answers here, and nowhere else. */
export function defineRoute<Params, Query, Body>({
  router,
  logger,
  route,
}: {
  readonly router: Router;
  readonly logger: Logger;
  readonly route: Route<Params, Query, Body>;
}): void {
  router[route.method](
    {
      path: route.path,
      validate: {
        params: validatorOf(route.params),
        query: validatorOf(route.query),
        ...(route.method !== 'get' && { body: validatorOf(route.body) }),
      },
      options: { access: 'public' },
      security: {
        authz: {
          enabled: false,
          reason: 'Log lines are read as the current user; all else is templates, counts and references.',
        },
      },
    },
    async (context, request, response) => {
      const aborting = new AbortController();
      const subscription = request.events.aborted$.subscribe(() => aborting.abort());
      try {
        const body = await route.handle({
          params: request.params as Params,
          query: request.query as Query,
          body: request.body as Body,
          signal: aborting.signal,
          asCurrentUser: async () => (await context.core).elasticsearch.client.asCurrentUser,
        });
        return response.ok({ body });
      } catch (error) {
        return refuse({ error, response, logger, path: route.path });
      } finally {
        subscription.unsubscribe();
      }
    },
  );
}

function refuse({
  error,
  response,
  logger,
  path,
}: {
  readonly error: unknown;
  readonly response: ResponseFactory;
  readonly logger: Logger;
  readonly path: string;
}) {
  if (error instanceof LogAiError) {
    logger.debug(`${path}: ${error.code}: ${error.message}`);
    return response.customError({
      statusCode: error.status,
      body: { message: error.message, attributes: { code: error.code } },
    });
  }
  logger.error(`${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return response.customError({
    statusCode: 500,
    body: {
      message: "Something went wrong in Log AI: Kibana's log tells more.",
      attributes: { code: 'internal' },
    },
  });
}
