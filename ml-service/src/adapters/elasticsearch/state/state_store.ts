import type { Client } from '@elastic/elasticsearch';
import type { StateDocument } from '../../../../../common/documents/operation_documents.ts';
import { LogAiError } from '../../../../../common/errors.ts';
import { INDICES } from '../../../../../common/indices.ts';
import type { Clock } from '../../../ports/time.ts';
import type { Lease, StateStore } from '../../../ports/state.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { isMissingDocument, statusOf } from '../client/elasticsearch_error.ts';
import { createSetUpCheck } from '../setup/set_up_check.ts';

const INDEX = INDICES.state.name;
/** Without a lease the last writer wins; nobody loses five times in a row by chance. */
const MAX_ROUNDS = 5;

interface Stored {
  readonly document: StateDocument;
  readonly seq_no: number;
  readonly primary_term: number;
}

const leaseId = (name: string) => `lease:${name}`;

/** `matcher:…`, `detector:…` and `edits:…` are what they say, everything else is a checkpoint. */
function kindOf(id: string): StateDocument['kind'] {
  const prefix = id.split(':', 1)[0];
  return prefix === 'matcher' || prefix === 'detector' || prefix === 'edits' ? prefix : 'checkpoint';
}

/**
 * `log-ai-state`: checkpoints, detector state and leases.
 *
 * A lease has an epoch that rises with each new owner, and a write behind a lease carries it. The write goes through only
 * if the lease is still the same owner's, no later epoch has written the record, and nobody writes it in between
 * (`if_seq_no`): an owner that was asleep cannot undo what its successor did. Clocks of the processes may differ by less
 * than the time to live.
 */
export class ElasticsearchStateStore implements StateStore {
  private readonly client: Client;
  private readonly owner: string;
  private readonly now: Clock;
  private readonly call: Call;
  private readonly checkSetUp: () => Promise<void>;

  /** @param input.owner - Unique for each process and each of its starts. */
  constructor(input: { client: Client; owner: string; now?: Clock; runtime?: RetryRuntime }) {
    this.client = input.client;
    this.owner = input.owner;
    this.now = input.now ?? Date.now;
    this.call = createCall(input.runtime);
    this.checkSetUp = createSetUpCheck(input.client, this.call);
  }

  async read(id: string): Promise<unknown> {
    return (await this.get(id))?.document.value;
  }

  /** @throws LogAiError `conflict` when the lease is another's by now, or others win five times in a row. */
  async write(id: string, value: unknown, lease?: Lease): Promise<void> {
    await this.checkSetUp();
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
      const stored = await this.get(id);
      const epoch = lease?.epoch ?? stored?.document.epoch ?? 0;
      if (lease) await this.checkLease(lease, stored);
      if (await this.put(id, this.documentOf({ id, value, epoch, lease }), stored)) return;
    }
    throw new LogAiError('conflict', `Other processes keep writing ${id}: try again.`, { details: { id } });
  }

  async readAll(ids: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
    await this.checkSetUp();
    const stored = await this.getAll(ids);
    return new Map([...stored].map(([id, { document }]) => [id, document.value]));
  }

  /** @throws LogAiError `conflict` when the lease is another's by now, or others win five times in a row. */
  async writeAll(values: ReadonlyMap<string, unknown>, lease?: Lease): Promise<void> {
    await this.checkSetUp();
    for (const part of partsOf(values)) {
      let pending = part;
      for (let round = 1; pending.size > 0; round += 1) {
        if (round > MAX_ROUNDS) {
          const [id] = pending.keys();
          throw new LogAiError('conflict', `Other processes keep writing ${id}: try again.`, {
            details: { id },
          });
        }
        pending = await this.putAll(pending, lease);
      }
    }
  }

  /** Returns those that somebody wrote in between, or that were sent twice because an answer was lost. */
  private async putAll(
    values: ReadonlyMap<string, unknown>,
    lease: Lease | undefined,
  ): Promise<ReadonlyMap<string, unknown>> {
    const stored = await this.getAll([...values.keys()]);
    if (lease) await this.checkLease(lease, ...stored.values());
    const operations = [...values].flatMap(([id, value]) => {
      const before = stored.get(id);
      const epoch = lease?.epoch ?? before?.document.epoch ?? 0;
      const document = this.documentOf({ id, value, epoch, lease });
      const action = before
        ? { index: { _id: id, if_seq_no: before.seq_no, if_primary_term: before.primary_term } }
        : { create: { _id: id } };
      return [action, document];
    });
    const { items } = await this.call('write states', () => this.client.bulk({ index: INDEX, operations }));
    const refused = items.map((item) => Object.values(item)[0]!).filter(({ error }) => error !== undefined);
    const failed = refused.find(({ status }) => status !== 409);
    if (failed) {
      throw new LogAiError(
        'elasticsearch_failed',
        `${failed._id} could not be written: ${failed.error!.type}.`,
        {
          details: { id: failed._id, reason: failed.error!.reason },
        },
      );
    }
    return new Map(refused.map(({ _id }) => [_id!, values.get(_id!)]));
  }

  private async getAll(ids: readonly string[]): Promise<Map<string, Stored>> {
    if (ids.length === 0) return new Map();
    const { docs } = await this.call('read states', () =>
      this.client.mget<StateDocument>({ index: INDEX, ids: [...ids] }),
    );
    return new Map(
      docs.flatMap((doc): [string, Stored][] =>
        'error' in doc || !doc.found
          ? []
          : [[doc._id, { document: doc._source!, seq_no: doc._seq_no!, primary_term: doc._primary_term! }]],
      ),
    );
  }

  /** @throws LogAiError `conflict` as {@link ElasticsearchStateStore.write}; what `change` throws. */
  async update(id: string, change: (value: unknown) => unknown, lease?: Lease): Promise<unknown> {
    await this.checkSetUp();
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
      const stored = await this.get(id);
      if (lease) await this.checkLease(lease, stored);
      const value = change(stored?.document.value);
      if (value === undefined) return stored?.document.value;
      const epoch = lease?.epoch ?? stored?.document.epoch ?? 0;
      if (await this.put(id, this.documentOf({ id, value, epoch, lease }), stored)) return value;
    }
    throw new LogAiError('conflict', `Other processes keep writing ${id}: try again.`, { details: { id } });
  }

  async acquireLease(name: string, ttl_ms: number): Promise<Lease | undefined> {
    await this.checkSetUp();
    // A schedule and a job of one process renew the same lease: who loses the write looks again who has it.
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
      const stored = await this.get(leaseId(name));
      const now = this.now();
      const isOurs = stored?.document.owner === this.owner;
      if (stored && !isOurs && expiryOf(stored.document) > now) return undefined;
      const epoch = (stored?.document.epoch ?? 0) + (isOurs ? 0 : 1);
      const lease: Lease = { name, owner: this.owner, epoch, expires: now + ttl_ms };
      if (await this.putLease(lease, stored)) return lease;
    }
    return undefined;
  }

  async releaseLease(lease: Lease): Promise<void> {
    const stored = await this.get(leaseId(lease.name));
    if (!stored || !isHeldBy(stored.document, lease)) return;
    // Without an owner the next one, be it the same process, begins a new epoch.
    const document = { ...stored.document, expires: this.isoNow(), updated: this.isoNow() };
    delete document.owner;
    await this.put(leaseId(lease.name), document, stored);
  }

  private documentOf(input: {
    id: string;
    value: unknown;
    epoch: number;
    lease: Lease | undefined;
  }): StateDocument {
    const { id, value, epoch, lease } = input;
    return { kind: kindOf(id), epoch, updated: this.isoNow(), value, ...(lease && { owner: lease.owner }) };
  }

  private async checkLease(lease: Lease, ...stored: (Stored | undefined)[]): Promise<void> {
    const current = await this.get(leaseId(lease.name));
    const isHeld = current !== undefined && isHeldBy(current.document, lease);
    if (isHeld && stored.every((one) => (one?.document.epoch ?? 0) <= lease.epoch)) return;
    throw new LogAiError('conflict', `Another process took over ${lease.name}: this run is abandoned.`, {
      details: { lease: lease.name, epoch: lease.epoch },
    });
  }

  private putLease(lease: Lease, stored: Stored | undefined): Promise<boolean> {
    const document: StateDocument = {
      kind: 'lease',
      owner: lease.owner,
      epoch: lease.epoch,
      expires: new Date(lease.expires).toISOString(),
      updated: this.isoNow(),
      value: null,
    };
    return this.put(leaseId(lease.name), document, stored);
  }

  private async get(id: string): Promise<Stored | undefined> {
    return this.call(`read ${id}`, async () => {
      try {
        const { _source, _seq_no, _primary_term } = await this.client.get<StateDocument>({
          index: INDEX,
          id,
        });
        return { document: _source!, seq_no: _seq_no!, primary_term: _primary_term! };
      } catch (error) {
        if (isMissingDocument(error)) return undefined;
        throw error;
      }
    });
  }

  /** Writes if nobody wrote since `stored` was read. False when somebody did. */
  private async put(id: string, document: StateDocument, stored: Stored | undefined): Promise<boolean> {
    const guard = stored
      ? { if_seq_no: stored.seq_no, if_primary_term: stored.primary_term }
      : { op_type: 'create' as const };
    return this.call(`write ${id}`, async () => {
      try {
        await this.client.index({ index: INDEX, id, document, ...guard });
        return true;
      } catch (error) {
        if (statusOf(error) === 409) return false;
        throw error;
      }
    });
  }

  private isoNow(): string {
    return new Date(this.now()).toISOString();
  }
}

/** Requests of some megabytes, whatever the size of the states. */
const PART_CHARACTERS = 4_000_000;

function* partsOf(values: ReadonlyMap<string, unknown>): Generator<ReadonlyMap<string, unknown>> {
  let part = new Map<string, unknown>();
  let characters = 0;
  for (const [id, value] of values) {
    part.set(id, value);
    characters += JSON.stringify(value).length;
    if (characters < PART_CHARACTERS) continue;
    yield part;
    part = new Map();
    characters = 0;
  }
  if (part.size > 0) yield part;
}

function expiryOf({ expires }: StateDocument): number {
  return expires === undefined ? 0 : Date.parse(expires);
}

function isHeldBy({ owner, epoch }: StateDocument, lease: Lease): boolean {
  return owner === lease.owner && epoch === lease.epoch;
}
