import { expect, test } from 'vitest';
import type { AnomalyReason } from '../../../common/documents/anomaly_reason.ts';
import { reasonSentence } from '../../../common/reason_text.ts';

const often: AnomalyReason = {
  code: 'frequency',
  service: 'cart',
  template: 'Failed to connect',
  numbers: { actual: 1657.2, typical: 0.2, ratio: 5524, window_minutes: 10, baseline_minutes: 60 },
  times: { from: '2026-01-15T14:06:00.000Z', to: '2026-01-15T14:08:00.000Z' },
};

test('a reason is an English sentence with times in UTC, for rules and mails', () => {
  expect(reasonSentence(often)).toBe(
    'cart: "Failed to connect" from 14:06 to 14:08 UTC: up to 1.7K/min over 10 min, typically 0.2/min (×5,524) over 60 min before.',
  );
});

test('a code that is not known has no sentence here', () => {
  expect(reasonSentence({ ...often, code: 'of_the_future' })).toBeUndefined();
});
