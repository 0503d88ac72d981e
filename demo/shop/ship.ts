import { setTimeout as sleep } from 'node:timers/promises';
import { createOperationMaker } from './bulk_request.ts';
import type { BulkOperation } from './bulk_request.ts';
import { BulkSender } from './bulk_sender.ts';
import type { ShipCounters, ShipTarget } from './bulk_sender.ts';
import type { RawDocument } from './layouts.ts';

/** Two such requests in flight saturate a small node; larger ones only cost memory. */
const BATCH_BYTES = 2_000_000;
const BATCHES_IN_FLIGHT = 2;

/** Live documents wait no longer for company. */
const BATCH_AGE_MS = 1_000;

/** How long shipHistory waits for an Elasticsearch that does not answer. shipLive waits until it is told to stop. */
const HISTORY_PATIENCE_MS = 120_000;

/**
 * Ships documents of the past as fast as Elasticsearch takes them. They are drawn from `documents` as needed, so
 * memory stays at a few batches. What is shipped again is found there (`already_there`), not doubled.
 *
 * @param onProgress - Told the counters after each batch.
 * @throws DemoError `elasticsearch_refused` when credentials fail, or nothing answers for two minutes.
 * @example
 * await shipHistory({ target: { url }, documents: generateShop({ seed: 1, start, end, requestsPerSecond: 20 }) });
 */
export async function shipHistory({
  target,
  documents,
  signal,
  onProgress,
}: {
  target: ShipTarget;
  documents: Iterable<RawDocument>;
  signal?: AbortSignal;
  onProgress?: (counters: Readonly<ShipCounters>) => void;
}): Promise<ShipCounters> {
  const sender = new BulkSender(target, { patience_ms: HISTORY_PATIENCE_MS, signal });
  const inFlight = new Set<Promise<void>>();
  try {
    for (const batch of cutBatches(documents)) {
      if (signal?.aborted) break;
      const sending = sender.send(batch).then(() => {
        inFlight.delete(sending);
        onProgress?.(sender.counters);
      });
      inFlight.add(sending);
      if (inFlight.size >= BATCHES_IN_FLIGHT) await Promise.race(inFlight);
    }
    await Promise.all(inFlight);
  } finally {
    await Promise.allSettled(inFlight);
  }
  return sender.counters;
}

/**
 * Ships each document when its time has come, until the signal says stop. While Elasticsearch is away nothing is
 * drawn from `documents`; afterwards the shipper catches up.
 *
 * @param documents - In the order of their time, e.g. `generateShop` with `end: Infinity`.
 * @param now - The clock, milliseconds since the epoch.
 * @throws DemoError `elasticsearch_refused` when credentials fail.
 * @example
 * await shipLive({ target: { url }, documents: generateShop(options), now: Date.now, signal });
 */
export async function shipLive({
  target,
  documents,
  now,
  signal,
  onProgress,
}: {
  target: ShipTarget;
  documents: Iterable<RawDocument>;
  now: () => number;
  signal: AbortSignal;
  onProgress?: (counters: Readonly<ShipCounters>) => void;
}): Promise<ShipCounters> {
  const sender = new BulkSender(target, { patience_ms: Infinity, signal });
  const live = new LiveSource(documents);
  while (!signal.aborted && !live.isEmpty) {
    const batch = live.take(now());
    if (batch.length > 0) {
      await sender.send(batch);
      onProgress?.(sender.counters);
    }
    if (!live.isDue(now())) await sleep(BATCH_AGE_MS, undefined, { signal }).catch(() => undefined);
  }
  return sender.counters;
}

/** Documents that come when it is their time. */
class LiveSource {
  readonly #documents: Iterator<RawDocument>;
  readonly #makeOperation = createOperationMaker();
  #next: IteratorResult<RawDocument>;

  constructor(documents: Iterable<RawDocument>) {
    this.#documents = documents[Symbol.iterator]();
    this.#next = this.#documents.next();
  }

  get isEmpty(): boolean {
    return this.#next.done === true;
  }

  isDue(time: number): boolean {
    return this.#next.done !== true && Date.parse(this.#next.value['@timestamp']) <= time;
  }

  /** What is due, up to one batch. */
  take(time: number): BulkOperation[] {
    const batch: BulkOperation[] = [];
    let bytes = 0;
    while (this.isDue(time) && bytes < BATCH_BYTES) {
      const operation = this.#makeOperation(this.#next.value as RawDocument);
      batch.push(operation);
      bytes += operation.bytes;
      this.#next = this.#documents.next();
    }
    return batch;
  }
}

function* cutBatches(documents: Iterable<RawDocument>): Generator<BulkOperation[]> {
  const makeOperation = createOperationMaker();
  let batch: BulkOperation[] = [];
  let bytes = 0;
  for (const document of documents) {
    const operation = makeOperation(document);
    if (batch.length > 0 && bytes + operation.bytes > BATCH_BYTES) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(operation);
    bytes += operation.bytes;
  }
  if (batch.length > 0) yield batch;
}
