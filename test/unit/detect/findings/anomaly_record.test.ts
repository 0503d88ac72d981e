import { expect, test } from 'vitest';
import { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import { anomalyDocumentOf } from '../../../../ml-service/src/detect/findings/anomaly_record.ts';
import type { Finding } from '../../../../ml-service/src/detect/findings/finding.ts';
import { INCIDENT } from '../../../conformance/detector_scenarios.ts';

const finding: Finding = {
  id: 'new_template_0123456789abcdef',
  type: 'new_template',
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
  risk_score: 100,
  reason: 'inventory: never seen before: ERROR "Connection refused" (12 lines since 14:23 UTC).',
  context: { total: 12, services: ['inventory'] },
};
const created = Date.parse('2026-11-22T14:28:03.250Z');
const samples = [{ _index: 'logs-app', _id: 'x1' }];

test('a finding as it is indexed', () => {
  const document = anomalyDocumentOf({ finding, created, samples });
  expect(AnomalyDocument.parse(document)).toEqual({
    '@timestamp': '2026-11-22T14:23:00.000Z',
    event: {
      id: 'new_template_0123456789abcdef',
      kind: 'alert',
      start: '2026-11-22T14:23:00.000Z',
      end: '2026-11-22T14:27:00.000Z',
      created: '2026-11-22T14:28:03.250Z',
      reason: finding.reason,
      risk_score: 100,
    },
    record_score: 100,
    anomaly: {
      type: 'new_template',
      status: 'active',
      first_seen: '2026-11-22T14:23:00.000Z',
      last_seen: '2026-11-22T14:27:00.000Z',
      samples,
      context: { total: 12, services: ['inventory'] },
    },
    typical: 0,
    actual: 12,
    probability: 0.001,
    service: { name: 'inventory' },
    log_ai: { template: { id: 'refused_3f9a' }, severity: { label: 'error' } },
    is_interim: true,
  });
});

test.each([
  { status: 'resolved', is_interim: false },
  { status: 'expired', is_interim: false },
  { status: 'active', is_interim: true },
] as const)('$status: is_interim $is_interim', ({ status, is_interim }) => {
  expect(anomalyDocumentOf({ finding: { ...finding, status }, created, samples: [] }).is_interim).toBe(
    is_interim,
  );
});

test('what a finding does not have is left out', () => {
  const bare = Object.fromEntries(
    Object.entries(finding).filter(([key]) => key !== 'level' && key !== 'probability'),
  ) as unknown as Finding;
  const document = anomalyDocumentOf({ finding: bare, created, samples: [] });
  expect(AnomalyDocument.parse(document).log_ai).toEqual({ template: { id: 'refused_3f9a' } });
  expect(document).not.toHaveProperty('probability');
});
