import { ANOMALIES } from './dashboards/anomalies.ts';
import { OVERVIEW } from './dashboards/overview.ts';
import { REQUESTS } from './dashboards/requests.ts';
import { SERVICE } from './dashboards/service.ts';
import { TEMPLATES } from './dashboards/templates.ts';
import { dashboard, type DashboardDefinition } from './dashboard.ts';
import { DATA_VIEWS, dataView } from './data_views.ts';
import { TAG } from './mark.ts';
import { idIn, type SavedObject, savedObject } from './saved_object.ts';
import { SAVED_SEARCHES, savedSearch } from './saved_searches.ts';

/** In the order in which people read them. */
const DASHBOARDS: readonly DashboardDefinition[] = [OVERVIEW, TEMPLATES, ANOMALIES, REQUESTS, SERVICE];

function tag(space: string): SavedObject {
  return savedObject({
    type: 'tag',
    id: idIn(space, TAG),
    attributes: { name: 'Log AI', description: 'What comes with Log AI.', color: '#0077CC' },
    references: [],
  });
}

/**
 * All objects that come with Log AI, what others refer to first.
 *
 * @param space - The space that they are for: their ids are its own.
 * @param log_patterns - The indices that the logs lie in, e.g. `['logs-*']`.
 */
export function shippedObjects({
  space,
  log_patterns,
}: {
  readonly space: string;
  readonly log_patterns: readonly string[];
}): SavedObject[] {
  return [
    tag(space),
    ...Object.values(DATA_VIEWS).map((definition) => dataView({ definition, space, log_patterns })),
    ...Object.values(SAVED_SEARCHES).map((definition) => savedSearch(definition, space)),
    ...DASHBOARDS.map((definition) => dashboard(definition, space)),
  ];
}
