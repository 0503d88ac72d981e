import { Client, type ClientOptions } from '@elastic/elasticsearch';
import { BehaviorSubject, from, type Observable, type Subscription } from 'rxjs';
import type { CoreSetup, ElasticsearchClient, PluginStatus } from '../../../server/kibana/contract.ts';
import type { RouteTable } from './router.ts';
import type { SavedObjects } from './saved_objects/saved_objects.ts';

/** How the host reaches the cluster. Where it has no users of its own, whoever opens the page reads with these credentials. */
export interface ElasticsearchAccess {
  readonly url: string;
  readonly auth?: { readonly username: string; readonly password: string } | { readonly apiKey: string };
  /** The certificate authority of an address with `https`, as PEM. */
  readonly ca?: string;
}

/** Makes what a plugin's server half gets of Kibana, around a real client of Elasticsearch. */
export function createCore({
  elasticsearch,
  routes,
  saved_objects,
  server_base_path = '',
}: {
  readonly elasticsearch: ElasticsearchAccess;
  readonly routes: RouteTable;
  readonly saved_objects: SavedObjects;
  readonly server_base_path?: string;
}) {
  const { url, auth, ca } = elasticsearch;
  const options: ClientOptions = { node: url, ...(ca !== undefined && { tls: { ca } }) };
  const client = new Client({ ...options, ...(auth && { auth }) });
  const anonymous = new Client(options);
  // The contract has what the plugin calls of it, in types of its own.
  const contextOf = (user: Client, space: string) => ({
    core: Promise.resolve({
      elasticsearch: { client: { asCurrentUser: user as unknown as ElasticsearchClient } },
      savedObjects: { client: saved_objects.clientIn(space) },
    }),
  });
  const status$ = new BehaviorSubject<PluginStatus | undefined>(undefined);
  let subscription: Subscription | undefined;
  // As in Kibana, a plugin has one router, however often it asks.
  const router = routes.createRouter();
  return {
    setup: {
      http: {
        createRouter: () => router,
        // As where `server.publicBaseUrl` is not set.
        basePath: { serverBasePath: server_base_path, publicBaseUrl: undefined as string | undefined },
      },
      status: {
        set(given$: Observable<PluginStatus>) {
          subscription?.unsubscribe();
          subscription = from(given$).subscribe(status$);
        },
      },
    } satisfies CoreSetup,
    /** What `GET /api/status` of Kibana would say of the plugin. */
    status$,
    /** The first argument of route handlers, in a space. */
    contextIn: (space: string) => contextOf(client, space),
    /** Has no credentials: for those of requests. */
    anonymous,
    /** As `contextIn`, for who sent these credentials. */
    contextOf: (authorization: string, space: string) =>
      contextOf(anonymous.child({ headers: { authorization } }), space),
    close: async () => {
      subscription?.unsubscribe();
      await Promise.all([client.close(), anonymous.close()]);
    },
  };
}
