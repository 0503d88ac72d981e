import { Client, type ClientOptions } from '@elastic/elasticsearch';
import type { RouteTable } from './router.ts';

/** How the host reaches the cluster. Where it has no users of its own, whoever opens the page reads with these credentials. */
export interface ElasticsearchAccess {
  readonly url: string;
  readonly auth?: { readonly username: string; readonly password: string } | { readonly apiKey: string };
  /** The certificate authority of an address with `https`, as PEM. */
  readonly ca?: string;
}

/** What a plugin's server half gets of Kibana. */
export interface ServerCore {
  readonly setup: object;
  readonly start: object;
  /** The first argument of route handlers. */
  readonly handler_context: object;
  /** Has no credentials: for those of requests. */
  readonly anonymous: Client;
  /** As `handler_context`, for who sent these credentials: `asCurrentUser` is theirs. */
  contextOf(authorization: string): object;
  close(): Promise<void>;
}

/** Makes core around a real client of Elasticsearch. */
export function createCore({
  elasticsearch,
  routes,
}: {
  readonly elasticsearch: ElasticsearchAccess;
  readonly routes: RouteTable;
}): ServerCore {
  const { url, auth, ca } = elasticsearch;
  const options: ClientOptions = { node: url, ...(ca !== undefined && { tls: { ca } }) };
  const client = new Client({ ...options, ...(auth && { auth }) });
  const anonymous = new Client(options);
  const scoped = { asCurrentUser: client, asInternalUser: client };
  const basePath = { serverBasePath: '', get: () => '', prepend: (path: string) => path };
  return {
    setup: { http: { basePath, createRouter: () => routes.createRouter() } },
    start: {
      http: { basePath },
      elasticsearch: { client: { asInternalUser: client, asScoped: () => scoped } },
    },
    handler_context: { core: Promise.resolve({ elasticsearch: { client: scoped } }) },
    anonymous,
    contextOf: (authorization) => ({
      core: Promise.resolve({
        elasticsearch: {
          client: { asCurrentUser: anonymous.child({ headers: { authorization } }), asInternalUser: client },
        },
      }),
    }),
    close: async () => {
      await Promise.all([client.close(), anonymous.close()]);
    },
  };
}
