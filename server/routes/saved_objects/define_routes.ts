import {
  PLUGIN_API_BASE,
  SAVED_OBJECTS_PATH,
  SavedObjectsQuery,
  type SavedObjectsResponse,
} from '../../../common/api.ts';
import {
  type InstallationInput,
  installObjects,
  lookAtObjects,
  type ObjectStep,
  removeObjects,
} from '../../../common/saved_objects/installation.ts';
import { EDITION } from '../../../common/saved_objects/mark.ts';
import { defineRoute, type Requester, type RouteTools } from '../../kibana/define_route.ts';
import { kibanaStore } from '../../saved_objects/kibana_store.ts';

/** Asks which indices the logs lie in. */
export type AskLogPatterns = (input: {
  readonly requester: Requester;
  readonly signal: AbortSignal;
}) => Promise<readonly string[]>;

type Work = (input: InstallationInput & { readonly overwrite: boolean }) => Promise<ObjectStep[]>;

/**
 * The dashboards that come with Log AI, in the space that is asked: how they stand, into it, out of it. Everything is done as the
 * user who asks, who needs Kibana's own privileges for it, too.
 */
export function defineSavedObjectsRoutes({
  askLogPatterns,
  ...tools
}: RouteTools & { readonly askLogPatterns: AskLogPatterns }): void {
  const define = (method: 'get' | 'post' | 'delete', work: Work, asksPatterns: boolean) =>
    defineRoute({
      ...tools,
      route: {
        method,
        path: `${PLUGIN_API_BASE}${SAVED_OBJECTS_PATH}`,
        privilege: 'manage',
        query: SavedObjectsQuery,
        handle: async ({ query: { overwrite }, requester, signal }): Promise<SavedObjectsResponse> => {
          const store = kibanaStore(requester.saved_objects);
          const log_patterns = asksPatterns ? await askLogPatterns({ requester, signal }) : [];
          const objects = await work({ store, log_patterns, overwrite });
          return { space: store.space, edition: EDITION, objects };
        },
      },
    });
  define('get', lookAtObjects, true);
  define('post', installObjects, true);
  // Without the service they can be removed, too.
  define('delete', removeObjects, false);
}
