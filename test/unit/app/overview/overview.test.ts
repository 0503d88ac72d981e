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
  test('is minor or worse and not expected: the newest first, of one moment the most severe', () => {
    const { anomalies, ...counts } = troubleOf([
      anomaly('old', 90, 'resolved', '14:00'),
      anomaly('minor', 25, 'active', '14:30'),
      anomaly('severe', 75, 'active', '14:30'),
      anomaly('low', 24.9, 'active', '14:40'),
      anomaly('expected', 100, 'expected', '14:50'),
    ]);
    expect(anomalies.map(({ event }) => event.id)).toEqual(['severe', 'minor', 'old']);
    expect(counts).toEqual({ active: 2, critical: 2, quiet: 2 });
  });
});
