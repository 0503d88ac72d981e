import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnomalyDocument } from '../../../common/documents/anomaly_document.ts';
import type { RequestDocument } from '../../../common/documents/request_document.ts';
import { ElasticsearchRecordStore } from '../../../ml-service/src/adapters/elasticsearch/record_store.ts';
import { deleteExpired } from '../../../ml-service/src/adapters/elasticsearch/retention.ts';
import type { CountedTemplate } from '../../../ml-service/src/ports.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';
import { cleanUp, connect, ELASTICSEARCH_URL, setUpFresh } from './elasticsearch_under_test.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-11-22T23:58:00Z');
const MINUTE = START / 60_000;

const countOf = (minute: number, fields: Partial<CountedTemplate> = {}): CountedTemplate => ({
  minute,
  template_id: 't1',
  service: 'checkout',
  level: 'INFO',
  count: 3,
  ...fields,
});

function anomalyOf(id: string, start: number, record_score = 50): AnomalyDocument {
  const anomaly = structuredClone(SAMPLE_DOCUMENTS.anomalies);
  const time = new Date(start).toISOString();
  return { ...anomaly, '@timestamp': time, event: { ...anomaly.event, id, start: time }, record_score };
}

function requestOf(request_id: string, start: number, end = start): RequestDocument {
  const request = structuredClone(SAMPLE_DOCUMENTS.requests);
  const time = new Date(start).toISOString();
  const event = { ...request.event, start: time, end: new Date(end).toISOString() };
  return { ...request, request_id, '@timestamp': time, event };
}

const byText = (left: unknown, right: unknown) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1);

describe.skipIf(!ELASTICSEARCH_URL)('record store', () => {
  let client: Client;
  let store: ElasticsearchRecordStore;
  const indicesOf = async (alias: string) =>
    Object.keys(await client.indices.getSettings({ index: `${alias}-*`, allow_no_indices: true })).sort();
  const countsOf = async (from = MINUTE, to = MINUTE + 10) =>
    [...(await store.readCounts(from, to))].sort(byText);

  beforeAll(() => {
    client = connect();
  });
  beforeEach(async () => {
    await setUpFresh(client);
    store = new ElasticsearchRecordStore({ client });
  });
  afterAll(() => cleanUp(client));

  it('reads nothing before anything is written', async () => {
    expect(await store.readCounts(MINUTE, MINUTE + 1)).toEqual([]);
    expect(await store.readAnomalies({ range: { from: 0, to: START }, size: 10 })).toEqual([]);
    expect(await store.readRequests({ range: { from: 0, to: START }, size: 10 })).toEqual([]);
  });

  describe('counts', () => {
    it('lie in the index of their day and are read from their minute on', async () => {
      const counts = [0, 1, 2, 3].map((offset) => countOf(MINUTE + offset));
      await store.writeCounts(
        counts.map(({ minute }) => minute),
        counts,
      );
      expect(await indicesOf('log-ai-template-counts')).toEqual([
        'log-ai-template-counts-2026.11.22',
        'log-ai-template-counts-2026.11.23',
      ]);
      expect(await countsOf()).toEqual(counts);
      expect(await countsOf(MINUTE + 1, MINUTE + 3)).toEqual(counts.slice(1, 3));
    });

    it('are replaced minute by minute: what is no longer counted goes', async () => {
      await store.writeCounts(
        [MINUTE, MINUTE + 1],
        [countOf(MINUTE), countOf(MINUTE, { template_id: 't2' }), countOf(MINUTE + 1)],
      );
      await store.writeCounts(
        [MINUTE],
        [countOf(MINUTE, { count: 7 }), countOf(MINUTE, { service: 'gateway' })],
      );
      expect(await countsOf()).toEqual(
        [countOf(MINUTE, { count: 7 }), countOf(MINUTE, { service: 'gateway' }), countOf(MINUTE + 1)].sort(
          byText,
        ),
      );
      await store.writeCounts([MINUTE, MINUTE + 1], []);
      expect(await countsOf()).toEqual([]);
    });

    it('are not written again when they are the same', async () => {
      await store.writeCounts([MINUTE], [countOf(MINUTE)]);
      const versions = async () =>
        (await client.search({ index: 'log-ai-template-counts', version: true })).hits.hits.map(
          ({ _version }) => _version,
        );
      await store.writeCounts([MINUTE], [countOf(MINUTE)]);
      expect(await versions()).toEqual([1]);
      await store.writeCounts([MINUTE], [countOf(MINUTE, { count: 4 })]);
      expect(await versions()).toEqual([2]);
    });

    it('of several sources add up, and a source replaces only its own', async () => {
      const stream = new ElasticsearchRecordStore({ client, source: 'stream-logs-0' });
      await store.writeCounts([MINUTE], [countOf(MINUTE)]);
      await stream.writeCounts([MINUTE], [countOf(MINUTE, { count: 4 }), countOf(MINUTE, { count: 1 })]);
      expect(await countsOf()).toEqual([countOf(MINUTE, { count: 8 })]);
      await store.writeCounts([MINUTE], []);
      expect(await countsOf()).toEqual([countOf(MINUTE, { count: 5 })]);
    });

    it('keep that a line has no level', async () => {
      const count = countOf(MINUTE);
      delete (count as { level?: string }).level;
      await store.writeCounts([MINUTE], [count]);
      expect(await countsOf()).toEqual([count]);
    });
  });

  describe('anomalies', () => {
    it('are written again without doubling, and lie in the index of their month', async () => {
      await store.writeAnomalies([anomalyOf('a', START), anomalyOf('b', START + 9 * DAY_MS)]);
      await store.writeAnomalies([anomalyOf('a', START, 80)]);
      expect(await indicesOf('log-ai-anomalies')).toEqual([
        'log-ai-anomalies-2026.11',
        'log-ai-anomalies-2026.12',
      ]);
      const range = { from: START, to: START + 10 * DAY_MS };
      const found = await store.readAnomalies({ range, size: 10 });
      expect(found).toEqual([anomalyOf('b', START + 9 * DAY_MS), anomalyOf('a', START, 80)]);
      expect(await store.readAnomalies({ range, size: 1 })).toHaveLength(1);
      expect(await store.readAnomalies({ range, size: 9, min_score: 60 })).toEqual([
        anomalyOf('a', START, 80),
      ]);
      expect(await store.readAnomalies({ range: { ...range, to: START }, size: 9 })).toEqual([]);
    });

    it('that do not fit are refused loudly and kept', async () => {
      const odd = { ...anomalyOf('a', START), surprise: 1 };
      await expect(store.writeAnomalies([odd])).rejects.toThrow(
        '1 records for log-ai-anomalies were refused',
      );
      await client.indices.refresh({ index: 'log-ai-dead-letters' });
      expect((await client.count({ index: 'log-ai-dead-letters' })).count).toBe(1);
    });
  });

  describe('requests', () => {
    it('are written again without doubling, even when a late line moves their start to the day before', async () => {
      const midnight = Date.parse('2026-11-23T00:00:00Z');
      await store.writeRequests([requestOf('r-1', midnight + 1000, midnight + 2000)]);
      await store.writeRequests([requestOf('r-1', midnight - 500, midnight + 2000)]);
      expect(await indicesOf('log-ai-requests')).toEqual([
        'log-ai-requests-2026.11.22',
        'log-ai-requests-2026.11.23',
      ]);
      const range = { from: midnight - DAY_MS, to: midnight + DAY_MS };
      expect(await store.readRequests({ range, size: 10 })).toEqual([
        requestOf('r-1', midnight - 500, midnight + 2000),
      ]);
    });

    it('may have ids of any length, and go on for years', async () => {
      const long = requestOf('r'.repeat(1000), START, START + 4000 * DAY_MS);
      await store.writeRequests([long, requestOf('r-2', START + 1)]);
      const range = { from: START, to: START + 2 };
      const found = await store.readRequests({ range, size: 10 });
      expect(found.map(({ request_id }) => request_id.length)).toEqual([3, 1000]);
      expect(await indicesOf('log-ai-requests')).toEqual(['log-ai-requests-2026.11.22']);
    });
  });

  it('refuses to write where nothing is set up', async () => {
    await cleanUp(client);
    await expect(store.writeAnomalies([anomalyOf('a', START)])).rejects.toMatchObject({ code: 'not_set_up' });
    expect(await indicesOf('log-ai-anomalies')).toEqual([]);
  });

  it('deletes what is older than its retention, by the date in the name alone', async () => {
    await store.writeRequests([0, 1, 2].map((days) => requestOf(`r-${days}`, START - days * DAY_MS)));
    await store.writeAnomalies([anomalyOf('a', START - 40 * DAY_MS)]);
    await client.indices.create({ index: 'log-ai-requests-2020.01.01-mine' });
    const retention = { requests: 1, anomalies: 365, template_counts: 1 };
    const deleted = await deleteExpired({ client, retention, now: START });
    expect(deleted).toEqual(['log-ai-requests-2026.11.20']);
    expect(await indicesOf('log-ai-requests')).toEqual([
      'log-ai-requests-2020.01.01-mine',
      'log-ai-requests-2026.11.21',
      'log-ai-requests-2026.11.22',
    ]);
    expect(await deleteExpired({ client, retention, now: START })).toEqual([]);
    await client.indices.delete({ index: 'log-ai-requests-2020.01.01-mine' });
  });
});
