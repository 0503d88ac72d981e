import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  BulkWriter,
  type BulkWriterOptions,
} from '../../../ml-service/src/adapters/elasticsearch/bulk/bulk_writer.ts';
import type { BulkOperation } from '../../../ml-service/src/adapters/elasticsearch/bulk/bulk_operation.ts';
import { type FaultProxy, startFaultProxy } from '../../fixtures/fault_proxy.ts';
import { cleanUp, connect, ELASTICSEARCH_URL, setUpFresh } from './elasticsearch_under_test.ts';

const INDEX = 'logs-adapters-bulk';
const NOW = Date.parse('2026-11-22T10:00:00Z');

const idOf = (number: number) => `id-${number}`;
const documentOf = (number: number) => ({
  '@timestamp': new Date(NOW).toISOString(),
  message: `line ${number}`,
  number,
});
const createOf = (number: number): BulkOperation => ({
  action: 'create',
  index: INDEX,
  id: idOf(number),
  document: documentOf(number),
});

describe.skipIf(!ELASTICSEARCH_URL)('bulk writer', () => {
  let direct: Client;
  let proxy: FaultProxy;
  let client: Client;
  let delays: number[];

  const writerOf = (options: BulkWriterOptions = {}) =>
    new BulkWriter(client, {
      now: () => NOW,
      random: () => 1,
      sleep: (ms) => {
        delays.push(ms);
        return Promise.resolve();
      },
      ...options,
    });
  const writeAll = async (writer: BulkWriter, operations: readonly BulkOperation[]) => {
    for (const operation of operations) await writer.add(operation);
    return writer.close();
  };
  const storedNumbers = async () => {
    await direct.indices.refresh({ index: INDEX });
    const { hits } = await direct.search<{ number: number }>({
      index: INDEX,
      size: 10_000,
      sort: ['number'],
    });
    return hits.hits.map(({ _source }) => _source!.number);
  };
  const deadLetters = async () => {
    await direct.indices.refresh({ index: 'log-ai-dead-letters' });
    const { hits } = await direct.search<Record<string, unknown>>({
      index: 'log-ai-dead-letters',
      sort: ['document_id'],
    });
    return hits.hits.map(({ _source }) => _source!);
  };
  const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

  beforeAll(() => {
    direct = connect();
  });
  beforeEach(async () => {
    delays = [];
    await setUpFresh(direct);
    proxy = await startFaultProxy(ELASTICSEARCH_URL!);
    client = connect(proxy.url);
    return () => proxy.close();
  });
  afterAll(() => cleanUp(direct));

  it('writes batches by count and keeps at most two in flight', async () => {
    const writer = writerOf({ limits: { max_bytes: 1e6, max_operations: 10, max_in_flight: 2 } });
    const counters = await writeAll(writer, numbers(95).map(createOf));
    expect(counters).toEqual({ written: 95, already_there: 0, conflicts: 0, dead_letters: 0, retries: 0 });
    expect(proxy.bodies('_bulk')).toHaveLength(10);
    expect(proxy.mostInFlight).toBeLessThanOrEqual(2);
    expect(await storedNumbers()).toEqual(numbers(95));
  });

  it('writes batches by bytes', async () => {
    const writer = writerOf({ limits: { max_bytes: 2000, max_operations: 1000, max_in_flight: 2 } });
    await writeAll(writer, numbers(100).map(createOf));
    expect(Math.max(...proxy.bodies('_bulk'))).toBeLessThanOrEqual(2000);
    expect(await storedNumbers()).toEqual(numbers(100));
  });

  it.each([429, 502, 503, 504])('sends a request again after %i', async (status) => {
    proxy.inject([
      { kind: 'status', status },
      { kind: 'status', status },
    ]);
    const counters = await writeAll(writerOf(), numbers(5).map(createOf));
    expect(counters).toMatchObject({ written: 5, retries: 10 });
    expect(delays).toEqual([200, 400]);
    expect(await storedNumbers()).toEqual(numbers(5));
  });

  it('sends again after a reset', async () => {
    proxy.inject([{ kind: 'reset' }]);
    expect(await writeAll(writerOf(), numbers(5).map(createOf))).toMatchObject({ written: 5, retries: 5 });
    expect(await storedNumbers()).toEqual(numbers(5));
  });

  it('doubles nothing when the answer was lost', async () => {
    proxy.inject([{ kind: 'lost_answer' }]);
    const counters = await writeAll(writerOf(), numbers(5).map(createOf));
    expect(counters).toMatchObject({ written: 0, already_there: 5 });
    expect(await storedNumbers()).toEqual(numbers(5));
  });

  it('sends only the rejected items again', async () => {
    proxy.inject([{ kind: 'rejected_items', positions: [1, 3], status: 429 }]);
    const counters = await writeAll(writerOf(), numbers(5).map(createOf));
    expect(counters).toEqual({ written: 5, already_there: 0, conflicts: 0, dead_letters: 0, retries: 2 });
    expect(await storedNumbers()).toEqual(numbers(5));
  });

  it('splits what is too large and keeps the beginning of what no split makes small enough', async () => {
    proxy.limitBody(70_000);
    const large = { ...documentOf(2), message: 'x'.repeat(100_000) };
    const operations = numbers(5).map((number) =>
      number === 2 ? { ...createOf(2), document: large } : createOf(number),
    ) as BulkOperation[];
    expect(await writeAll(writerOf(), operations)).toMatchObject({ written: 4, dead_letters: 1 });
    expect(await storedNumbers()).toEqual([0, 1, 3, 4]);
    const [letter] = await deadLetters();
    expect(letter).toMatchObject({ index: INDEX, document_id: 'id-2', reason: 'too_large', status: 413 });
    expect((letter!['document'] as { beginning: string }).beginning).toHaveLength(65_536);
  });

  it('keeps what Elasticsearch refuses for good, with the reason, and writes the rest', async () => {
    await direct.indices.create({
      index: INDEX,
      mappings: { properties: { duration: { type: 'long' }, number: { type: 'long' } } },
    });
    const refused = { ...documentOf(1), duration: 'soon' };
    const operations: BulkOperation[] = [
      createOf(0),
      { ...createOf(1), document: refused },
      createOf(2),
    ] as never;
    expect(await writeAll(writerOf(), operations)).toMatchObject({ written: 2, dead_letters: 1, retries: 0 });
    expect(await deadLetters()).toEqual([
      {
        '@timestamp': new Date(NOW).toISOString(),
        index: INDEX,
        document_id: 'id-1',
        reason: 'document_parsing_exception',
        error: expect.stringContaining('failed to parse field [duration] of type [long]') as string,
        status: 400,
        retriable: false,
        bytes: expect.any(Number) as number,
        document: refused,
      },
    ]);
    // Sent once more, it is the same letter.
    await writeAll(writerOf(), operations);
    expect(await deadLetters()).toHaveLength(1);
  });

  it('counts a guarded write whose document changed or went as a conflict', async () => {
    await writeAll(writerOf(), [createOf(0), createOf(1)]);
    const { _seq_no, _primary_term } = await direct.get({ index: INDEX, id: 'id-0' });
    const guard = { if_seq_no: _seq_no!, if_primary_term: _primary_term! };
    const update = { action: 'update', index: INDEX, id: 'id-0', document: { number: 7 }, ...guard } as const;
    expect(await writeAll(writerOf(), [update])).toMatchObject({ written: 1, conflicts: 0 });
    expect(await writeAll(writerOf(), [update])).toMatchObject({ written: 0, conflicts: 1 });
    expect(await writeAll(writerOf(), [{ ...update, id: 'gone' }])).toMatchObject({
      conflicts: 1,
      dead_letters: 0,
    });
    expect(await storedNumbers()).toEqual([1, 7]);
  });

  it('deletes, also what is gone already', async () => {
    await writeAll(writerOf(), [createOf(0)]);
    const remove = { action: 'delete', index: INDEX, id: 'id-0' } as const;
    expect(
      await writeAll(writerOf(), [remove, remove, { ...remove, index: 'logs-adapters-none' }]),
    ).toMatchObject({
      written: 3,
    });
    expect(await storedNumbers()).toEqual([]);
    expect(await direct.indices.exists({ index: 'logs-adapters-none' })).toBe(false);
  });

  it('gives up loudly when Elasticsearch stays away', async () => {
    const policy = { attempts: 3, base_ms: 1, max_ms: 1 };
    proxy.inject([{ kind: 'reset' }, { kind: 'status', status: 503 }, { kind: 'reset' }]);
    const writer = writerOf({ policy });
    for (const operation of numbers(5).map(createOf)) await writer.add(operation);
    await expect(writer.flush()).rejects.toMatchObject({
      code: 'elasticsearch_unreachable',
      details: { unsettled: 5 },
    });
    await expect(writer.add(createOf(9))).rejects.toMatchObject({ code: 'elasticsearch_unreachable' });
    expect(writer.counters.written).toBe(0);
  });

  it('says what it could not settle when only some items stay rejected', async () => {
    const policy = { attempts: 2, base_ms: 1, max_ms: 1 };
    proxy.inject([
      { kind: 'rejected_items', positions: [0, 4], status: 429 },
      { kind: 'rejected_items', positions: [0], status: 429 },
    ]);
    const settled: string[] = [];
    const writer = writerOf({ policy, onSettled: ({ id }, verdict) => settled.push(`${id!} ${verdict}`) });
    for (const operation of numbers(5).map(createOf)) await writer.add(operation);
    await expect(writer.flush()).rejects.toMatchObject({ details: { unsettled: 1 } });
    expect(settled).toEqual(['id-1 written', 'id-2 written', 'id-3 written', 'id-4 written']);
  });

  it('fails where a privilege is missing instead of making every document a dead letter', async () => {
    await direct.indices.create({ index: INDEX, settings: { 'index.blocks.write': true } });
    const writer = writerOf();
    await writer.add(createOf(0));
    await expect(writer.flush()).rejects.toMatchObject({ code: 'elasticsearch_forbidden' });
    expect(await deadLetters()).toEqual([]);
  });

  it('ends at once when it is aborted while it waits', async () => {
    proxy.inject([{ kind: 'status', status: 503 }]);
    const controller = new AbortController();
    const writer = writerOf({
      signal: controller.signal,
      sleep: (_ms, signal) => {
        controller.abort(new Error('stopped'));
        signal?.throwIfAborted();
        return Promise.resolve();
      },
    });
    await writer.add(createOf(0));
    await expect(writer.flush()).rejects.toThrow('stopped');
  });
});
