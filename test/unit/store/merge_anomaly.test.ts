import { describe, expect, it } from 'vitest';
import type { AnomalyDocument, AnomalyStatus } from '../../../common/documents/anomaly_document.ts';
import { mergeAnomaly, withExpectation } from '../../../ml-service/src/store/merge_anomaly.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';

const LATER = '2026-11-22T10:05:00.000Z';
const SAID = { by: 'anna', at: LATER };

function anomalyOf(status: AnomalyStatus, fields: Partial<AnomalyDocument> = {}): AnomalyDocument {
  const { anomaly: sample, ...rest } = SAMPLE_DOCUMENTS.anomalies;
  const { expectation: _said, ...anomaly } = sample;
  return { ...rest, ...fields, anomaly: { ...anomaly, status } };
}

const found = (status: AnomalyStatus): AnomalyDocument => {
  const anomaly = anomalyOf(status, { actual: 99, record_score: 99 });
  return { ...anomaly, event: { ...anomaly.event, end: LATER, created: LATER, reason: 'more of it' } };
};

describe('an anomaly that is found again', () => {
  it.each<[AnomalyStatus, AnomalyStatus, AnomalyStatus]>([
    ['active', 'active', 'active'],
    ['active', 'resolved', 'resolved'],
    ['resolved', 'active', 'active'],
    ['expected', 'active', 'expected'],
    ['expected', 'resolved', 'expected'],
  ])('stored as %s and found as %s is %s', (stored, now, status) => {
    expect(mergeAnomaly(anomalyOf(stored), found(now)).anomaly.status).toBe(status);
  });

  it('is what was found, but for the moment of its detection', () => {
    const { event } = SAMPLE_DOCUMENTS.anomalies;
    const now = found('active');
    const joined = mergeAnomaly(anomalyOf('active'), now);
    expect(joined).toEqual({ ...now, event: { ...now.event, created: event.created } });
    expect(mergeAnomaly(joined, now)).toEqual(joined);
  });

  it('keeps who expected it, and every data stream that it ever came from', () => {
    const expected = withExpectation(anomalyOf('active', { data_streams: ['logs-b'] }), true, SAID);
    const joined = mergeAnomaly(expected, { ...found('active'), data_streams: ['logs-a'] });
    expect(joined.anomaly).toMatchObject({ status: 'expected', expectation: SAID });
    expect(joined.data_streams).toEqual(['logs-a', 'logs-b']);
  });

  it('is neither what is stored nor what was found: both stay as they are', () => {
    const [stored, now] = [anomalyOf('expected'), found('active')];
    mergeAnomaly(stored, now);
    expect([stored, now]).toEqual([anomalyOf('expected'), found('active')]);
  });
});

describe('what a person says', () => {
  it.each<{ was: AnomalyStatus; interim: boolean; expected: boolean; is: AnomalyStatus }>([
    { was: 'active', interim: true, expected: true, is: 'expected' },
    { was: 'expired', interim: false, expected: true, is: 'expected' },
    { was: 'expected', interim: true, expected: false, is: 'active' },
    { was: 'expected', interim: false, expected: false, is: 'resolved' },
    { was: 'expired', interim: false, expected: false, is: 'expired' },
  ])('$was (interim: $interim), expected: $expected, is $is', ({ was, interim, expected, is }) => {
    const anomaly = anomalyOf(was, { is_interim: interim });
    expect(withExpectation(anomaly, expected)).toEqual(anomalyOf(is, { is_interim: interim }));
  });

  it('is recorded with who says it and when, until it is taken back', () => {
    const expected = withExpectation(anomalyOf('active'), true, SAID);
    expect(expected.anomaly.expectation).toEqual(SAID);
    expect(withExpectation(expected, false).anomaly).not.toHaveProperty('expectation');
  });
});
