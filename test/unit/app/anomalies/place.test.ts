import { describe, expect, it } from 'vitest';
import type { Anomaly } from '../../../../common/api.ts';
import { sortAnomalies } from '../../../../public/anomalies/anomaly_order.ts';
import { inPlace, isOngoing, placeOf } from '../../../../public/anomalies/place.ts';
import { swimlane } from '../../../../public/anomalies/swimlane.ts';
import { anomalyAt } from './anomaly_at.ts';

/** A session that went over several services, so that it has none. */
function sessionAt(id: string): Anomaly {
  const { service: _service, ...anomaly } = anomalyAt({ id, type: 'sequence' });
  return { ...anomaly, subject: { kind: 'session', key: 'r-1' }, log_ai: { request_id: 'r-1' } };
}

describe('an anomaly of no single service', () => {
  it('has a place in table and lanes all the same', () => {
    const anomalies = [anomalyAt({ id: 'a' }), sessionAt('b')];
    const start = Date.parse('2026-01-15T14:00:00.000Z');
    const lanes = swimlane({
      anomalies,
      by: 'service',
      buckets: { start, interval_ms: 60_000, size: 20 },
    });
    expect(lanes.map(({ name }) => name).sort()).toEqual(['No single service', 'cart']);
    expect(sortAnomalies(anomalies, { sort: 'service', order: 'asc' })).toHaveLength(2);
    expect(placeOf(sessionAt('b'))).toBe('No single service');
  });

  it('is named without one', () => {
    expect(inPlace('Sequence', sessionAt('b'))).toBe('Sequence');
    expect(inPlace('Frequency', anomalyAt({}))).toBe('Frequency in cart');
  });
});

it('lasts as long as its detector says so, whatever people say', () => {
  const active = anomalyAt({ status: 'active' });
  expect(isOngoing(active)).toBe(true);
  expect(isOngoing({ ...active, anomaly: { ...active.anomaly, status: 'expected' } })).toBe(true);
  expect(isOngoing(anomalyAt({ status: 'resolved' }))).toBe(false);
});
