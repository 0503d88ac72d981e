import { DATA_VIEWS, type DataViewName } from './data_views.ts';
import { markOf } from './mark.ts';
import { idIn, type SavedObject, savedObject } from './saved_object.ts';

/** Documents as Discover lists them. */
export interface SavedSearchDefinition {
  /** Before {@link idIn}. */
  readonly id: string;
  readonly title: string;
  /** In a dashboard that is about nothing else. */
  readonly panel_title: string;
  readonly description: string;
  readonly data_view: DataViewName;
  readonly columns: readonly string[];
  /** Of columns, pixels; the others share what is left. */
  readonly widths: Readonly<Record<string, number>>;
}

export const SAVED_SEARCHES = {
  anomalies: {
    id: 'log-ai-search-anomalies',
    title: 'Log AI – anomalies',
    panel_title: 'Anomalies with their reasons',
    description: 'What Log AI found to be abnormal, with its reason. Installed by Log AI.',
    data_view: 'anomalies',
    columns: ['record_score', 'anomaly.type', 'anomaly.status', 'service.name', 'event.reason', 'event.id'],
    widths: {
      '@timestamp': 240,
      record_score: 140,
      'anomaly.type': 150,
      'anomaly.status': 165,
      'service.name': 150,
      'event.id': 130,
    },
  },
  failed_requests: {
    id: 'log-ai-search-failed-requests',
    title: 'Log AI – failed requests',
    panel_title: 'Failed requests',
    description: 'Requests that failed, or came to their end with an error. Installed by Log AI.',
    data_view: 'requests',
    columns: [
      'request_id',
      'outcome',
      'first_error.service',
      'services',
      'event.duration',
      'error_count',
      'line_count',
    ],
    widths: {
      '@timestamp': 240,
      request_id: 300,
      outcome: 110,
      'first_error.service': 170,
      'event.duration': 140,
      error_count: 140,
      line_count: 120,
    },
  },
} as const satisfies Record<string, SavedSearchDefinition>;

const SEARCH_SOURCE = 'kibanaSavedObjectMeta.searchSourceJSON.index';

export function savedSearch(definition: SavedSearchDefinition, space: string): SavedObject {
  const { id, title, description, data_view, columns, widths } = definition;
  const view = DATA_VIEWS[data_view];
  return savedObject({
    type: 'search',
    id: idIn(space, id),
    attributes: {
      title,
      description,
      columns,
      sort: [[view.time_field, 'desc']],
      grid: {
        columns: Object.fromEntries(Object.entries(widths).map(([column, width]) => [column, { width }])),
      },
      rowHeight: 2,
      hideChart: false,
      isTextBasedQuery: false,
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({
          query: { query: '', language: 'kuery' },
          filter: [],
          indexRefName: SEARCH_SOURCE,
        }),
      },
    },
    references: [{ type: 'index-pattern', id: idIn(space, view.id), name: SEARCH_SOURCE }, markOf(space)],
  });
}
