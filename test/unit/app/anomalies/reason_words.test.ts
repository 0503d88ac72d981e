import { expect, test } from 'vitest';
import type { AnomalyReason } from '../../../../common/documents/anomaly_reason.ts';
import { reasonsIn } from '../../../../public/anomalies/reason_words.ts';
import { anomalyAt } from './anomaly_at.ts';

const reasons = reasonsIn({ clock: () => '23:45', short: () => '23:45' });
const of = (reason: AnomalyReason | undefined) => {
  const { anomaly, ...rest } = anomalyAt({ service: 'web' });
  const { reason: _reason, ...others } = anomaly;
  return { ...rest, anomaly: { ...others, ...(reason && { reason }) } };
};
const times = { from: '2026-01-15T14:45:00.000Z', to: '2026-01-15T14:54:00.000Z' };

test.each<[what: string, reason: AnomalyReason]>([
  [
    '38.3 % of its lines are errors',
    { code: 'error_share', service: 'web', numbers: { actual: 0.383, typical: 0.001, errors: 449 }, times },
  ],
  [
    '85.0 % of its lines are warnings (of an access log: status 4xx)',
    {
      code: 'warning_share',
      service: 'web',
      numbers: { actual: 0.85, typical: 0.02, warnings: 4250 },
      times,
    },
  ],
  [
    '"Paid" is missing after "Reserved"',
    {
      code: 'sequence_missing',
      service: 'web',
      template: 'Paid',
      steps: { before: 'Reserved', expected: 'Paid' },
      numbers: { sessions: 12 },
      times,
    },
  ],
  [
    'ms of "Paid in <ms>ms"',
    {
      code: 'parameter_shift',
      service: 'web',
      template: 'Paid in <ms>ms',
      parameter: 'ms',
      numbers: { actual: 842, typical: 412 },
      times,
    },
  ],
  ['new source', { code: 'new_source', service: 'web', numbers: { lines: 3, templates: 1 }, times }],
  [
    'Bank not trusted',
    { code: 'semantic', service: 'web', template: 'Bank not trusted', severity: 'error', numbers: {}, times },
  ],
  [
    'Failed to connect',
    { code: 'frequency', service: 'web', template: 'Failed to connect', numbers: {}, times },
  ],
])('a table says "%s": place, times and amounts stand beside it', (what, reason) => {
  expect(reasons.what(of(reason))).toBe(what);
});

test('what has no reason in parts, or one of a newer service, has its English sentence', () => {
  expect(reasons.what(of(undefined))).toBe('web: frequency');
  const newer = { code: 'of_tomorrow', service: 'web', numbers: {}, times } as unknown as AnomalyReason;
  expect(reasons.what(of(newer))).toBe('web: frequency');
});
