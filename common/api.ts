/** The HTTP contract: what the service answers, what the Kibana plugin passes on, what the app asks. */
export * from './api/anomalies.ts';
export { API_BASE, LINES_PATH, PLUGIN_API_BASE, SAVED_OBJECTS_PATH } from './api/address.ts';
export * from './api/counts.ts';
export * from './api/detect.ts';
export * from './api/edits.ts';
export * from './api/endpoints.ts';
export { ErrorBody } from './api/error.ts';
export * from './api/expectations.ts';
export { API_LIMITS } from './api/limits.ts';
export * from './api/incidents.ts';
export * from './api/jobs.ts';
export * from './api/lines.ts';
export * from './api/parse.ts';
export * from './api/requests.ts';
export * from './api/saved_objects.ts';
export * from './api/service_map.ts';
export * from './api/status.ts';
export * from './api/templates.ts';
