import type { Client } from '@elastic/elasticsearch';
import { LogAiError } from '../../../../../common/errors.ts';
import { type BulkItem, type BulkVerdict, type EncodedOperation, judgeItem } from './bulk_operation.ts';
import { backoffDelay, createCall, RETRY_POLICY, type RetryRuntime, sleep } from '../client/call.ts';
import { reasonOf, statusOf } from '../client/elasticsearch_error.ts';

/** An operation with Elasticsearch's word on it. */
export interface JudgedOperation {
  readonly encoded: EncodedOperation;
  readonly verdict: BulkVerdict;
  readonly item: BulkItem;
}

export interface DeliveryOptions extends RetryRuntime {
  readonly client: Client;
  /** Told how many operations are sent once more. */
  readonly onResend: (operations: number) => void;
}

/** Deals with operations that need no further sending; awaited before the rest is sent again. */
export type OnSettled = (settled: readonly JudgedOperation[]) => Promise<void> | void;

const OK: BulkItem = { status: 200 };
const TOO_LARGE: BulkItem = {
  status: 413,
  error: { type: 'too_large', reason: 'The document alone is larger than the server accepts.' },
};

/**
 * Sends one batch until each operation is settled: again with back-off what was rejected by overload (request by
 * request and item by item), in halves what is too large.
 *
 * @throws LogAiError `elasticsearch_unreachable` after the last try, `elasticsearch_forbidden` where a privilege is
 * missing; what was not settled by then was not written for certain.
 */
export async function deliver(
  batch: readonly EncodedOperation[],
  options: DeliveryOptions,
  onSettled: OnSettled,
): Promise<void> {
  const { policy = RETRY_POLICY, random = Math.random, signal } = options;
  let pending = batch;
  for (let attempt = 1; ; attempt += 1) {
    const judged = await send(pending, options);
    await onSettled(judged.filter(({ verdict }) => verdict !== 'again' && verdict !== 'denied'));
    const denied = judged.find(({ verdict }) => verdict === 'denied');
    if (denied) throw deniedError(denied);
    pending = judged.filter(({ verdict }) => verdict === 'again').map(({ encoded }) => encoded);
    if (pending.length === 0) return;
    if (attempt >= policy.attempts) throw overloadError();
    const delay_ms = backoffDelay({ attempt, policy, random });
    options.onResend(pending.length);
    options.onRetry?.({ attempt, delay_ms, error: overloadError() });
    await (options.sleep ?? sleep)(delay_ms, signal);
  }
}

async function send(
  batch: readonly EncodedOperation[],
  options: DeliveryOptions,
): Promise<JudgedOperation[]> {
  const items = await request(batch, options);
  if (items !== 'too_large') {
    return batch.map((encoded, position) => {
      const item = items[position] ?? OK;
      return { encoded, item, verdict: judgeItem(encoded.operation, item) };
    });
  }
  if (batch.length === 1) return [{ encoded: batch[0]!, item: TOO_LARGE, verdict: 'refused' }];
  const middle = Math.ceil(batch.length / 2);
  return [...(await send(batch.slice(0, middle), options)), ...(await send(batch.slice(middle), options))];
}

/** The items by position (none when all are written), or `too_large`. */
async function request(
  batch: readonly EncodedOperation[],
  options: DeliveryOptions,
): Promise<readonly BulkItem[] | 'too_large'> {
  const { client, signal } = options;
  const call = createCall({
    ...options,
    onRetry: (event) => {
      options.onResend(batch.length);
      options.onRetry?.(event);
    },
  });
  return call('write documents', async () => {
    try {
      const response = await client.bulk(
        // Statuses keep the items aligned with the operations: filtered to errors alone, empty ones would vanish.
        { operations: batch.map(({ lines }) => lines), filter_path: 'errors,items.*.error,items.*.status' },
        signal ? { signal } : {},
      );
      return response.errors ? response.items.map((item) => Object.values(item)[0] as BulkItem) : [];
    } catch (error) {
      if (statusOf(error) === 413) return 'too_large';
      throw error;
    }
  });
}

function overloadError(): LogAiError {
  return new LogAiError(
    'elasticsearch_unreachable',
    'Elasticsearch keeps rejecting documents because it is overloaded: write less or add nodes.',
  );
}

function deniedError({ encoded, item }: JudgedOperation): LogAiError {
  const { index } = encoded.operation;
  return new LogAiError(
    'elasticsearch_forbidden',
    `Elasticsearch does not allow this user to write to ${index}: ${reasonOf(item.error ?? {})}`,
    { details: { status: item.status, index } },
  );
}
