import { expect, test } from 'vitest';
import { formatRatio } from '../../../../common/format_quantity.ts';
import { measuresOf, oddsText } from '../../../../public/anomalies/measures.ts';
import { lengthText, spanText } from '../../../../public/anomalies/span_text.ts';
import { anomalyAt } from './anomaly_at.ts';

test.each([
  ['frequency', 0.2, 11.27, '0.2/min', '11.3/min'],
  ['frequency', 0, 1234.5, '0/min', '1.2K/min'],
  ['drop', 50, 0, '50/min', '0/min'],
  ['new_template', 0, 160, '0', '160 lines'],
  ['new_template', 0, 1, '0', '1 line'],
  ['sequence', 0.04, 14, '0.04', '14 sessions'],
  ['parameter', 12.3456, 90_000, '12.3', '90,000'],
] as const)('%s from %s to %s reads %s, %s', (type, from, to, typical, actual) => {
  expect(measuresOf(anomalyAt({ type, typical: from, actual: to }))).toEqual({ typical, actual });
});

test.each(['error_share', 'warning_share'] as const)(
  '%s reads as a share, though it is of the type of rates',
  (kind) => {
    const anomaly = anomalyAt({ type: 'frequency', typical: 0.004, actual: 0.85 });
    const subject = { kind, key: 'web' };
    expect(measuresOf({ ...anomaly, subject })).toEqual({ typical: '0.4 %', actual: '85.0 %' });
  },
);

test.each([
  [5.34, '×5.3'],
  [112.9, '×113'],
  [12_345, '×12,345'],
])('a ratio of %s reads %s', (ratio, text) => {
  expect(formatRatio(ratio)).toBe(text);
});

test.each([
  [0.0008, '1 in 1,250'],
  [1, '1 in 1'],
  [0, 'never'],
])('a probability of %s reads %s', (probability, text) => {
  expect(oddsText(probability)).toBe(text);
});

test.each([
  ['14:06:00', '14:10:00', '14:06:00 – 14:10:00'],
  ['Jan 15, 14:06:00', 'Jan 15, 14:10:00', 'Jan 15, 14:06:00 – 14:10:00'],
  ['Jan 15, 23:59:00', 'Jan 16, 00:01:00', 'Jan 15, 23:59:00 – Jan 16, 00:01:00'],
  ['Jan 15, 2025, 14:06:00', 'Jan 15, 2025, 14:10:00', 'Jan 15, 2025, 14:06:00 – 14:10:00'],
  ['Jan 15, 23:59:00', '00:01:00', 'Jan 15, 23:59:00 – 00:01:00'],
])('from %s to %s reads %s', (from, to, text) => {
  expect(spanText(from, to)).toBe(text);
});

test.each([
  ['2026-01-15T14:06:00Z', '2026-01-15T14:10:00Z', '4 min'],
  ['2026-01-15T14:06:00Z', '2026-01-15T14:06:00Z', '< 1 min'],
])('from %s to %s took %s', (start, end, text) => {
  expect(lengthText({ start, end })).toBe(text);
});
