import { describe, expect, test } from 'vitest';
import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import type { ExpectationDocument } from '../../common/documents/expectation_document.ts';
import type { ExpectationStore } from '../../ml-service/src/ports/expectations.ts';
import { SAMPLE_DOCUMENTS } from '../fixtures/sample_documents.ts';

const START = Date.parse('2026-11-22T10:00:00Z');
/** Minutes after the start. */
const timeOf = (minute: number) => START + minute * 60_000;
const at = (minute: number) => new Date(timeOf(minute)).toISOString();

function expectationOf(id: string, fields: Partial<ExpectationDocument> = {}): ExpectationDocument {
  return { id, kind: 'expected', about: { services: ['checkout'] }, from: at(0), created: at(0), ...fields };
}

/** It was expected by this expectation, until that minute. */
function anomalyOf(id: string, by: string, last: number, data_streams: string[]): AnomalyDocument {
  const { event, anomaly, ...rest } = SAMPLE_DOCUMENTS.anomalies;
  return {
    ...rest,
    event: { ...event, id },
    anomaly: { ...anomaly, last_seen: at(last), expectation: { at: at(0), id: by } },
    data_streams,
  };
}

/** What every store of expectations owes. @param create - A store that is empty, beside these anomalies. */
export function describeExpectationStore(
  name: string,
  create: (anomalies: readonly AnomalyDocument[]) => Promise<ExpectationStore>,
): void {
  describe(`${name}: a store of expectations`, () => {
    const filled = async (...expectations: readonly ExpectationDocument[]) => {
      const store = await create([]);
      for (const one of expectations) await store.update(one.id, () => one);
      return store;
    };

    test('reads at once what was written; nothing where nothing was', async () => {
      const store = await create([]);
      expect(await store.read('a')).toBeUndefined();
      expect(await store.newest({ state: 'all', now: START, size: 10 })).toEqual({
        total: 0,
        expectations: [],
      });
      const { expectations: whole } = SAMPLE_DOCUMENTS;
      expect(await store.update(whole.id, () => whole)).toEqual(whole);
      expect(await store.read(whole.id)).toEqual(whole);
    });

    test('changes what is there, and leaves what is not to be changed', async () => {
      const store = await filled(expectationOf('a'));
      const noted = expectationOf('a', { note: 'load test' });
      expect(await store.update('a', (stored) => stored && { ...stored, note: 'load test' })).toEqual(noted);
      expect(await store.update('a', () => undefined)).toEqual(noted);
      expect(await store.update('b', () => undefined)).toBeUndefined();
    });

    test('lists the newest first, and those that are over only where all are asked for', async () => {
      const store = await filled(
        expectationOf('for ever', { created: at(1) }),
        expectationOf('ended', { created: at(2), until: at(30) }),
        expectationOf('taken back', { created: at(3), undone: at(20) }),
        expectationOf('planned', { created: at(4), from: at(100), until: at(200) }),
      );
      const list = async (state: 'open' | 'all', minute: number, size = 10) => {
        const { total, expectations } = await store.newest({ state, now: timeOf(minute), size });
        return [total, ...expectations.map(({ id }) => id)];
      };
      expect(await list('open', 30)).toEqual([2, 'planned', 'for ever']);
      expect(await list('open', 29)).toEqual([3, 'planned', 'ended', 'for ever']);
      expect(await list('all', 30)).toEqual([4, 'planned', 'taken back', 'ended', 'for ever']);
      expect(await list('all', 30, 1)).toEqual([4, 'planned']);
    });

    test('tells which were in force in a range, those that ended in it included', async () => {
      const store = await filled(
        expectationOf('for ever'),
        expectationOf('ended', { until: at(30) }),
        expectationOf('taken back', { undone: at(20), until: at(40) }),
        expectationOf('planned', { from: at(50), until: at(60) }),
      );
      const inForce = async (from: number, to: number) =>
        (await store.inForce({ from: timeOf(from), to: timeOf(to) })).map(({ id }) => id).sort();
      expect(await inForce(10, 15)).toEqual(['ended', 'for ever', 'taken back']);
      expect(await inForce(20, 50)).toEqual(['ended', 'for ever']);
      expect(await inForce(30, 51)).toEqual(['for ever', 'planned']);
      expect(await inForce(-10, 0)).toEqual([]);
    });

    test('counts what each suppressed, of what its reader may see', async () => {
      const store = await create([
        anomalyOf('1', 'a', 5, ['logs-shop']),
        anomalyOf('2', 'a', 9, ['logs-pay', 'logs-shop']),
        anomalyOf('3', 'b', 7, ['logs-pay']),
      ]);
      expect(await store.suppressed([])).toEqual(new Map());
      expect(await store.suppressed(['a', 'b', 'c'])).toEqual(
        new Map([
          ['a', { count: 2, last_seen: at(9) }],
          ['b', { count: 1, last_seen: at(7) }],
        ]),
      );
      expect(await store.suppressed(['a', 'b'], ['logs-shop'])).toEqual(
        new Map([['a', { count: 1, last_seen: at(5) }]]),
      );
    });
  });
}
