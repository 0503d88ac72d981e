import { setTimeout as sleep } from 'node:timers/promises';
import { DemoError } from '../demo_error.ts';
import { readOutcome } from './bulk_request.ts';
import type { BulkOperation, BulkOutcome } from './bulk_request.ts';

/** The Elasticsearch that takes the documents. */
export interface ShipTarget {
  readonly url: string;
  /** By default `logs-shop-default`. An index template must make it a data stream, else it becomes an index. */
  readonly dataStream?: string;
  readonly auth?: { readonly username: string; readonly password: string } | { readonly apiKey: string };
}

/** What became of the documents; `sent` counts those that Elasticsearch has. */
export interface ShipCounters {
  sent: number;
  /** Of `sent`: an earlier attempt or run had written them. */
  already_there: number;
  /** Refused for what they are; `first_failure` says why. */
  failed: number;
  /** Documents sent again after a refusal for load, or an attempt without an answer. */
  retried: number;
  first_failure?: string;
}

export const DEFAULT_DATA_STREAM = 'logs-shop-default';

const BACKOFF_FIRST_MS = 200;
const BACKOFF_LONGEST_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;

/** In place of a status: nobody listens, or the connection broke. */
const NO_ANSWER = 0;

type Attempt =
  { readonly rejected: readonly BulkOperation[]; readonly reason: string } | { readonly tooLarge: true };

/** Sends batches until Elasticsearch has them: backs off with jitter while it is down or too busy. */
export class BulkSender {
  readonly counters: ShipCounters = { sent: 0, already_there: 0, failed: 0, retried: 0 };
  readonly #endpoint: string;
  readonly #headers: Record<string, string>;
  readonly #patience_ms: number;
  readonly #signal: AbortSignal | undefined;

  /**
   * @param patience_ms - How long in a row Elasticsearch may take nothing before `send` throws.
   * @param signal - Once it says stop, what is in hand gets one more attempt and then counts as failed.
   */
  constructor(
    target: ShipTarget,
    { patience_ms, signal }: { patience_ms: number; signal?: AbortSignal | undefined },
  ) {
    const stream = encodeURIComponent(target.dataStream ?? DEFAULT_DATA_STREAM);
    this.#endpoint = `${target.url.replace(/\/$/, '')}/${stream}/_bulk?filter_path=items.create.status,items.create.error`;
    this.#headers = { 'content-type': 'application/x-ndjson', ...authorize(target) };
    this.#patience_ms = patience_ms;
    this.#signal = signal;
  }

  /** Resolves when each operation is written, or counted as failed. */
  async send(operations: readonly BulkOperation[]): Promise<void> {
    let pending = operations;
    let pause_ms = BACKOFF_FIRST_MS;
    let lastProgress = performance.now();
    for (;;) {
      const attempt = await this.#attempt(pending);
      if ('tooLarge' in attempt) {
        await this.#sendHalves(pending);
        return;
      }
      const { rejected } = attempt;
      if (rejected.length === 0) return;
      if (rejected.length < pending.length) lastProgress = performance.now();
      pending = rejected;
      if (this.#signal?.aborted) {
        this.#fail(pending, `stopped before it was written: ${attempt.reason}`);
        return;
      }
      if (performance.now() - lastProgress > this.#patience_ms) throw gaveUp(this.#endpoint, attempt.reason);
      this.counters.retried += pending.length;
      await this.#pause(pause_ms * (0.5 + Math.random()));
      pause_ms = Math.min(BACKOFF_LONGEST_MS, pause_ms * 2);
    }
  }

  async #attempt(operations: readonly BulkOperation[]): Promise<Attempt> {
    const answer = await this.#request(operations).catch((error: unknown) => ({
      status: NO_ANSWER,
      body: describe(error),
    }));
    if (answer.status === 200) {
      const outcome = readOutcome(operations, answer.body);
      this.#count(outcome);
      return { rejected: outcome.rejected, reason: 'it is too busy' };
    }
    if (answer.status === 413 && operations.length > 1) return { tooLarge: true };
    if (answer.status === NO_ANSWER || answer.status === 429 || answer.status >= 500) {
      return { rejected: operations, reason: `status ${answer.status}, ${answer.body.slice(0, 300)}` };
    }
    throw new DemoError(
      'elasticsearch_refused',
      `Elasticsearch refuses the documents with status ${answer.status}; check the address and the credentials: ${answer.body.slice(0, 300)}`,
    );
  }

  /** Status and body; status 200 means that there is an answer for each operation. */
  async #request(operations: readonly BulkOperation[]): Promise<{ status: number; body: string }> {
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: this.#headers,
      body: operations.map(({ ndjson }) => ndjson).join(''),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    return { status: response.status, body: await response.text() };
  }

  async #sendHalves(operations: readonly BulkOperation[]): Promise<void> {
    const middle = Math.ceil(operations.length / 2);
    await this.send(operations.slice(0, middle));
    await this.send(operations.slice(middle));
  }

  /** Between two attempts; the signal cuts it short. */
  async #pause(duration_ms: number): Promise<void> {
    await sleep(duration_ms, undefined, this.#signal ? { signal: this.#signal } : {}).catch(() => undefined);
  }

  #fail(operations: readonly BulkOperation[], reason: string): void {
    this.counters.failed += operations.length;
    this.counters.first_failure ??= reason;
  }

  #count({ created, alreadyThere, failed, failure }: BulkOutcome): void {
    this.counters.sent += created + alreadyThere;
    this.counters.already_there += alreadyThere;
    this.counters.failed += failed;
    if (failure !== undefined) this.counters.first_failure ??= failure;
  }
}

function authorize({ auth }: ShipTarget): Record<string, string> {
  if (!auth) return {};
  if ('apiKey' in auth) return { authorization: `ApiKey ${auth.apiKey}` };
  return { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` };
}

function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

function gaveUp(endpoint: string, reason: string): DemoError {
  const { host } = new URL(endpoint);
  return new DemoError(
    'elasticsearch_refused',
    `Elasticsearch on ${host} takes no documents: start it or free it (${reason}).`,
  );
}
