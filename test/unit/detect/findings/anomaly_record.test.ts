import { expect, test } from 'vitest';
import { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import { anomalyDocumentOf } from '../../../../ml-service/src/detect/findings/anomaly_record.ts';
import { anomalyIdOf, type Finding } from '../../../../ml-service/src/detect/findings/finding.ts';
import { INCIDENT } from '../../../conformance/detector_scenarios.ts';

const finding: Finding = {
  type: 'new_template',
  subject: { kind: 'template', template: 'refused_3f9a' },
  template_id: 'refused_3f9a',
  service: 'inventory',
  level: 'ERROR',
  start: INCIDENT,
  end: INCIDENT + 4,
  status: 'active',
  typical: 0,
  actual: 12,
  probability: 0.001,
  record_score: 100,
  risk_score: 45,
  reason: {
    code: 'new_template',
    service: 'inventory',
    template: 'Connection refused',
    level: 'ERROR',
    numbers: { lines: 12 },
    times: { since: '2026-11-22T14:23:00.000Z' },
  },
  context: { total: 12, services: ['inventory'] },
};
const written = Date.parse('2026-11-22T14:28:03.250Z');
const judged_until = INCIDENT + 5;
const samples = [{ _index: 'logs-app', _id: 'x1' }];

test('a finding as it is indexed', () => {
  const document = anomalyDocumentOf({ finding, written, judged_until, samples });
  expect(AnomalyDocument.parse(document)).toEqual({
    '@timestamp': '2026-11-22T14:23:00.000Z',
    event: {
      id: anomalyIdOf(finding),
      kind: 'alert',
      start: '2026-11-22T14:23:00.000Z',
      end: '2026-11-22T14:27:00.000Z',
      created: '2026-11-22T14:28:03.250Z',
      updated: '2026-11-22T14:28:03.250Z',
      reason: 'inventory: never seen before: ERROR "Connection refused" (12 lines since 14:23 UTC).',
      risk_score: 45,
    },
    // One score, under both of its names.
    record_score: 45,
    subject: { kind: 'template', key: 'refused_3f9a' },
    anomaly: {
      type: 'new_template',
      status: 'active',
      found_status: 'active',
      first_seen: '2026-11-22T14:23:00.000Z',
      last_seen: '2026-11-22T14:27:00.000Z',
      judged_until: '2026-11-22T14:28:00.000Z',
      raised: '2026-11-22T14:28:03.250Z',
      samples,
      reason: finding.reason,
      context: { total: 12, services: ['inventory'], unweighted_score: 100 },
    },
    typical: 0,
    actual: 12,
    probability: 0.001,
    service: { name: 'inventory' },
    log_ai: {
      template: { id: 'refused_3f9a' },
      severity: { label: 'error', confidence: 1, decided_by: 'level' },
    },
    is_interim: false,
  });
});

test.each([
  { status: 'active', watermark: undefined, is_interim: false },
  { status: 'active', watermark: INCIDENT + 4, is_interim: false },
  { status: 'active', watermark: INCIDENT + 3, is_interim: true },
  { status: 'resolved', watermark: INCIDENT + 3, is_interim: true },
] as const)(
  'interim is what has a minute that is not past the watermark: $status, watermark $watermark, $is_interim',
  ({ status, watermark, is_interim }) => {
    const document = anomalyDocumentOf({
      finding: { ...finding, status },
      written,
      judged_until,
      watermark,
      samples: [],
    });
    expect(document.is_interim).toBe(is_interim);
  },
);

test('of what is stored already id and start stay, though its first minute is another by now', () => {
  const stored = anomalyDocumentOf({ finding, written, judged_until, samples });
  for (const move of [-3, 6]) {
    const moved = { ...finding, start: finding.start + move, end: finding.end + move };
    const document = anomalyDocumentOf({ finding: moved, written, judged_until, samples, stored });
    const { id, start, end } = document.event;
    expect({ id, start, time: document['@timestamp'] }).toEqual({
      id: stored.event.id,
      start: stored.event.start,
      time: stored.event.start,
    });
    expect(document.anomaly.first_seen).toBe(new Date(moved.start * 60_000).toISOString());
    expect(end >= start).toBe(true);
  }
});

test('of a subject without template and service it says neither', () => {
  const { template_id: _template, service: _service, ...rest } = finding;
  const subject = {
    kind: 'session',
    service: 'gateway',
    template: 'received_1',
    deviation: 'missing:paid_1',
  } as const;
  const share: Finding = { ...rest, subject, request_id: 'r-1' };
  const document = anomalyDocumentOf({ finding: share, written, judged_until, samples });
  expect(AnomalyDocument.parse(document)).toMatchObject({
    subject: { kind: 'session', key: 'gateway/received_1/missing:paid_1' },
    log_ai: { request_id: 'r-1' },
  });
  expect(document).not.toHaveProperty('service');
  expect(document.log_ai).not.toHaveProperty('template');
});

test('what a finding does not have is left out', () => {
  const bare = Object.fromEntries(
    Object.entries(finding).filter(([key]) => key !== 'level' && key !== 'probability'),
  ) as unknown as Finding;
  const document = anomalyDocumentOf({ finding: bare, written, judged_until, samples: [] });
  expect(AnomalyDocument.parse(document).log_ai).toEqual({ template: { id: 'refused_3f9a' } });
  expect(document).not.toHaveProperty('probability');
});
