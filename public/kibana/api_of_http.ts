import { PLUGIN_API_BASE } from '../../common/api/address.ts';
import { type ApiClient, ApiError, createApiClient } from '../api/api_client.ts';
import type { CoreStart, HttpFetchError } from './contract.ts';
import { translate } from './i18n.ts';

/** Kibana's errors in the app's terms. */
function apiErrorOf(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown.name === 'AbortError') return thrown;
  const { body, response } = thrown as HttpFetchError;
  if (!response) {
    return new ApiError(
      'kibana_unreachable',
      translate('logAi.plugin.kibanaUnreachable', {
        defaultMessage: 'Kibana is not responding: check the connection.',
      }),
    );
  }
  return new ApiError(body?.attributes?.code ?? `http_${response.status}`, body?.message ?? thrown.message);
}

/** The API of Log AI by way of Kibana. */
export function apiOf(http: CoreStart['http']): ApiClient {
  return createApiClient(async ({ method, address, query, body, signal }) => {
    try {
      return await http.fetch(`${PLUGIN_API_BASE}${address}`, {
        method: method.toUpperCase(),
        ...(query && { query }),
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      });
    } catch (thrown) {
      throw apiErrorOf(thrown);
    }
  });
}
