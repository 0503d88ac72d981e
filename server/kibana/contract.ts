import type { Observable } from 'rxjs';

/**
 * What Log AI may use of Kibana's server contract, 8.12 to 9.x. The `@kbn/*` packages are not on npm, so their shape is
 * written down here, and only here. The host of the tests imitates exactly this.
 */

export interface Logger {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}

export interface PluginInitializerContext<Config> {
  readonly logger: { get(...context: string[]): Logger };
  readonly config: { get(): Config };
}

/** The part of Kibana's own Elasticsearch client that is called; the client is of Kibana's major version. */
export interface ElasticsearchClient {
  msearch(request: {
    searches: readonly unknown[];
  }): Promise<{ readonly responses: readonly Record<string, unknown>[] }>;
}

export interface RequestHandlerContext {
  readonly core: Promise<{
    readonly elasticsearch: { readonly client: { readonly asCurrentUser: ElasticsearchClient } };
  }>;
}

export interface KibanaRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly events: { readonly aborted$: Observable<void> };
}

export interface KibanaResponse {
  readonly status: number;
}

export interface ResponseFactory {
  readonly ok: (options: { body: unknown }) => KibanaResponse;
  readonly customError: (options: {
    statusCode: number;
    body: { message: string; attributes?: Record<string, unknown> };
  }) => KibanaResponse;
}

/** Kibana's way to validate with a function: it says `ok` or `badRequest`. */
export type RouteValidator = (
  value: unknown,
  say: {
    readonly ok: (value: unknown) => unknown;
    readonly badRequest: (error: string, path?: readonly string[]) => unknown;
  },
) => unknown;

export interface RouteConfig {
  readonly path: string;
  /** A part that is not validated must be left out: Kibana refuses `undefined`. */
  readonly validate: {
    readonly params?: RouteValidator;
    readonly query?: RouteValidator;
    readonly body?: RouteValidator;
  };
  readonly options: { readonly access: 'public' };
  readonly security: { readonly authz: { readonly enabled: false; readonly reason: string } };
}

export type RouteHandler = (
  context: RequestHandlerContext,
  request: KibanaRequest,
  response: ResponseFactory,
) => Promise<KibanaResponse>;

export type Router = Record<'get' | 'post' | 'put', (config: RouteConfig, handler: RouteHandler) => void>;

export interface CoreSetup {
  readonly http: { createRouter(): Router };
}
