import { describe, expect, test } from 'vitest';
import type { Anomaly } from '../../../../common/api.ts';
import { errorRateOf } from '../../../../public/overview/error_rate.ts';
import { troubleOf } from '../../../../public/overview/trouble.ts';
import { SAMPLE_DOCUMENTS } from '../../../fixtures/sample_documents.ts';

describe('the error rate', () => {
  const series = (level: 'ERROR' | 'FATAL' | 'INFO' | undefined, total: number) => ({
    ...(level && { level }),
    total,
    counts: [],
  });
  test('is of the minutes in which lines were counted, errors and worse', () => {
    const counts = {
      interval_ms: 60_000,
      known: [true, false, true, true, true, true],
      series: [series('INFO', 180), series('ERROR', 8), series('FATAL', 2), series(undefined, 10)],
    };
    expect(errorRateOf(counts)).toEqual({ errors: 10, lines: 200, per_minute: 2, share: 0.05 });
  });
  test('of nothing is nothing', () => {
    expect(errorRateOf({ interval_ms: 60_000, known: [false], series: [] })).toEqual({
      errors: 0,
      lines: 0,
      per_minute: 0,
      share: 0,
    });
  });
});

describe('what is wrong', () => {
  const anomaly = (id: string, risk_score: number, status: Anomaly['anomaly']['status'], start: string) => ({
    ...SAMPLE_DOCUMENTS.anomalies,
    event: { ...SAMPLE_DOCUMENTS.anomalies.event, id, risk_score, start: `2026-01-15T${start}:00.000Z` },
    anomaly: { ...SAMPLE_DOCUMENTS.anomalies.anomaly, status },
  });
  const idsOf = (all: readonly Anomaly[]) =>
    troubleOf(all).groups.map(({ anomalies }) => anomalies.map(({ event }) => event.id));
  const of = (template: string, found: Anomaly): Anomaly => ({
    ...found,
    log_ai: { ...found.log_ai, template: { id: template } },
  });

  test('is minor or worse and not expected: what goes on first, then the most severe, then the newest', () => {
    const all = [
      of('a', anomaly('critical, over', 90, 'resolved', '14:00')),
      of('b', anomaly('minor, active', 25, 'active', '14:30')),
      of('c', anomaly('major, over, newer', 60, 'resolved', '14:40')),
      of('d', anomaly('major, over', 60, 'resolved', '14:20')),
      of('e', anomaly('low', 24.9, 'active', '14:40')),
      of('f', anomaly('expected', 100, 'expected', '14:50')),
    ];
    expect(idsOf(all)).toEqual([
      ['minor, active'],
      ['critical, over'],
      ['major, over, newer'],
      ['major, over'],
    ]);
    const { groups: _groups, ...counts } = troubleOf(all);
    expect(counts).toEqual({ count: 4, active: 1, critical: 1 });
  });

  test('is one row for a template at one time, whatever its types and services', () => {
    const ending = (found: Anomaly, end: string): Anomaly => ({
      ...found,
      event: { ...found.event, end: `2026-01-15T${end}:00.000Z` },
    });
    const all = [
      ending(of('a', anomaly('new', 45, 'active', '14:00')), '14:02'),
      ending(of('a', anomaly('often', 90, 'resolved', '14:05')), '14:20'),
      ending(of('a', anomaly('again, much later', 30, 'resolved', '14:50')), '14:51'),
      ending(of('b', anomaly('other', 60, 'resolved', '14:05')), '14:06'),
    ];
    expect(idsOf(all)).toEqual([['often', 'new'], ['other'], ['again, much later']]);
    expect(troubleOf(all).groups[0]).toMatchObject({
      start: '2026-01-15T14:00:00.000Z',
      is_active: true,
      worst: { event: { id: 'often' } },
    });
  });
});
