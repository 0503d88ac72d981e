import { isRetriable, toLogAiError } from './elasticsearch_error.ts';
import { retry } from './retry.ts';
import type { RetryRuntime } from './retry.ts';

/**
 * Runs one request to Elasticsearch: repeated while its error passes by itself, failed with a LogAiError.
 * Only for requests that may be sent twice.
 */
export type Call = <T>(doing: string, request: () => Promise<T>) => Promise<T>;

/**
 * @example
 * const call = createCall({ signal });
 * await call('read the templates', () => client.search({ index: 'log-ai-templates' }));
 */
export function createCall(runtime: RetryRuntime = {}): Call {
  return async (doing, request) => {
    try {
      return await retry(request, { ...runtime, isRetriable });
    } catch (error) {
      if (runtime.signal?.aborted) throw error;
      throw toLogAiError(error, { doing });
    }
  };
}
