import { describe, expect, test } from 'vitest';
import type { EdgeDocument } from '../../common/documents/edge_document.ts';
import type { RequestSampleDocument } from '../../common/documents/request_sample_document.ts';
import type { CourseStore } from '../../ml-service/src/ports/courses.ts';
import { SAMPLE_DOCUMENTS } from '../fixtures/sample_documents.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-22T23:58:00Z');
const at = (minute: number) => new Date(START + minute * MINUTE).toISOString();
const rangeOf = (from: number, to: number) => ({ from: START + from * MINUTE, to: START + to * MINUTE });
const ALL = rangeOf(0, 10);

function edgeOf(minute: number, fields: Partial<EdgeDocument> = {}): EdgeDocument {
  return { ...SAMPLE_DOCUMENTS.edges, '@timestamp': at(minute), ...fields };
}

function sampleOf(
  id: string,
  minute: number,
  fields: Partial<RequestSampleDocument> = {},
): RequestSampleDocument {
  const event: RequestSampleDocument['event'] = { start: at(minute), end: at(minute) };
  return { ...SAMPLE_DOCUMENTS.request_samples, '@timestamp': at(minute), event, request_id: id, ...fields };
}

/** What every store of courses owes. @param create - A store that is empty. */
export function describeCourseStore(name: string, create: () => Promise<CourseStore>): void {
  describe(`${name}: a store of courses`, () => {
    test('adds up the edges of minutes, over midnight, by who calls whom; those from outside come first', async () => {
      const store = await create();
      const { caller: _caller, ...entry } = edgeOf(0, { callee: 'gateway', calls: 7 });
      await store.writeEdges(rangeOf(0, 4), [
        edgeOf(0),
        edgeOf(3, { calls: 3, failures: 0, latency_ms: { sum: 10, max: 500 }, share: 0.25 }),
        edgeOf(1, { callee: 'stock' }),
        entry,
      ]);
      const edge = {
        caller: 'gateway',
        failures: 1,
        retries: 1,
        latency_sum: 640,
        latency_max: 120,
        share: 1,
      };
      const { caller: _, ...outside } = edge;
      expect(await store.sumEdges({ range: ALL })).toEqual([
        { ...outside, callee: 'gateway', calls: 7 },
        {
          ...edge,
          callee: 'checkout',
          calls: 15,
          retries: 2,
          latency_sum: 650,
          latency_max: 500,
          share: 0.25,
        },
        { ...edge, callee: 'stock', calls: 12 },
      ]);
      expect(await store.sumEdges({ range: rangeOf(1, 3) })).toEqual([
        { ...edge, callee: 'stock', calls: 12 },
      ]);
    });

    test('replaces what a minute had, and nothing beside it', async () => {
      const store = await create();
      await store.writeEdges(rangeOf(0, 2), [edgeOf(0), edgeOf(0, { callee: 'stock' }), edgeOf(1)]);
      await store.writeEdges(rangeOf(0, 1), [edgeOf(0, { calls: 20 })]);
      await store.writeEdges(rangeOf(0, 1), [edgeOf(0, { calls: 20 })]);
      const callsIn = async (from: number, to: number) => {
        const sums = await store.sumEdges({ range: rangeOf(from, to) });
        return sums.map(({ callee, calls }) => [callee, calls]);
      };
      expect(await callsIn(0, 1)).toEqual([['checkout', 20]]);
      expect(await callsIn(1, 2)).toEqual([['checkout', 12]]);
      await store.writeEdges(rangeOf(0, 2), []);
      expect(await store.sumEdges({ range: ALL })).toEqual([]);
    });

    test('tells of edges and samples only who may read all that their requests wrote', async () => {
      const store = await create();
      const both = { data_streams: ['logs-a', 'logs-b'] };
      await store.writeEdges(ALL, [edgeOf(0, both), edgeOf(0, { data_streams: ['logs-a'], calls: 2 })]);
      await store.writeSamples(ALL, [
        sampleOf('both', 0, both),
        sampleOf('a', 0, { data_streams: ['logs-a'] }),
      ]);
      const seen = async (data_streams?: readonly string[]) => [
        (await store.sumEdges({ range: ALL, data_streams })).map(({ calls }) => calls),
        (await store.readSamples({ range: ALL, size: 9, data_streams })).map(({ request_id }) => request_id),
      ];
      expect(await seen()).toEqual([[14], ['a', 'both']]);
      expect(await seen(['logs-a', 'logs-b'])).toEqual([[14], ['a', 'both']]);
      expect(await seen(['logs-a'])).toEqual([[2], ['a']]);
      expect(await seen(['logs-b'])).toEqual([[], []]);
      expect(await seen([])).toEqual([[], []]);
    });

    test('reads samples of a path, the newest first; those that stopped where they are asked for', async () => {
      const store = await create();
      const path = { service: 'gateway', template_id: 'other' };
      await store.writeSamples(ALL, [
        sampleOf('first', 0),
        sampleOf('other', 1, { path }),
        sampleOf('stopped', 2, { outcome: 'failed' }),
        sampleOf('last', 3),
      ]);
      const idsOf = async (query: Partial<Parameters<CourseStore['readSamples']>[0]> = {}) =>
        (await store.readSamples({ range: ALL, size: 9, ...query })).map(({ request_id }) => request_id);
      expect(await idsOf()).toEqual(['last', 'other', 'first']);
      expect(await idsOf({ size: 1 })).toEqual(['last']);
      expect(await idsOf({ outcomes: ['succeeded', 'failed'] })).toEqual([
        'last',
        'stopped',
        'other',
        'first',
      ]);
      expect(await idsOf({ path: { service: 'gateway', template_ids: ['other'] } })).toEqual(['other']);
      expect(await idsOf({ path: { service: 'stock' } })).toEqual([]);
      expect(await idsOf({ range: rangeOf(0, 1) })).toEqual(['first']);
      const [newest] = await store.readSamples({ range: ALL, size: 1 });
      expect(newest).toEqual(sampleOf('last', 3));
      await store.writeSamples(rangeOf(3, 4), [sampleOf('last of all', 3)]);
      expect(await idsOf()).toEqual(['last of all', 'other', 'first']);
    });
  });
}
