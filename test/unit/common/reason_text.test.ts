import { expect, test } from 'vitest';
import type { AnomalyReason } from '../../../common/documents/anomaly_reason.ts';
import { reasonSentence } from '../../../common/reason_text.ts';
import { reasonSentence as sentenceInApp } from '../../../public/anomalies/reason_text.ts';

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

const step: AnomalyReason = {
  code: 'sequence_missing',
  service: 'payment',
  template: 'Paid',
  steps: { before: 'Reserved', expected: 'Paid' },
  numbers: { sessions: 14 },
  times: { from: '2026-01-15T14:06:00.000Z' },
};

test.each<[reason: Partial<AnomalyReason>, sentence: string]>([
  [{}, 'payment: "Paid" is missing after "Reserved" in 14 sessions since 14:06 UTC.'],
  [{ steps: { before: '' } }, 'payment: "Paid" is missing at the beginning in 14 sessions since 14:06 UTC.'],
  [
    {
      code: 'sequence_extra',
      template: 'Refunded',
      steps: { before: 'Paid', expected: '' },
      numbers: { sessions: 1 },
    },
    'payment: unexpected "Refunded" after "Paid" in 1 session since 14:06 UTC, where sessions usually end.',
  ],
  [
    { code: 'sequence_order', steps: { before: 'Received', expected: 'Reserved' } },
    'payment: "Paid" out of order after "Received" in 14 sessions since 14:06 UTC, usually "Reserved".',
  ],
  [
    { code: 'sequence_order_level', template: '', steps: { before: 'Received', expected: 'Reserved' } },
    'payment: ended after "Received" in 14 sessions since 14:06 UTC, usually "Reserved"; it lasted, and is the level from now on.',
  ],
])('what is said of a sequence: %#', (change, sentence) => {
  const reason = { ...step, ...change };
  expect(reasonSentence(reason)).toBe(sentence);
  const format = { clock: (time: unknown) => `${String(time).slice(11, 16)} UTC` };
  expect(sentenceInApp(reason, format)).toBe(sentence);
});
