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

const latency: AnomalyReason = {
  code: 'parameter_shift',
  service: 'payment',
  template: 'Paid in <ms>ms',
  parameter: 'ms',
  measure: 'duration',
  numbers: { actual: 842.3, typical: 412.1, values: 40, window_minutes: 2, decades: 9.3 },
  times: { from: '2026-01-15T14:06:00.000Z' },
};

test.each<[reason: Partial<AnomalyReason>, sentence: string]>([
  [
    {},
    'payment: ms of "Paid in <ms>ms" at 842 ms since 14:06 UTC, usually 412 ms (×2.0, a chance of 1 in 10^9 over 2 minutes).',
  ],
  [
    { code: 'parameter_shift_level', measure: 'bytes', numbers: { ...latency.numbers, actual: 1_630_865 } },
    'payment: ms of "Paid in <ms>ms" at 1.63 MB since 14:06 UTC, usually 412 B (×3,957, a chance of 1 in 10^9 over 2 minutes); it lasted, and is the level from now on.',
  ],
  [
    { code: 'parameter_outlier', numbers: { ...latency.numbers, actual: 90_000 } },
    'payment: ms of "Paid in <ms>ms" at up to 1.5 min since 14:06 UTC, 99 of 100 are at most 412 ms (a chance of 1 in 10^9).',
  ],
  [
    {
      code: 'parameter_name',
      parameter: 'carrier',
      numbers: { actual: 1, typical: 3, values: 4, window_minutes: 1, decades: 3.1 },
    },
    'payment: carrier of "Paid in <ms>ms" with a text never seen before in 4 lines since 14:06 UTC, where 3 texts were known (a chance of 1 in 1,000).',
  ],
])('what is said of a value: %#', (change, sentence) => {
  const reason = { ...latency, ...change };
  expect(reasonSentence(reason)).toBe(sentence);
  const format = { clock: (time: unknown) => `${String(time).slice(11, 16)} UTC` };
  expect(sentenceInApp(reason, format)).toBe(sentence);
});
