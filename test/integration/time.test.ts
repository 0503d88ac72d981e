import { beforeEach, describe, expect, test } from 'vitest';
import { ownLogAi } from '../fixtures/own_log_ai.ts';
import { beginAnew, readFinalState, readLabel, ship, startProcess } from '../fixtures/task_world.ts';

/** Which documents are seen, and when: whoever sends them, whatever they say of themselves, wherever they lie. */

const INDEX = 'logs-time';
const MINUTE = 60_000;
const START = Math.floor(Date.now() / MINUTE) * MINUTE - 45 * MINUTE;

describe('documents', () => {
  const { client, logAi } = ownLogAi(INDEX);
  beforeEach(async () => {
    await client.indices.delete({ index: [`${INDEX}-old`, `${INDEX}-new`], ignore_unavailable: true });
    await beginAnew(logAi, INDEX);
  });

  const lineOf = (id: string, more: Record<string, unknown> = {}) => ({
    _id: id,
    '@timestamp': new Date(START).toISOString(),
    message: `Order ${id.length} is paid by user kim`,
    service: { name: 'orders' },
    log: { level: 'INFO' },
    ...more,
  });
  const linesCounted = async () =>
    Object.values((await readFinalState(client, INDEX)).counts).reduce((sum, count) => sum + count, 0);

  test.each<[string, Record<string, unknown>]>([
    ['bring an older event.ingested', { event: { ingested: '2020-01-01T00:00:00Z' } }],
    ['bring an event.ingested of tomorrow', { event: { ingested: new Date(Date.now() + 86_400_000).toISOString() } }],
    ['bring an older log_ai.ingested', { log_ai: { ingested: '2020-01-01T00:00:00Z' } }],
    ['have an event that is text', { event: 'an order was paid' }],
  ])('that %s are learned and counted', async (_what, more) => {
    const process = startProcess(logAi);
    // Another index, where `event` is an object.
    await ship(client, `${INDEX}-old`, [lineOf('a', { event: { action: 'pay' } })]);
    await process.run();
    expect(await linesCounted()).toBe(1);
    await ship(client, INDEX, [lineOf('b', more)]);
    await ship(client, INDEX, [lineOf('c', { ...more, message: 'Nobody has said this before' })]);
    const { learned } = await process.run();
    expect(learned).toMatchObject({ documents: 1, repaired: 1 });
    expect(await linesCounted()).toBe(3);
    const label = await readLabel(client, { index: INDEX, id: 'c' });
    expect(Date.parse(label.ingested!)).toBeGreaterThan(START);
  }); // prettier-ignore

  test.each<[string, Record<string, unknown>]>([
    ['as objects', { log_ai: { parse: { status: 'parsed' }, template: { id: 'mine' }, counted_by: 'stream:x-0', request_id: 'r' } }],
    ['as dotted keys', { 'log_ai.parse.status': 'parsed', 'log_ai.counted_by': 'stream:x-0', 'log_ai.request_id': 'r' }],
    ['as text', { log_ai: 'parsed' }],
  ])('whose sender writes fields under log_ai %s are not hidden by it', async (_how, more) => {
    await ship(client, INDEX, [lineOf('a', more)]);
    const before = (await client.get<Record<string, unknown>>({ index: INDEX, id: 'a' }))._source!;
    expect(Object.keys(before).filter((key) => key.startsWith('log_ai'))).toEqual(['log_ai']);
    expect(before['log_ai']).toMatchObject({ parse: { status: 'unknown' }, counted_by: 'cluster' });
    expect(before['log_ai']).not.toHaveProperty('request_id');
    const { learned } = await startProcess(logAi).run();
    expect(learned).toMatchObject({ documents: 1, repaired: 1 });
    expect(await linesCounted()).toBe(1);
  }); // prettier-ignore

  test('keep their event.ingested, and get none', async () => {
    const sent = '2020-01-01T00:00:00Z';
    await ship(client, INDEX, [lineOf('a', { event: { ingested: sent } }), lineOf('b')]);
    const eventOf = async (id: string) =>
      (await client.get<{ event?: unknown }>({ index: INDEX, id }))._source!.event;
    expect([await eventOf('a'), await eventOf('b')]).toEqual([{ ingested: sent }, undefined]);
  });

  test('of an index that is closed now stay counted when a late one comes to their minute', async () => {
    const process = startProcess(logAi);
    const old = Array.from({ length: 20 }, (_, number) => lineOf(`old-${number}`));
    await ship(client, `${INDEX}-old`, old);
    await process.run();
    expect(await linesCounted()).toBe(20);
    await client.indices.close({ index: `${INDEX}-old` });
    await ship(client, `${INDEX}-new`, [lineOf('late')]);
    await process.run();
    expect(await linesCounted()).toBe(21);
    await client.indices.delete({ index: `${INDEX}-old` });
    await ship(client, `${INDEX}-new`, [lineOf('later')]);
    await startProcess(logAi).run();
    expect(await linesCounted()).toBe(22);
  });

  test('that share an id which is no request are not put together', async () => {
    const process = startProcess(logAi);
    const hours = 4;
    const constant = Array.from({ length: hours * 60 }, (_, minute) => ({
      ...lineOf(`line-${minute}`, { http: { request: { id: 'default' } }, log: { level: 'ERROR' } }),
      '@timestamp': new Date(START - minute * MINUTE).toISOString(),
    }));
    const request = { http: { request: { id: 'r-1' } } };
    const failed = [lineOf('gateway', request), lineOf('orders', { ...request, log: { level: 'ERROR' } })];
    await ship(client, INDEX, [...constant, ...failed]);
    const { failed_requests } = await process.run();
    expect(failed_requests.map(({ request_id, line_count }) => [request_id, line_count])).toEqual([
      ['r-1', 2],
    ]);
    expect(await process.ports.state.read('checkpoint:refused_request_ids')).toMatchObject([
      { id: 'default', reason: 'too_long' },
    ]);
  });
});
