import { ApiError } from './api_client.ts';

const LOCAL = new Set([
  'not_found',
  'request_invalid',
  'http_400',
  'http_404',
  'forbidden',
  'saved_objects_failed',
  'semantic_off',
  'model_unusable',
]);

/** Whether a refusal concerns one record or one input: the place that asked tells it. Others concern the whole page. */
export function isLocalRefusal(error: unknown): boolean {
  return error instanceof ApiError && LOCAL.has(error.code);
}
