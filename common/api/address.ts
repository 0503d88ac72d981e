/** All routes of the service but those of operation (health, metrics, the OpenAPI document) lie below it. */
export const API_BASE = '/api/v1';

/** Where Kibana's server half answers, below the base path of Kibana. */
export const PLUGIN_API_BASE = '/api/log_ai';
export const LINES_PATH = '/lines';
/** Where Kibana's server half looks after the dashboards that come with Log AI, below the plugin's base: GET, POST, DELETE. */
export const SAVED_OBJECTS_PATH = '/saved_objects';

/** How an endpoint is called. `{id}` in the path is any text, percent-encoded. */
export interface EndpointAddress {
  readonly method: 'get' | 'post' | 'put';
  readonly path: string;
}

/** Of each endpoint, apart from its schemas: the app calls it and validates nothing. */
export const ENDPOINT_ADDRESSES = {
  parse: { method: 'post', path: '/parse' },
  classify: { method: 'post', path: '/classify' },
  templates: { method: 'get', path: '/templates' },
  template: { method: 'get', path: '/templates/{id}' },
  similar_templates: { method: 'get', path: '/similar_templates' },
  samples: { method: 'get', path: '/templates/{id}/samples' },
  edits: { method: 'get', path: '/edits' },
  edit: { method: 'post', path: '/edits' },
  undo_edit: { method: 'post', path: '/edits/{id}/undo' },
  counts: { method: 'get', path: '/counts' },
  anomalies: { method: 'get', path: '/anomalies' },
  anomaly: { method: 'get', path: '/anomalies/{id}' },
  expect_anomaly: { method: 'put', path: '/anomalies/{id}/expected' },
  expectations: { method: 'get', path: '/expectations' },
  expect: { method: 'post', path: '/expectations' },
  change_expectation: { method: 'put', path: '/expectations/{id}' },
  undo_expectation: { method: 'post', path: '/expectations/{id}/undo' },
  incidents: { method: 'get', path: '/incidents' },
  incident: { method: 'get', path: '/incidents/{id}' },
  incident_causes: { method: 'get', path: '/incidents/{id}/causes' },
  acknowledge_incident: { method: 'put', path: '/incidents/{id}/acknowledged' },
  note_incident: { method: 'post', path: '/incidents/{id}/notes' },
  requests: { method: 'get', path: '/requests' },
  /** Beside the requests: below them these would be the ids of some. */
  request_counts: { method: 'get', path: '/request_counts' },
  shared_traits: { method: 'get', path: '/shared_traits' },
  request: { method: 'get', path: '/requests/{id}' },
  service_map: { method: 'get', path: '/service_map' },
  learn: { method: 'post', path: '/learn' },
  jobs: { method: 'get', path: '/jobs' },
  start_job: { method: 'post', path: '/jobs' },
  job: { method: 'get', path: '/jobs/{id}' },
  pause_job: { method: 'post', path: '/jobs/{id}/pause' },
  resume_job: { method: 'post', path: '/jobs/{id}/resume' },
  cancel_job: { method: 'post', path: '/jobs/{id}/cancel' },
  status: { method: 'get', path: '/status' },
  data_streams: { method: 'get', path: '/data_streams' },
} as const satisfies Record<string, EndpointAddress>;

type QueryValue = string | number | boolean | readonly (string | number)[] | undefined;

/** What an endpoint may be called with, whatever it takes. */
export interface EndpointParts {
  readonly id?: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
}

/** The path of an endpoint below its base, with its id. */
export function pathOf({ path }: EndpointAddress, { id }: Pick<EndpointParts, 'id'>): string {
  return id === undefined ? path : path.replace('{id}', encodeURIComponent(id));
}

/**
 * The path of an endpoint below its base, with id and query. Lists are repeated parameters.
 *
 * @example
 * addressOf(ENDPOINTS.templates, { query: { ids: ['a', 'b'], size: 2 } }) // '/templates?ids=a&ids=b&size=2'
 */
export function addressOf(endpoint: EndpointAddress, { id, query = {} }: EndpointParts): string {
  const parameters = Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
  );
  const address = pathOf(endpoint, id === undefined ? {} : { id });
  return parameters.length === 0 ? address : `${address}?${parameters.join('&')}`;
}
