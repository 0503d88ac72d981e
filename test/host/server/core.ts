import { Client, type ClientOptions } from '@elastic/elasticsearch';
import type { RouteTable } from './router.ts';

/** How the host reaches the cluster. It has one user: whoever opens the page reads with these credentials. */
export interface ElasticsearchAccess {
  readonly url: string;
  readonly auth?: { readonly username: string; readonly password: string } | { readonly apiKey: string };
}

/** What a plugin's server half gets of Kibana. */
export interface ServerCore {
  readonly setup: object;
  readonly start: object;
  /** The first argument of route handlers. */
  readonly handler_context: object;
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
  const { url, auth } = elasticsearch;
  const options: ClientOptions = { node: url, ...(auth && { auth }) };
  const client = new Client(options);
  const scoped = { asCurrentUser: client, asInternalUser: client };
  const basePath = { serverBasePath: '', get: () => '', prepend: (path: string) => path };
  return {
    setup: { http: { basePath, createRouter: () => routes.createRouter() } },
    start: {
      http: { basePath },
      elasticsearch: { client: { asInternalUser: client, asScoped: () => scoped } },
    },
    handler_context: { core: Promise.resolve({ elasticsearch: { client: scoped } }) },
    close: () => client.close(),
  };
}
