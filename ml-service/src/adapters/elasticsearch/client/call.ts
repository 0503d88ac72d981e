import { isRetriable, toLogAiError } from './elasticsearch_error.ts';
import { setTimeout as wait } from 'node:timers/promises';

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

/** How often and how long to try again. */
export interface RetryPolicy {
  /** All tries together, the first included. */
  readonly attempts: number;
  /** The longest first pause; it doubles with each try. */
  readonly base_ms: number;
  /** No pause is longer. */
  readonly max_ms: number;
}

/** Nine tries wait 25 s on average, 50 s at most: a node that restarts is back, a dead one is reported within a minute. */
export const RETRY_POLICY: RetryPolicy = { attempts: 9, base_ms: 200, max_ms: 15_000 };

/** What waiting needs of the world; tests give their own. */
export interface RetryRuntime {
  readonly policy?: RetryPolicy;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  /** Waits; rejects when the signal aborts. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  /** Told before each pause. */
  readonly onRetry?: (event: RetryEvent) => void;
}

/** A try that failed and will be repeated. `attempt` counts from 1. */
export interface RetryEvent {
  readonly attempt: number;
  readonly delay_ms: number;
  readonly error: unknown;
}

/**
 * A pause of exponential back-off with full jitter: uniform between nothing and the doubled limit, so that clients
 * that failed together do not come back together (M. Brooker, "Exponential Backoff And Jitter", AWS, 2015).
 *
 * @param input.attempt - The try that failed, from 1.
 * @example
 * backoffDelay({ attempt: 3, policy: RETRY_POLICY, random: () => 0.5 }) // 400
 */
export function backoffDelay(input: { attempt: number; policy: RetryPolicy; random: () => number }): number {
  const { base_ms, max_ms } = input.policy;
  return Math.floor(input.random() * Math.min(max_ms, base_ms * 2 ** (input.attempt - 1)));
}

/** Waits with Node's timer; ends early, with the signal's reason, when it aborts. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, signal ? { signal } : undefined);
}

/**
 * Repeats an operation while its error is one that passes by itself.
 *
 * @throws The last error of the operation, or the signal's reason.
 */
export async function retry<T>(
  operation: () => Promise<T>,
  options: RetryRuntime & { readonly isRetriable: (error: unknown) => boolean },
): Promise<T> {
  const { policy = RETRY_POLICY, random = Math.random, signal } = options;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await operation();
    } catch (error) {
      if (attempt >= policy.attempts || !options.isRetriable(error)) throw error;
      const delay_ms = backoffDelay({ attempt, policy, random });
      options.onRetry?.({ attempt, delay_ms, error });
      await (options.sleep ?? sleep)(delay_ms, signal);
    }
  }
}
