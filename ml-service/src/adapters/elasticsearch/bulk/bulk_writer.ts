import type { Client } from '@elastic/elasticsearch';
import { LogAiError } from '../../../../../common/errors.ts';
import { INDICES } from '../../../../../common/indices.ts';
import { deliver, type DeliveryOptions, type JudgedOperation } from './bulk_delivery.ts';
import {
  type BulkItem,
  type BulkOperation,
  type BulkVerdict,
  type EncodedOperation,
  encodeOperation,
} from './bulk_operation.ts';
import { deadLetterOf } from './dead_letter.ts';
import { reasonOf } from '../client/elasticsearch_error.ts';
import type { RetryRuntime } from '../client/call.ts';
import { createSlots, type Slots } from './slots.ts';

/** Sizes at which a batch goes. */
export interface BulkLimits {
  readonly max_bytes: number;
  readonly max_operations: number;
  readonly max_in_flight: number;
}

/** Two batches of 2.5 MB in flight saturate a node; more or larger ones only fill its heap. */
export const BULK_LIMITS: BulkLimits = { max_bytes: 2_500_000, max_operations: 5000, max_in_flight: 2 };

/** What became of the operations so far. */
export interface BulkCounters {
  written: number;
  /** Creates whose document existed: a replay. */
  already_there: number;
  /** Guarded writes whose document had changed or was gone. */
  conflicts: number;
  /** Refused for good, and kept in `log-ai-dead-letters` unless the caller does otherwise. */
  dead_letters: number;
  /** Operations sent once more. */
  retries: number;
}

export interface BulkWriterOptions extends RetryRuntime {
  readonly limits?: BulkLimits;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Whether what is refused is kept in `log-ai-dead-letters`, as it is unless said otherwise. */
  readonly keeps_refused?: boolean;
  /** Told what became of each operation, once, and what Elasticsearch said of it. */
  readonly onSettled?: (operation: BulkOperation, verdict: BulkVerdict, item: BulkItem) => void;
}

/**
 * Writes documents in batches. Nothing is dropped: an operation is written, already there, in conflict, or kept as a
 * dead letter. Where Elasticsearch stays away, `add`, `flush` and `close` reject with how many operations are
 * `unsettled`: the caller sends them again, and deterministic ids make that harmless.
 *
 * The client's own bulk helper is not used: it gives up whole on a 429, a 413 or a reset, and drops items on 503.
 *
 * @example
 * const writer = new BulkWriter(client);
 * for (const document of documents) await writer.add({ action: 'create', index: 'logs-app', id: document.id, document });
 * const { written, dead_letters } = await writer.close();
 */
export class BulkWriter {
  readonly counters: BulkCounters = {
    written: 0,
    already_there: 0,
    conflicts: 0,
    dead_letters: 0,
    retries: 0,
  };
  private readonly options: BulkWriterOptions;
  private readonly delivery: DeliveryOptions;
  private readonly limits: BulkLimits;
  private readonly slots: Slots;
  private buffer: EncodedOperation[] = [];
  private bufferedBytes = 0;
  private unsettled = 0;
  private failure: Error | undefined;

  constructor(client: Client, options: BulkWriterOptions = {}) {
    this.options = options;
    this.limits = options.limits ?? BULK_LIMITS;
    this.slots = createSlots(this.limits.max_in_flight);
    this.delivery = {
      ...options,
      client,
      onResend: (operations) => {
        this.counters.retries += operations;
      },
    };
  }

  /** Takes an operation. Waits while as many batches as allowed are in flight. */
  async add(operation: BulkOperation): Promise<void> {
    if (this.failure) throw this.failure;
    const encoded = encodeOperation(operation);
    this.unsettled += 1;
    const isFull = this.bufferedBytes + encoded.bytes > this.limits.max_bytes;
    const batch = isFull ? this.takeBuffer() : [];
    this.buffer.push(encoded);
    this.bufferedBytes += encoded.bytes;
    await this.dispatch(batch);
    if (this.buffer.length >= this.limits.max_operations) await this.dispatch(this.takeBuffer());
  }

  /** Resolves when every operation taken so far is settled. */
  async flush(): Promise<void> {
    await this.dispatch(this.takeBuffer());
    await this.slots.idle();
    if (this.failure) throw this.failure;
  }

  /** Flushes and tells what became of everything. */
  async close(): Promise<Readonly<BulkCounters>> {
    await this.flush();
    return this.counters;
  }

  private takeBuffer(): EncodedOperation[] {
    const batch = this.buffer;
    this.buffer = [];
    this.bufferedBytes = 0;
    return batch;
  }

  private async dispatch(batch: readonly EncodedOperation[]): Promise<void> {
    if (batch.length === 0) return;
    await this.slots.start(async () => {
      if (this.failure) return;
      try {
        await deliver(batch, this.delivery, (settled) => this.settle(settled));
      } catch (error) {
        this.failure ??= this.describeFailure(error);
      }
    });
  }

  private async settle(settled: readonly JudgedOperation[]): Promise<void> {
    if (this.options.keeps_refused ?? true)
      await this.writeDeadLetters(settled.filter(({ verdict }) => verdict === 'refused'));
    for (const { encoded, verdict, item } of settled) {
      this.unsettled -= 1;
      if (verdict === 'written') this.counters.written += 1;
      else if (verdict === 'already_there') this.counters.already_there += 1;
      else if (verdict === 'conflict') this.counters.conflicts += 1;
      else this.counters.dead_letters += 1;
      this.options.onSettled?.(encoded.operation, verdict, item);
    }
  }

  private async writeDeadLetters(refused: readonly JudgedOperation[]): Promise<void> {
    if (refused.length === 0) return;
    const now = (this.options.now ?? Date.now)();
    const letters = refused.map(({ encoded, item }) => deadLetterOf({ refused: encoded, item, now }));
    await deliver(letters, this.delivery, (settled) => {
      const lost = settled.find(({ verdict }) => verdict !== 'written');
      if (!lost) return;
      throw new LogAiError(
        'elasticsearch_failed',
        `${INDICES.dead_letters.name} does not take what was refused (run log-ai setup): ${reasonOf(lost.item.error ?? {})}`,
      );
    });
  }

  private describeFailure(error: unknown): Error {
    if (!(error instanceof LogAiError)) return error as Error;
    const details = { ...error.details, unsettled: this.unsettled };
    return new LogAiError(error.code, error.message, { cause: error, details });
  }
}
