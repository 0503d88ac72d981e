import * as z from 'zod';
import type { Privilege } from '../../common/api.ts';
import { LogAiError } from '../../common/errors.ts';
import type {
  ElasticsearchClient,
  KibanaUser,
  Logger,
  ResponseFactory,
  RouteValidator,
  Router,
  SavedObjectsClient,
  SetupPlugins,
} from './contract.ts';
import { API_PRIVILEGES } from './feature.ts';
import { translate } from './i18n.ts';

/** A route in the terms of Log AI: schemas in, an answer or a LogAiError out. */
export interface Route<Params, Query, Body> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  /** What its user needs. */
  readonly privilege: Privilege;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  handle(input: {
    readonly params: Params;
    readonly query: Query;
    readonly body: Body;
    /** Aborted when the browser no longer waits. */
    readonly signal: AbortSignal;
    readonly requester: Requester;
  }): Promise<unknown>;
}

/** Who asks. */
export interface Requester {
  /** Undefined where Kibana knows no users. */
  readonly user: KibanaUser | undefined;
  /** Reads with the privileges of the user who asks. */
  readonly client: ElasticsearchClient;
  /** The saved objects of the space that is asked, with the same privileges. */
  readonly saved_objects: SavedObjectsClient;
}

/** What all routes are defined with. */
export interface RouteTools {
  readonly router: Router;
  readonly logger: Logger;
  readonly security: SetupPlugins['security'];
}

/** A zod object passed as it is would be taken for one of Kibana's own schemas: so it is wrapped. */
function validatorOf(type: z.ZodType | undefined): RouteValidator {
  const expected = type ?? z.looseObject({}).nullish();
  return (value, { ok, badRequest }) => {
    const parsed = expected.safeParse(value);
    return parsed.success ? ok(parsed.data) : badRequest(z.prettifyError(parsed.error));
  };
}

/** What comes without a body is refused where one is looked for. */
const HAS_BODY: ReadonlySet<string> = new Set(['post', 'put']);

/** Registers a route with Kibana. Errors become answers here, and nowhere else. */
export function defineRoute<Params, Query, Body>({
  router,
  logger,
  security,
  route,
}: RouteTools & { readonly route: Route<Params, Query, Body> }): void {
  const privilege = API_PRIVILEGES[route.privilege];
  router[route.method](
    {
      path: route.path,
      validate: {
        params: validatorOf(route.params),
        query: validatorOf(route.query),
        ...(HAS_BODY.has(route.method) && { body: validatorOf(route.body) }),
      },
      options: { access: 'public', tags: [`access:${privilege}`] },
      security: { authz: { requiredPrivileges: [privilege] } },
    },
    async (context, request, response) => {
      const aborting = new AbortController();
      const subscription = request.events.aborted$.subscribe(() => aborting.abort());
      try {
        const core = await context.core;
        const user = core.security?.authc.getCurrentUser() ?? security?.authc.getCurrentUser(request);
        const body = await route.handle({
          params: request.params as Params,
          query: request.query as Query,
          body: request.body as Body,
          signal: aborting.signal,
          requester: {
            user: user ?? undefined,
            client: core.elasticsearch.client.asCurrentUser,
            saved_objects: core.savedObjects.client,
          },
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

/** Elasticsearch does not know the user any more: Kibana says so in its own way, which leads to the login. */
const isEndOfSession = (error: unknown) =>
  error instanceof Error && 'statusCode' in error && error.statusCode === 401;

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
  if (isEndOfSession(error)) throw error;
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
      message: translate('logAi.server.internal', {
        defaultMessage: 'An error occurred in Log AI. For details, see the log of Kibana.',
      }),
      attributes: { code: 'internal' },
    },
  });
}
