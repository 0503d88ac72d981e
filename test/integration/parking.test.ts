import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { composeLogAi, type LogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { ParkedDocuments } from '../../ml-service/src/tasks/cycle/parked.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { beginAnew, readLabel, ship, startProcess } from '../fixtures/task_world.ts';

/** Unknown documents that cannot be labelled: they are not read, learned and counted in every cycle. */

const INDEX = 'logs-parking';
const READ_ONLY = `${INDEX}-read-only`;
const STRICT = `${INDEX}-strict`;
const HOUR = 3_600_000;
const config = loadConfig({
  env: {
    ELASTICSEARCH_URL,
    LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
    LOG_AI_ELASTICSEARCH__LOG_INDICES: `${INDEX}*`,
  },
});
const line = (_id: string, message: string, more: object = {}) => ({
  _id,
  '@timestamp': new Date().toISOString(),
  message,
  ...more,
});

describe('what cannot be labelled', () => {
  const client = connectToCluster();
  let logAi: LogAi;
  let ahead_ms = 0;

  beforeAll(async () => {
    await cleanCluster(client, `${INDEX}*`);
    logAi = composeLogAi(config);
    await logAi.setUp();
  });
  beforeEach(async () => {
    ahead_ms = 0;
    await client.indices.delete({ index: [READ_ONLY, STRICT], ignore_unavailable: true });
    await client.indices.deleteIndexTemplate({ name: STRICT }, { ignore: [404] });
    await beginAnew(logAi, INDEX);
  });
  afterAll(async () => {
    await client.indices.deleteIndexTemplate({ name: STRICT }, { ignore: [404] });
    await logAi.close();
    await cleanCluster(client, `${INDEX}*`);
    await client.close();
  });

  const begin = () => startProcess(logAi, (ports) => ({ ...ports, now: () => Date.now() + ahead_ms }));
  const statusOf = async (index: string, id: string) => (await readLabel(client, { index, id })).parse.status;
  const block = (write: boolean) =>
    client.indices.putSettings({ index: READ_ONLY, settings: { 'index.blocks.write': write } });
  const groups = async () => (await ParkedDocuments.read(logAi.ports.state)).groups();

  test('a read-only index is parked, others go on, and it is tried again when the block is gone', async () => {
    await ship(client, READ_ONLY, [
      line('a', 'Cart opened by 10.0.0.7'),
      line('b', 'Cart opened by 10.0.0.8'),
    ]);
    await ship(client, INDEX, [line('c', 'Parcel handed over to the carrier')]);
    await block(true);
    const process = begin();
    const first = await process.run();
    expect(first.learned).toMatchObject({ repaired: 1, parked: 2 });
    expect(await statusOf(INDEX, 'c')).toBe('parsed');
    expect(await groups()).toMatchObject([
      { index: READ_ONLY, reason: 'cluster_block_exception', documents: 2 },
    ]);
    const letters = await client.count({ index: 'log-ai-dead-letters' });
    expect(letters.count).toBe(0);
    // Another process does not try them, either.
    for (const next of [process, begin()]) {
      const { learned, counted_minutes: _counted } = await next.run();
      expect(learned).toMatchObject({ documents: 0, parked: 2 });
    }

    await block(false);
    ahead_ms = HOUR;
    expect((await process.run()).learned).toMatchObject({ documents: 2, repaired: 2, parked: 0 });
    expect(await statusOf(READ_ONLY, 'a')).toBe('parsed');
    expect(await groups()).toEqual([]);
  });

  test('an index whose mapping refuses labels is parked, and tried again after growing pauses', async () => {
    const status = { properties: { status: { type: 'keyword' as const } } };
    const mappings = {
      dynamic: 'strict' as const,
      properties: {
        '@timestamp': { type: 'date' as const },
        message: { type: 'text' as const },
        log_ai: { properties: { parse: status } },
      },
    };
    await client.indices.putIndexTemplate({
      name: STRICT,
      index_patterns: [STRICT],
      priority: 600,
      template: { mappings },
    });
    await client.index({
      index: STRICT,
      id: 'a',
      refresh: true,
      document: {
        '@timestamp': new Date().toISOString(),
        message: 'Cart opened by 10.0.0.7',
        log_ai: { parse: { status: 'unknown' } },
      },
    });
    const process = begin();
    expect((await process.run()).learned).toMatchObject({ documents: 1, repaired: 0, parked: 1 });
    expect((await process.run()).learned).toMatchObject({ documents: 0, parked: 1 });
    const [before] = await groups();
    ahead_ms = 2 * 60_000;
    expect((await process.run()).learned).toMatchObject({ documents: 1, parked: 1 });
    const [after] = await groups();
    expect(after).toMatchObject({
      index: STRICT,
      reason: 'strict_dynamic_mapping_exception',
      since: before!.since,
    });
    expect(after!.again - Date.now() - ahead_ms).toBeGreaterThan(60_000);
  });

  test('pages are bounded by bytes, and hold no more of a document than reading needs', async () => {
    const wide = 'x'.repeat(100_000);
    const documents = Array.from({ length: 300 }, (_, number) =>
      line(`w${number}`, `Cart ${number} is open`, { payload: wide }),
    );
    const long = Array.from({ length: 300 }, (_, number) =>
      line(`l${number}`, `Report ${number} ${'of figures '.repeat(5000)}`),
    );
    for (let at = 0; at < 300; at += 50) {
      await ship(client, INDEX, documents.slice(at, at + 50));
      await ship(client, INDEX, long.slice(at, at + 50));
    }
    let largest = 0;
    logAi.client.diagnostic.on('response', (error, result) => {
      if (error || result?.meta.request.params.path !== '/_search') return;
      largest = Math.max(largest, JSON.stringify(result.body).length);
    });
    const { learned } = await begin().run();
    expect(learned).toMatchObject({ documents: 600, repaired: 600 });
    expect(largest).toBeGreaterThan(1_000_000);
    expect(largest).toBeLessThan(7_000_000);
  });
});
