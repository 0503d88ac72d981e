import { describe, expect, test } from 'vitest';
import { API_LIMITS, CountsQuery } from '../../../common/api.ts';
import type { RecordStore } from '../../../ml-service/src/ports/records.ts';
import { countServices } from '../../../ml-service/src/service/counts.ts';
import type { LineCount } from '../../../ml-service/src/store/count_series.ts';
import { MergedIds } from '../../../ml-service/src/store/merged_ids.ts';

const START = Date.parse('2026-11-22T10:00:00.000Z');
const MINUTE = 60_000;
const RANGE = { from: '2026-11-22T10:00:30Z', to: '2026-11-22T10:04:00Z' };

type Sums = Parameters<RecordStore['sumLines']>[0];

/** Counts in memory: what was asked of them, and what they answer. */
function memoryCounts(options: {
  answer: (query: Sums) => readonly LineCount[];
  counted?: readonly number[];
  merged?: Record<string, string>;
}) {
  const asked: Sums[] = [];
  const { counts } = countServices({
    records: {
      sumLines: (query: Sums) => {
        asked.push(query);
        return Promise.resolve(options.answer(query));
      },
      countedIntervals: () => Promise.resolve(options.counted ?? []),
    } as unknown as RecordStore,
    templates: {
      mergedIds: () => Promise.resolve(new MergedIds(new Map(Object.entries(options.merged ?? {})))),
    } as never,
  });
  const ask = (query: Partial<CountsQuery>) => counts({ query: CountsQuery.parse({ ...RANGE, ...query }) });
  return { ask, asked };
}

describe('counts over time', () => {
  test('begin with a whole bucket and end where they were asked to', async () => {
    const { ask, asked } = memoryCounts({
      answer: () => [{ time: START + 2 * MINUTE, count: 3 }],
      counted: [START, START + 2 * MINUTE],
    });
    expect(await ask({})).toEqual({
      start: '2026-11-22T10:00:00.000Z',
      interval_ms: MINUTE,
      known: [true, false, true, false],
      series: [{ total: 3, counts: [0, 0, 3, 0] }],
      is_truncated: false,
    });
    expect(asked).toEqual([
      { range: { from: START, to: START + 4 * MINUTE }, split: [], interval_ms: MINUTE },
    ]);
  });

  test('of nothing are one series of zeros, or none where series are told apart', async () => {
    const { ask } = memoryCounts({ answer: () => [] });
    expect(await ask({})).toMatchObject({ series: [{ total: 0, counts: [0, 0, 0, 0] }] });
    for (const split of ['template', 'service', 'level'] as const)
      expect(await ask({ split: [split] })).toMatchObject({ series: [], is_truncated: false });
  });

  test('are asked for once by level, and each split counts once', async () => {
    const { ask, asked } = memoryCounts({ answer: () => [] });
    await ask({ split: ['level', 'level'], level: 'ERROR', service: 'cart' });
    expect(asked).toMatchObject([{ split: ['level'], level: 'ERROR', services: ['cart'] }]);
  });

  test('of merged templates come under the id that stands for them', async () => {
    const { ask, asked } = memoryCounts({
      merged: { old: 'live', older: 'old' },
      answer: () =>
        ['live', 'old', 'other'].map((template_id, n) => ({ template_id, count: n + 1, time: START })),
    });
    const { series } = await ask({ split: ['template'], template_id: ['older'] });
    expect(series).toEqual([
      { template_id: 'live', total: 3, counts: [3, 0, 0, 0] },
      { template_id: 'other', total: 3, counts: [3, 0, 0, 0] },
    ]);
    // They are few: which are the largest need not be asked first.
    expect(asked.map(({ template_ids }) => [...template_ids!].sort())).toEqual([['live', 'old', 'older']]);
  });

  test('of too many kinds are those of the largest, and only theirs are read over time', async () => {
    const kinds = API_LIMITS.series + 5;
    const { ask, asked } = memoryCounts({
      merged: { 'merged-5': 't5' },
      answer: ({ interval_ms }) =>
        Array.from({ length: kinds }, (_, n) => ({
          template_id: `t${n}`,
          count: n + 1,
          ...(interval_ms !== undefined && { time: START }),
        })),
    });
    const { series, is_truncated } = await ask({ split: ['template'] });
    expect(is_truncated).toBe(true);
    expect(series).toHaveLength(API_LIMITS.series);
    expect(series[0]).toMatchObject({ template_id: `t${kinds - 1}`, total: kinds });
    const [first, second] = asked as [Sums, Sums];
    expect(first).not.toHaveProperty('interval_ms');
    expect(second).toMatchObject({ interval_ms: MINUTE });
    expect(second.template_ids).toHaveLength(API_LIMITS.series + 1);
    expect(second.template_ids).toContain('merged-5');
    expect(second.template_ids).not.toContain('t4');
  });

  test('of too many services are narrowed to the largest of these', async () => {
    const { ask, asked } = memoryCounts({
      answer: () =>
        Array.from({ length: API_LIMITS.series + 1 }, (_, n) => ({
          service: `s${n}`,
          count: n,
          time: START,
        })),
    });
    expect(await ask({ split: ['service'] })).toMatchObject({ is_truncated: true });
    expect(asked[1]!.services).toHaveLength(API_LIMITS.series);
    expect(asked[1]!.services).not.toContain('s0');
  });
});
