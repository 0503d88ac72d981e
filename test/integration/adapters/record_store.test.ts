import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnomalyDocument } from '../../../common/documents/anomaly_document.ts';
import type { RequestDocument } from '../../../common/documents/request_document.ts';
import { ElasticsearchRecordStore } from '../../../ml-service/src/adapters/elasticsearch/records/record_store.ts';
import { deleteExpired } from '../../../ml-service/src/adapters/elasticsearch/records/retention.ts';
import type { AnomalyQuery, RequestQuery } from '../../../ml-service/src/ports/records.ts';
import type { CountedLines } from '../../../ml-service/src/store/counted_lines.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';
import { cleanUp, connect, ELASTICSEARCH_URL, setUpFresh } from './elasticsearch_under_test.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-11-22T23:58:00Z');
const MINUTE = START / 60_000;

const countOf = (minute: number, fields: Partial<CountedLines> = {}): CountedLines => ({
  minute,
  index: 'logs-shop',
  status: 'parsed',
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
  const { anomaly_id: _anomaly_id, ...request } = structuredClone(SAMPLE_DOCUMENTS.requests);
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

  const replace = async (
    where: ElasticsearchRecordStore,
    minutes: readonly number[],
    counts: readonly CountedLines[],
  ) => where.writeCounts(await where.readMinutes(minutes), counts);

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
    const range = { from: 0, to: START };
    expect(await store.readAnomalies({ range, size: 10 })).toEqual({ total: 0, records: [] });
    expect(await store.readAnomaly('a')).toBeUndefined();
    expect(await store.expectAnomaly('a', true)).toBeUndefined();
    expect(await store.readRequests({ range, size: 10 })).toEqual({
      total: 0,
      totals: { failed: 0, degraded: 0 },
      records: [],
    });
    expect(await store.countRequests({ range })).toEqual([]);
    expect(await store.sumLines({ range, split: ['template'] })).toEqual([]);
    expect(await store.countedIntervals({ range, interval_ms: 60_000 })).toEqual([]);
  });

  describe('counts', () => {
    it('lie in the index of their day and are read from their minute on', async () => {
      const counts = [0, 1, 2, 3].map((offset) => countOf(MINUTE + offset));
      await replace(
        store,
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
      await replace(
        store,
        [MINUTE, MINUTE + 1],
        [countOf(MINUTE), countOf(MINUTE, { template_id: 't2' }), countOf(MINUTE + 1)],
      );
      await replace(
        store,
        [MINUTE],
        [countOf(MINUTE, { count: 7 }), countOf(MINUTE, { service: 'gateway' })],
      );
      expect(await countsOf()).toEqual(
        [countOf(MINUTE, { count: 7 }), countOf(MINUTE, { service: 'gateway' }), countOf(MINUTE + 1)].sort(
          byText,
        ),
      );
      await replace(store, [MINUTE, MINUTE + 1], []);
      expect(await countsOf()).toEqual([]);
    });

    it('are not written again when they are the same', async () => {
      await replace(store, [MINUTE], [countOf(MINUTE)]);
      const versions = async () =>
        (await client.search({ index: 'log-ai-template-counts', version: true })).hits.hits.map(
          ({ _version }) => _version,
        );
      await replace(store, [MINUTE], [countOf(MINUTE)]);
      expect(await versions()).toEqual([1]);
      await replace(store, [MINUTE], [countOf(MINUTE, { count: 4 })]);
      expect(await versions()).toEqual([2]);
    });

    it('of several sources add up, and a source replaces only its own', async () => {
      const stream = new ElasticsearchRecordStore({ client, source: 'stream-logs-0' });
      await replace(store, [MINUTE], [countOf(MINUTE)]);
      await replace(stream, [MINUTE], [countOf(MINUTE, { count: 4 }), countOf(MINUTE, { count: 1 })]);
      expect(await countsOf()).toEqual([countOf(MINUTE), countOf(MINUTE, { count: 5 })]);
      await replace(store, [MINUTE], []);
      expect(await countsOf()).toEqual([countOf(MINUTE, { count: 5 })]);
    });

    it('add up by kind and by interval', async () => {
      const noLevel = countOf(MINUTE + 3, { template_id: 't2', service: 'gateway', count: 5 });
      delete (noLevel as { level?: string }).level;
      const stream = new ElasticsearchRecordStore({ client, source: 'stream-logs-0' });
      await replace(
        store,
        [MINUTE, MINUTE + 1, MINUTE + 3],
        [countOf(MINUTE), countOf(MINUTE + 1, { level: 'ERROR' }), noLevel],
      );
      await replace(stream, [MINUTE], [countOf(MINUTE, { count: 10 })]);
      const range = { from: START, to: START + 10 * 60_000 };
      const sum = async (query: Omit<Parameters<typeof store.sumLines>[0], 'range'>) =>
        [...(await store.sumLines({ range, ...query }))].sort(byText);
      const interval_ms = 120_000;
      const time = (bucket: number) => START + bucket * interval_ms;
      expect(await sum({ split: [], interval_ms })).toEqual([
        { time: time(0), count: 16 },
        { time: time(1), count: 5 },
      ]);
      expect(await sum({ split: ['template'] })).toEqual([
        { template_id: 't1', count: 16 },
        { template_id: 't2', count: 5 },
      ]);
      expect(await sum({ split: ['service', 'level'], interval_ms })).toEqual(
        [
          { service: 'checkout', level: 'ERROR', time: time(0), count: 3 },
          { service: 'checkout', level: 'INFO', time: time(0), count: 13 },
          { service: 'gateway', time: time(1), count: 5 },
        ].sort(byText),
      );
      expect(await sum({ split: [], interval_ms, template_ids: ['t2'] })).toEqual([
        { time: time(1), count: 5 },
      ]);
      expect(await sum({ split: ['template'], services: ['checkout'], level: 'ERROR' })).toEqual([
        { template_id: 't1', count: 3 },
      ]);
      expect(await store.countedIntervals({ range, interval_ms: 60_000 })).toEqual(
        [0, 1, 3].map((minute) => START + minute * 60_000),
      );
    });

    it('of who read them before somebody else replaced them are refused', async () => {
      await replace(store, [MINUTE], [countOf(MINUTE)]);
      const seen = await store.readMinutes([MINUTE, MINUTE + 1]);
      await replace(store, [MINUTE, MINUTE + 1], [countOf(MINUTE, { count: 9 }), countOf(MINUTE + 1)]);
      const stale = [countOf(MINUTE, { count: 2 }), countOf(MINUTE + 1, { count: 1 })];
      await expect(store.writeCounts(seen, stale)).rejects.toMatchObject({ code: 'conflict' });
      await expect(store.writeCounts(seen, [])).rejects.toMatchObject({ code: 'conflict' });
      expect(await countsOf()).toEqual([countOf(MINUTE, { count: 9 }), countOf(MINUTE + 1)].sort(byText));
    });

    it('tell the coverage: what is unknown and skipped is counted, and is of no template', async () => {
      const without = (status: string, count: number) => {
        const row = countOf(MINUTE, { status, count });
        delete (row as { template_id?: string }).template_id;
        return row;
      };
      const rows = [countOf(MINUTE), without('unknown', 2), without('skipped:too_long', 1)];
      await replace(
        store,
        [MINUTE],
        [...rows, { ...without('unknown', 4), index: '.ds-logs-web-2026.11.22-000001' }],
      );
      const range = { from: START, to: START + 60_000 };
      expect(await store.coverage(range)).toEqual({
        total: 10,
        by_status: { parsed: 3, unknown: 6, 'skipped:too_long': 1 },
      });
      expect(await store.coverage(range, ['logs-web'])).toEqual({ total: 4, by_status: { unknown: 4 } });
      expect(await store.coverage(range, [])).toEqual({ total: 0, by_status: {} });
      expect(await store.sumLines({ range, split: ['level'] })).toEqual([{ level: 'INFO', count: 3 }]);
    });

    it('say in which data streams the lines of a service lie', async () => {
      await replace(
        store,
        [MINUTE, MINUTE + 1],
        [
          countOf(MINUTE, { index: '.ds-logs-web-2026.11.22-000001' }),
          countOf(MINUTE, { index: '.ds-logs-app-2026.11.22-000001', template_id: 't2' }),
          countOf(MINUTE, { index: '.ds-logs-pay-2026.11.22-000001', service: 'payment' }),
          countOf(MINUTE + 1, { index: '.ds-logs-late-2026.11.22-000001' }),
        ],
      );
      const range = { from: START, to: START + 60_000 };
      expect(await store.dataStreamsOf({ service: 'checkout', range })).toEqual(['logs-app', 'logs-web']);
      expect(await store.dataStreamsOf({ service: 'nobody', range })).toEqual([]);
    });

    it('keep that a line has no level', async () => {
      const count = countOf(MINUTE);
      delete (count as { level?: string }).level;
      await replace(store, [MINUTE], [count]);
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
      expect(await store.readAnomalies({ range, size: 10 })).toEqual({
        total: 2,
        records: [anomalyOf('b', START + 9 * DAY_MS), anomalyOf('a', START, 80)],
      });
      const { total, records } = await store.readAnomalies({ range, size: 1 });
      expect({ total, read: records.length }).toEqual({ total: 2, read: 1 });
    });

    it('are found by what they are', async () => {
      const quiet = anomalyOf('quiet', START, 20);
      const other = anomalyOf('other', START + 1);
      other.service = { name: 'gateway' };
      other.log_ai.template = { id: 't2' };
      other.anomaly.type = 'new_template';
      other.event.risk_score = 90;
      await store.writeAnomalies([quiet, other]);
      const idsOf = async (query: Partial<AnomalyQuery>) => {
        const range = { from: START, to: START + DAY_MS };
        const { records } = await store.readAnomalies({ range, size: 9, ...query });
        return records.map(({ event }) => event.id);
      };
      expect(await idsOf({})).toEqual(['other', 'quiet']);
      expect(await idsOf({ min_score: 21 })).toEqual(['other']);
      expect(await idsOf({ min_risk: 80 })).toEqual(['other']);
      expect(await idsOf({ service: 'checkout' })).toEqual(['quiet']);
      expect(await idsOf({ template_ids: ['t2', 't3'] })).toEqual(['other']);
      expect(await idsOf({ type: 'new_template' })).toEqual(['other']);
      expect(await idsOf({ status: 'resolved' })).toEqual([]);
      expect(await idsOf({ status: 'active', type: 'frequency' })).toEqual(['quiet']);
    });

    it('are found by their subject where they touch a range, by the minutes they have now or had first', async () => {
      const moved = anomalyOf('moved', START);
      const other = anomalyOf('other', START);
      for (const { event, anomaly } of [moved, other]) event.end = anomaly.last_seen = event.start;
      moved.anomaly.first_seen = new Date(START - 120_000).toISOString();
      other.subject.key = 'template_a/gateway';
      await store.writeAnomalies([moved, other]);
      const idsOf = async (from: number, to: number, keys = [moved.subject.key]) => {
        const range = { from: START + from, to: START + to };
        const found = await store.readAnomaliesOf({ subject_keys: keys, range });
        return found.map(({ event }) => event.id);
      };
      expect(await idsOf(-300_000, -120_000)).toEqual(['moved']);
      expect(await idsOf(-300_000, -120_001)).toEqual([]);
      const many = Array.from({ length: 2500 }, (_, number) => `template_${number}/checkout`);
      expect((await idsOf(0, 0, [...many, moved.subject.key, other.subject.key])).sort()).toEqual([
        'moved',
        'other',
      ]);
    });

    it('are open until their detector saw their end, whatever people say', async () => {
      const [open, expected, closed] = ['open', 'expected', 'closed'].map((id) => anomalyOf(id, START));
      closed!.anomaly = { ...closed!.anomaly, status: 'resolved', found_status: 'resolved' };
      await store.writeAnomalies([open!, expected!, closed!]);
      await store.expectAnomaly('expected', true);
      const found = await store.readOpenAnomalies(['frequency', 'drop']);
      expect(found.map(({ event }) => event.id).sort()).toEqual(['expected', 'open']);
      expect(await store.readOpenAnomalies(['new_template'])).toEqual([]);
    });

    it('are found when they touch the range', async () => {
      const long = anomalyOf('long', START);
      long.event.end = new Date(START + 60_000).toISOString();
      const point = anomalyOf('point', START + 30_000);
      point.event.end = point.event.start;
      await store.writeAnomalies([long, point]);
      const idsIn = async (from: number, to: number) => {
        const { records } = await store.readAnomalies({
          range: { from: START + from, to: START + to },
          size: 9,
        });
        return records.map(({ event }) => event.id);
      };
      expect(await idsIn(-10, 0)).toEqual([]);
      expect(await idsIn(-10, 1)).toEqual(['long']);
      expect(await idsIn(30_000, 30_001)).toEqual(['point', 'long']);
      expect(await idsIn(30_001, 40_000)).toEqual(['long']);
      expect(await idsIn(60_000, 70_000)).toEqual([]);
    });

    describe('that a person expected', () => {
      const statusOf = async (id: string) => (await store.readAnomaly(id))?.anomaly.status;

      it('stay expected when the detector writes them again, and keep the moment of detection', async () => {
        await store.writeAnomalies([anomalyOf('a', START)]);
        const expectation = { by: 'bert', at: new Date(START).toISOString() };
        const said = await store.expectAnomaly('a', true, expectation);
        expect(said).toEqual(await store.readAnomaly('a'));
        expect(said?.anomaly.status).toBe('expected');
        const again = anomalyOf('a', START, 80);
        again.event.created = new Date(START + DAY_MS).toISOString();
        again.is_interim = true;
        await store.writeAnomalies([again]);
        expect(await store.readAnomaly('a')).toEqual({
          ...again,
          event: { ...again.event, created: said!.event.created },
          anomaly: { ...again.anomaly, status: 'expected', expectation },
        });
        await store.expectAnomaly('a', false);
        expect(await statusOf('a')).toBe('active');
      });

      it('stay so whoever writes first', async () => {
        await store.writeAnomalies([anomalyOf('a', START)]);
        await Promise.all([
          ...Array.from({ length: 4 }, (_, n) => store.writeAnomalies([anomalyOf('a', START, 60 + n)])),
          store.expectAnomaly('a', true),
        ]);
        expect(await statusOf('a')).toBe('expected');
      });
    });

    it('that are the same are not written again', async () => {
      const versionOf = async () =>
        (await client.get({ index: 'log-ai-anomalies-2026.11', id: 'a' }))._version;
      await store.writeAnomalies([anomalyOf('a', START)]);
      await store.writeAnomalies([anomalyOf('a', START)]);
      expect(await versionOf()).toBe(1);
      await store.expectAnomaly('a', false);
      expect(await versionOf()).toBe(1);
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
      expect(await store.readRequests({ range, size: 10 })).toEqual({
        total: 1,
        totals: { failed: 1, degraded: 0 },
        records: [requestOf('r-1', midnight - 500, midnight + 2000)],
      });
    });

    it('that failed come first, those that an older version wrote among them; both are counted', async () => {
      const { outcome: _outcome, ...older } = requestOf('older', START + 1000);
      const degraded = (id: string, time: number) => ({
        ...requestOf(id, time),
        outcome: 'degraded' as const,
      });
      await store.writeRequests([
        requestOf('failed', START),
        older,
        requestOf('failed later', START + 2000),
        degraded('degraded', START + 3000),
        degraded('degraded later', START + 4000),
      ]);
      const range = { from: START, to: START + 5000 };
      const read = async (query: Partial<RequestQuery> = {}) => {
        const { total, totals, records } = await store.readRequests({ range, size: 9, ...query });
        expect(totals).toEqual({ failed: 3, degraded: 2 });
        expect(total).toBe(records.length);
        return records.map(({ request_id }) => request_id);
      };
      const count = async (query: Partial<RequestQuery> = {}) =>
        (await store.countRequests({ range, ...query })).reduce((sum, one) => sum + one.count, 0);
      expect([
        await count(),
        await count({ outcome: 'failed' }),
        await count({ outcome: 'degraded' }),
      ]).toEqual([5, 3, 2]);
      expect(await read()).toEqual(['failed later', 'older', 'failed', 'degraded later', 'degraded']);
      expect(await read({ outcome: 'failed' })).toEqual(['failed later', 'older', 'failed']);
      expect(await read({ outcome: 'degraded' })).toEqual(['degraded later', 'degraded']);
    });

    it('are decided anew with more lines, or other errors, and with nothing else', async () => {
      const { outcome: _outcome, ...older } = requestOf('r', START);
      const { line_count, error_count } = older;
      const outcomeAfter = async (fields: Partial<RequestDocument>) => {
        await store.writeRequests([{ ...older, ...fields }]);
        return (await store.readRequests({ range: { from: START, to: START + 1 }, size: 1 })).records[0]!
          .outcome;
      };
      expect(await outcomeAfter({})).toBeUndefined();
      expect(await outcomeAfter({ outcome: 'degraded' })).toBeUndefined();
      expect(await outcomeAfter({ outcome: 'degraded', line_count: line_count + 1 })).toBe('degraded');
      expect(await outcomeAfter({ outcome: 'failed', line_count: line_count + 1 })).toBe('degraded');
      expect(await outcomeAfter({ outcome: 'failed', line_count })).toBe('degraded');
      expect(
        await outcomeAfter({
          outcome: 'failed',
          line_count: line_count + 1,
          error_count: error_count + 1,
        }),
      ).toBe('failed');
    });

    it('are decided anew with the same lines where that was for want of knowledge, and then for good', async () => {
      const request = requestOf('r', START);
      const verdictAfter = async (fields: Partial<RequestDocument>) => {
        await store.writeRequests([{ ...request, ...fields }]);
        const waiting = await store.interimRequests(START);
        const { records } = await store.readRequests({ range: { from: START, to: START + 1 }, size: 1 });
        return [records[0]!.outcome, ...waiting.map(({ id }) => `waits: ${id}`)];
      };
      expect(await verdictAfter({ outcome: 'failed', is_interim: true })).toEqual(['failed', 'waits: r']);
      expect(await store.interimRequests(Date.parse(request.event.end) + 1)).toEqual([]);
      expect(await verdictAfter({ outcome: 'degraded', is_interim: true })).toEqual(['degraded', 'waits: r']);
      expect(await verdictAfter({ outcome: 'failed' })).toEqual(['failed']);
      expect(await verdictAfter({ outcome: 'degraded', is_interim: true })).toEqual(['failed']);
    });

    it('are known by their ids as long as lines may come, and leave when they succeeded', async () => {
      await store.writeRequests([requestOf('r-1', START, START + 10), requestOf('r-2', START, START + 20)]);
      expect(await store.recentRequestIds(START)).toEqual(['r-2', 'r-1']);
      expect(await store.recentRequestIds(START + 11)).toEqual(['r-2']);
      await store.deleteRequests(['r-2', 'another']);
      await store.deleteRequests([]);
      expect(await store.recentRequestIds(START)).toEqual(['r-1']);
    });

    it('are known to be part of an anomaly by each of their ids, to who may read all of their lines', async () => {
      const ours = { anomaly_id: 'sequence_1', data_streams: ['logs-a', 'logs-b'] };
      await store.writeRequests([
        { ...requestOf('p-1', START), ...ours, request_ids: ['p-1', 'trace-1'] },
        { ...requestOf('p-2', START), ...ours, anomaly_id: 'sequence_2' },
        requestOf('p-3', START),
      ]);
      const known = async (...reader: readonly (readonly string[])[]) =>
        Object.fromEntries(await store.anomaliesOfRequests(['trace-1', 'p-2', 'p-3', 'p-4'], ...reader));
      const all = { 'p-1': 'sequence_1', 'trace-1': 'sequence_1', 'p-2': 'sequence_2' };
      expect(await known()).toEqual(all);
      expect(await known(['logs-a', 'logs-b', 'logs-c'])).toEqual(all);
      expect(await known(['logs-a'])).toEqual({});
    });

    it('may have ids of any length, and go on for years', async () => {
      const long = requestOf('r'.repeat(1000), START, START + 4000 * DAY_MS);
      await store.writeRequests([long, requestOf('r-2', START + 1)]);
      const range = { from: START, to: START + 2 };
      const { records } = await store.readRequests({ range, size: 10 });
      expect(records.map(({ request_id }) => request_id.length)).toEqual([3, 1000]);
      expect(await indicesOf('log-ai-requests')).toEqual(['log-ai-requests-2026.11.22']);
    });
  });

  it('finds requests by where and with what they failed first', async () => {
    const other = requestOf('r-2', START);
    other.first_error = { '@timestamp': other['@timestamp'], service: 'gateway', template_id: 't2' };
    await store.writeRequests([requestOf('r-1', START), other]);
    const range = { from: START, to: START + 1 };
    const idsOf = async (query: Partial<RequestQuery>) =>
      (await store.readRequests({ range, size: 9, ...query })).records.map(({ request_id }) => request_id);
    expect(await idsOf({})).toEqual(['r-1', 'r-2']);
    expect(await idsOf({ service: 'gateway' })).toEqual(['r-2']);
    expect(await idsOf({ template_ids: ['t2'] })).toEqual(['r-2']);
    expect(await idsOf({ service: 'checkout', template_ids: ['t2'] })).toEqual([]);
  });

  it('counts requests by where they failed first, or left the usual way, and by what they asked for', async () => {
    const buying = { service: 'gateway', template_id: 'buy' };
    const of = (id: string, fields: Partial<RequestDocument>) => {
      const { first_error: _first, break_point: _broke, path: _path, ...request } = requestOf(id, START);
      return { ...request, ...fields };
    };
    const stopped = { path: buying, break_point: { service: 'checkout', template_id: 'reserving' } };
    const failed = {
      ...stopped,
      first_error: { '@timestamp': new Date(START).toISOString(), service: 'stock', template_id: 'out' },
    };
    await store.writeRequests([
      of('r-1', failed),
      of('r-2', failed),
      of('r-3', stopped),
      of('r-4', { first_error: { ...failed.first_error, service: 'cart' } }),
      of('r-5', {}),
    ]);
    const range = { from: START, to: START + 1 };
    expect([...(await store.countRequests({ range }))].sort(byText)).toEqual(
      [
        { service: 'stock', template_id: 'out', path: buying, count: 2 },
        { service: 'checkout', template_id: 'reserving', path: buying, count: 1 },
        { service: 'cart', template_id: 'out', count: 1 },
        { count: 1 },
      ].sort(byText),
    );
    expect(await store.countRequests({ range, service: 'cart' })).toEqual([
      { service: 'cart', template_id: 'out', count: 1 },
    ]);
    expect(await store.countRequests({ range, data_streams: ['logs-other'] })).toEqual([]);
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
    const retention = { requests: 1, anomalies: 365, template_counts: 1, request_samples: 1, edges: 1 };
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
