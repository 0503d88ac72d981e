import { type ErrorCode, LogAiError } from '../../../../common/errors.ts';
import { PLUGIN_API_BASE, SAVED_OBJECTS_PATH, SavedObjectsResponse } from '../../../../common/api.ts';
import {
  installObjects,
  lookAtObjects,
  type ObjectStep,
  removeObjects,
} from '../../../../common/saved_objects/installation.ts';
import { importedObjects } from './imported_objects.ts';
import type { KibanaClient, KibanaErrorBody } from './kibana_client.ts';

/** What is done with the dashboards of a space. */
export interface DashboardsTask {
  readonly work: 'install' | 'remove';
  /** Also what users changed. */
  readonly overwrite: boolean;
  readonly dry_run: boolean;
  /** The indices that the logs lie in. */
  readonly log_patterns: readonly string[];
}

/** The plugin cannot say which logs there are: here that is known. */
const WITHOUT_SERVICE: ReadonlySet<string> = new Set<ErrorCode>([
  'service_unreachable',
  'service_refused',
  'elasticsearch_unreachable',
  'not_set_up',
]);

/**
 * Installs or removes the dashboards: by the plugin, which knows what its version brings, or where Kibana does not have it, as an
 * import.
 */
export async function setUpDashboards(
  client: KibanaClient,
  task: DashboardsTask,
): Promise<readonly ObjectStep[]> {
  await client.requireSpace();
  return (await askPlugin(client, task)) ?? (await doByImport(client, task));
}

/** Undefined where the plugin is not there, or cannot do it. */
async function askPlugin(
  client: KibanaClient,
  { work, overwrite, dry_run }: DashboardsTask,
): Promise<readonly ObjectStep[] | undefined> {
  // A removal is not tried out by the plugin; to look at it takes no service.
  if (dry_run && work === 'remove') return undefined;
  const { status, body } = await client.send({
    method: dry_run ? 'GET' : work === 'install' ? 'POST' : 'DELETE',
    path: `${PLUGIN_API_BASE}${SAVED_OBJECTS_PATH}?overwrite=${overwrite}`,
    // Kibana validates the body of a POST: it must have one.
    ...(!dry_run && work === 'install' && { body: {} }),
  });
  const answer = SavedObjectsResponse.safeParse(body);
  if (status === 200 && answer.success) return answer.data.objects;
  const { message, attributes } = (body ?? {}) as KibanaErrorBody;
  if (status === 404 || WITHOUT_SERVICE.has(attributes?.code ?? '')) return undefined;
  throw new LogAiError(
    'saved_objects_failed',
    `Kibana answers ${status}: ${message ?? 'it gave no reason'}`,
    {
      details: { status },
    },
  );
}

function doByImport(
  client: KibanaClient,
  { work, dry_run, log_patterns, overwrite }: DashboardsTask,
): Promise<readonly ObjectStep[]> {
  const input = { store: importedObjects(client), log_patterns, overwrite };
  if (work === 'remove') return removeObjects({ ...input, dry_run });
  return dry_run ? lookAtObjects(input) : installObjects(input);
}
