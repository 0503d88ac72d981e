import { describe, expect, it } from 'vitest';
import type { AnomalyDocument, AnomalyStatus } from '../../../common/documents/anomaly_document.ts';
import { mergeAnomaly, withExpectation } from '../../../ml-service/src/store/merge_anomaly.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';

const LATER = '2026-11-22T10:05:00.000Z';
const SAID = { by: 'anna', at: LATER };

function anomalyOf(status: AnomalyStatus, fields: Partial<AnomalyDocument> = {}): AnomalyDocument {
  const { anomaly: sample, ...rest } = SAMPLE_DOCUMENTS.anomalies;
  const { expectation: _said, ...anomaly } = sample;
  const found_status = status === 'expected' ? anomaly.found_status : status;
  return { ...rest, ...fields, anomaly: { ...anomaly, status, found_status } };
}

const found = (status: AnomalyStatus): AnomalyDocument => {
  const anomaly = anomalyOf(status, { actual: 99, record_score: 99 });
  return {
    ...anomaly,
    event: { ...anomaly.event, end: LATER, created: LATER, updated: LATER, reason: 'more of it' },
  };
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
    const { raised } = anomalyOf('active').anomaly;
    expect(joined).toEqual({
      ...now,
      event: { ...now.event, created: event.created },
      anomaly: { ...now.anomaly, raised },
    });
    expect(mergeAnomaly(joined, now)).toEqual(joined);
  });

  it('keeps who expected it, and every data stream that it ever came from', () => {
    const expected = withExpectation(anomalyOf('active', { data_streams: ['logs-b'] }), true, SAID);
    const joined = mergeAnomaly(expected, { ...found('active'), data_streams: ['logs-a'] });
    expect(joined.anomaly).toMatchObject({ status: 'expected', expectation: SAID });
    expect(joined.data_streams).toEqual(['logs-a', 'logs-b']);
  });

  it('follows what was said in advance anew each time: it is active again once nothing expects it', () => {
    const by = { id: 'expectation_1', by: 'anna', at: LATER };
    const expected = withExpectation(anomalyOf('active'), true, by);
    expect(mergeAnomaly(expected, found('active')).anomaly).toMatchObject({ status: 'active' });
    expect(mergeAnomaly(expected, found('active')).anomaly).not.toHaveProperty('expectation');
    const again = withExpectation(found('active'), true, by);
    expect(mergeAnomaly(anomalyOf('active'), again).anomaly).toMatchObject({
      status: 'expected',
      expectation: by,
    });
    // What a person said of it alone goes before that.
    const alone = withExpectation(anomalyOf('active'), true, SAID);
    expect(mergeAnomaly(alone, again).anomaly).toMatchObject({ status: 'expected', expectation: SAID });
    expect(withExpectation(again, true, SAID).anomaly).toMatchObject({
      status: 'expected',
      expectation: SAID,
    });
    expect(withExpectation(alone, true, { by: 'kim', at: LATER })).toBe(alone);
  });

  it('is neither what is stored nor what was found: both stay as they are', () => {
    const [stored, now] = [anomalyOf('expected'), found('active')];
    mergeAnomaly(stored, now);
    expect([stored, now]).toEqual([anomalyOf('expected'), found('active')]);
  });
});

describe('evidence', () => {
  const judged = (anomaly: AnomalyDocument, judged_until: string): AnomalyDocument => ({
    ...anomaly,
    anomaly: { ...anomaly.anomaly, judged_until },
  });
  const EARLIER = '2026-11-22T09:55:00.000Z';

  it('that is older never reopens what is resolved, nor changes anything of it', () => {
    const stored = anomalyOf('resolved');
    expect(mergeAnomaly(stored, judged(found('active'), EARLIER))).toBe(stored);
  });

  it('that goes as far or further counts', () => {
    const { judged_until } = anomalyOf('active').anomaly;
    for (const until of [judged_until, LATER]) {
      const joined = mergeAnomaly(anomalyOf('resolved'), judged(found('active'), until));
      expect(joined.anomaly).toMatchObject({ status: 'active', judged_until: until });
    }
  });

  it('that says the same is noted, and is no update', () => {
    const stored = anomalyOf('resolved');
    const again = judged({ ...stored, event: { ...stored.event, created: LATER, updated: LATER } }, LATER);
    expect(mergeAnomaly(stored, again)).toEqual(judged(stored, LATER));
  });
});

describe('that its score rose into a higher band', () => {
  const withRisk = (anomaly: AnomalyDocument, risk_score: number): AnomalyDocument => ({
    ...anomaly,
    event: { ...anomaly.event, risk_score },
  });

  it.each([
    { before: 40, now: 49.9, rises: false },
    { before: 40, now: 50, rises: true },
    { before: 24, now: 25, rises: true },
    { before: 50, now: 75, rises: true },
    { before: 60, now: 30, rises: false },
    { before: 80, now: 99, rises: false },
  ])('from $before to $now: $rises', ({ before, now, rises }) => {
    const stored = withRisk(anomalyOf('active'), before);
    const joined = mergeAnomaly(stored, withRisk(found('active'), now));
    expect(joined.anomaly.raised).toBe(rises ? LATER : stored.anomaly.raised);
    expect(joined.event).toMatchObject({ created: stored.event.created, updated: LATER });
  });
});

describe('what a person says', () => {
  it.each<{
    was: AnomalyStatus;
    found: AnomalyDocument['anomaly']['found_status'];
    expected: boolean;
    is: AnomalyStatus;
  }>([
    { was: 'active', found: 'active', expected: true, is: 'expected' },
    { was: 'expired', found: 'expired', expected: true, is: 'expected' },
    { was: 'expected', found: 'active', expected: false, is: 'active' },
    { was: 'expected', found: 'resolved', expected: false, is: 'resolved' },
    { was: 'expected', found: 'expired', expected: false, is: 'expired' },
    { was: 'expired', found: 'expired', expected: false, is: 'expired' },
  ])('$was (found: $found), expected: $expected, is $is', ({ was, found: found_status, expected, is }) => {
    const stored = anomalyOf(was);
    const anomaly = { ...stored, anomaly: { ...stored.anomaly, found_status } };
    expect(withExpectation(anomaly, expected).anomaly).toEqual({ ...anomaly.anomaly, status: is });
  });

  it('is recorded with who says it and when, until it is taken back', () => {
    const expected = withExpectation(anomalyOf('active'), true, SAID);
    expect(expected.anomaly.expectation).toEqual(SAID);
    expect(withExpectation(expected, false).anomaly).not.toHaveProperty('expectation');
  });
});
