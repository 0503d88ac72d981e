import { Client, type ClientOptions } from '@elastic/elasticsearch';
import type {
  CoreSetup,
  ElasticsearchClient,
  RequestHandlerContext,
} from '../../../server/kibana/contract.ts';
import type { RouteTable } from './router.ts';

/** How the host reaches the cluster. It has one user: whoever opens the page reads with these credentials. */
export interface ElasticsearchAccess {
  readonly url: string;
  readonly auth?: { readonly username: string; readonly password: string } | { readonly apiKey: string };
}

/** Makes what a plugin's server half gets of Kibana, around a real client of Elasticsearch. */
export function createCore({
  elasticsearch,
  routes,
}: {
  readonly elasticsearch: ElasticsearchAccess;
  readonly routes: RouteTable;
}) {
  const { url, auth } = elasticsearch;
  const options: ClientOptions = { node: url, ...(auth && { auth }) };
  const client = new Client(options);
  // The contract has what the plugin calls of it, in types of its own.
  const asCurrentUser = client as unknown as ElasticsearchClient;
  // As in Kibana, a plugin has one router, however often it asks.
  const router = routes.createRouter();
  return {
    setup: { http: { createRouter: () => router } } satisfies CoreSetup,
    /** The first argument of route handlers. */
    handler_context: {
      core: Promise.resolve({ elasticsearch: { client: { asCurrentUser } } }),
    } satisfies RequestHandlerContext,
    close: () => client.close(),
  };
}
