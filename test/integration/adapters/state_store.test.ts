import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ElasticsearchStateStore } from '../../../ml-service/src/adapters/elasticsearch/state/state_store.ts';
import { startFaultProxy } from '../../fixtures/fault_proxy.ts';
import { cleanUp, connect, ELASTICSEARCH_URL, setUpFresh } from './elasticsearch_under_test.ts';

const TTL = 60_000;

describe.skipIf(!ELASTICSEARCH_URL)('state store', () => {
  let client: Client;
  let time: number;
  let first: ElasticsearchStateStore;
  let second: ElasticsearchStateStore;
  const storeOf = (owner: string, through = client) =>
    new ElasticsearchStateStore({
      client: through,
      owner,
      now: () => time,
      runtime: { sleep: () => Promise.resolve() },
    });

  beforeAll(() => {
    client = connect();
  });
  beforeEach(async () => {
    await setUpFresh(client);
    time = Date.parse('2026-11-22T10:00:00Z');
    first = storeOf('first');
    second = storeOf('second');
  });
  afterAll(() => cleanUp(client));

  it('gives back at once what was written, whatever it is', async () => {
    expect(await first.read('checkpoint:learn')).toBeUndefined();
    for (const value of [
      { minute: 5, nested: { list: [1, 'two', null] } },
      'text',
      7,
      null,
      [1, { a: 'b' }],
      { minute: 'x' },
    ]) {
      await first.write('checkpoint:learn', value);
      expect(await second.read('checkpoint:learn')).toEqual(value);
    }
  });

  it('writes a matcher, a detector and a checkpoint under their kinds', async () => {
    for (const id of ['matcher:current', 'detector:frequency', 'learn']) await first.write(id, 1);
    const { docs } = await client.mget({
      index: 'log-ai-state',
      ids: ['matcher:current', 'detector:frequency', 'learn'],
    });
    expect(docs.map((doc) => (doc as { _source: { kind: string } })._source.kind)).toEqual([
      'matcher',
      'detector',
      'checkpoint',
    ]);
  });

  it('writes and reads many at once, whatever their size', async () => {
    const big = 'x'.repeat(3_000_000);
    const values = new Map<string, unknown>([
      ['detector:frequency:000', { version: 1, until: 5, entries: { a: big } }],
      ['detector:frequency:001', { version: 1, until: 5, entries: { b: big } }],
      ['detector:frequency:002', { version: 1, until: 5, entries: {} }],
    ]);
    await first.writeAll(values);
    expect(await second.readAll([...values.keys(), 'detector:frequency:003'])).toEqual(values);
    const changed = new Map([['detector:frequency:002', { version: 1, until: 6, entries: { c: 1 } }]]);
    const lease = await first.acquireLease('detect', TTL);
    await first.writeAll(changed, lease);
    expect(await first.readAll([...values.keys()])).toEqual(new Map([...values, ...changed]));
  });

  it('refuses many late writes of an owner that was replaced', async () => {
    const lease = (await first.acquireLease('detect', TTL))!;
    time += TTL + 1;
    const next = (await second.acquireLease('detect', TTL))!;
    await second.writeAll(new Map([['detector:frequency:000', 'new']]), next);
    await expect(first.writeAll(new Map([['detector:frequency:000', 'old']]), lease)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await first.read('detector:frequency:000')).toBe('new');
  });

  it('gives a lease to one process at a time', async () => {
    const lease = await first.acquireLease('learn', TTL);
    expect(lease).toEqual({ name: 'learn', owner: 'first', epoch: 1, expires: time + TTL });
    expect(await second.acquireLease('learn', TTL)).toBeUndefined();
    expect(await second.acquireLease('detect', TTL)).toMatchObject({ epoch: 1 });
    await first.releaseLease(lease!);
    expect(await second.acquireLease('learn', TTL)).toMatchObject({ owner: 'second', epoch: 2 });
  });

  it('gives a lease to exactly one of many that ask at the same moment', async () => {
    const stores = Array.from({ length: 8 }, (_, number) => storeOf(`process-${number}`));
    const leases = await Promise.all(stores.map((store) => store.acquireLease('learn', TTL)));
    expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
  });

  it('renews under the same epoch', async () => {
    await first.acquireLease('learn', TTL);
    time += TTL - 1;
    expect(await first.acquireLease('learn', TTL)).toMatchObject({ epoch: 1, expires: time + TTL });
    time += TTL - 1;
    expect(await second.acquireLease('learn', TTL)).toBeUndefined();
  });

  it('gives a lease to all parts of one process that ask at the same moment, under one epoch', async () => {
    const leases = await Promise.all([1, 2, 3].map(() => first.acquireLease('learn', TTL)));
    expect(leases.map((lease) => lease?.epoch)).toEqual([1, 1, 1]);
  });

  it('passes a lease on when its owner went silent, under a new epoch', async () => {
    await first.acquireLease('learn', TTL);
    time += TTL;
    expect(await second.acquireLease('learn', TTL)).toMatchObject({ owner: 'second', epoch: 2 });
    expect(await first.acquireLease('learn', TTL)).toBeUndefined();
  });

  it('refuses the late write of an owner that was replaced', async () => {
    const old = (await first.acquireLease('learn', TTL))!;
    await first.write('checkpoint:learn', 'by first', old);
    time += TTL;
    const current = (await second.acquireLease('learn', TTL))!;
    await expect(first.write('checkpoint:learn', 'too late', old)).rejects.toMatchObject({
      code: 'conflict',
    });
    await second.write('checkpoint:learn', 'by second', current);
    await expect(first.write('checkpoint:learn', 'too late', old)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await first.read('checkpoint:learn')).toBe('by second');
    await first.releaseLease(old);
    expect(await second.acquireLease('learn', TTL)).toMatchObject({ epoch: 2 });
  });

  it('writes under a lease also where the answer to the first try is lost', async () => {
    const proxy = await startFaultProxy(ELASTICSEARCH_URL!);
    const flaky = storeOf('flaky', connect(proxy.url));
    const lease = (await flaky.acquireLease('learn', TTL))!;
    proxy.inject([{ kind: 'lost_answer' }], { path: 'checkpoint%3Alearn' });
    proxy.inject([{ kind: 'status', status: 503 }, { kind: 'lost_answer' }], { path: 'checkpoint%3Alearn' });
    await flaky.write('checkpoint:learn', 5, lease);
    expect(await first.read('checkpoint:learn')).toBe(5);
    await proxy.close();
  });

  it('without a lease lets the last writer win', async () => {
    await Promise.all([first.write('note', 1), second.write('note', 2)]);
    expect([1, 2]).toContain(await first.read('note'));
  });

  it('says that set-up is missing', async () => {
    await cleanUp(client);
    const fresh = storeOf('fresh');
    await expect(fresh.read('note')).rejects.toMatchObject({ code: 'not_set_up' });
    await expect(fresh.write('note', 1)).rejects.toMatchObject({ code: 'not_set_up' });
    await expect(fresh.acquireLease('learn', TTL)).rejects.toMatchObject({ code: 'not_set_up' });
  });
});
