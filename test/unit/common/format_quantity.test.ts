import { expect, test } from 'vitest';
import {
  countOf,
  formatBytes,
  formatCompact,
  formatCount,
  formatDuration,
  formatOffset,
  formatRate,
  formatProbability,
  formatRatio,
  formatShare,
  formatTimeRange,
  formatValue,
} from '../../../common/format_quantity.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [formatCount(126_524), '126,524'],
  [formatCompact(126_524), '126.5K'],
  [countOf(1, 'line'), '1 line'],
  [countOf(12, 'line'), '12 lines'],
  [countOf(1500, 'line'), '1,500 lines'],
  [countOf(1, 'anomaly', 'anomalies'), '1 anomaly'],
  [countOf(2, 'anomaly', 'anomalies'), '2 anomalies'],
])('a count: %s', (text, expected) => {
  expect(text).toBe(expected);
});

test.each([
  [0, '0/min'],
  [0.004, '<0.01/min'],
  [0.033, '0.03/min'],
  [0.26, '0.3/min'],
  [2.04, '2.0/min'],
  [118, '118/min'],
  [1200, '1.2K/min'],
])('a rate: %d is %s', (rate, text) => {
  expect(formatRate(rate)).toBe(text);
});

test.each([
  [5.27, '×5.3'],
  [112.9, '×113'],
  [295.4, '×295'],
  [1250, '×1,250'],
])('a ratio: %d is %s', (ratio, text) => {
  expect(formatRatio(ratio)).toBe(text);
});

test.each([
  [0.0043, '0.004'],
  [1, '1.000'],
  [3.2e-30, '3e-30'],
  [0, '<1e-99'],
])('a probability: %d is %s', (probability, text) => {
  expect(formatProbability(probability)).toBe(text);
});

test.each([
  [0, '0 %'],
  [0.000_01, '<0.1 %'],
  [0.001, '0.1 %'],
  [0.041, '4.1 %'],
  [0.999_99, '99.9 %'],
  [1, '100 %'],
])('a share: %d is %s', (share, text) => {
  expect(formatShare(share)).toBe(text);
});

test.each([
  [512, '512 B'],
  [1500, '1.5 kB'],
  [1_630_865, '1.6 MB'],
  [2.5e9, '2.50 GB'],
])('bytes: %d are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0, '0 ms'],
  [278, '278 ms'],
  [999, '999 ms'],
  [1530, '1.5 s'],
  [2400, '2.4 s'],
  [9960, '10 s'],
  [59_400, '59 s'],
  [59_960, '1 min'],
  [4 * MINUTE, '4 min'],
  [HOUR - 100, '1 h'],
  [90 * MINUTE, '1.5 h'],
  [26 * HOUR, '1.1 d'],
  [10 * DAY, '10 d'],
])('a duration: %d ms are %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [0, '+0 ms'],
  [12, '+12 ms'],
  [999, '+999 ms'],
  [1534, '+1.534 s'],
  [123_400, '+2 min 3 s'],
  [HOUR + 59_999, '+1 h 0 min'],
  [3 * DAY + 5 * HOUR, '+3 d 5 h'],
])('an offset: %d ms is %s', (ms, text) => {
  expect(formatOffset(ms)).toBe(text);
});

test.each([
  ['2026-01-29T08:45:08.000Z', '2026-01-29 08:42:09 – 08:45:08 UTC'],
  ['2026-01-30T08:45:08.000Z', '2026-01-29 08:42:09 – 2026-01-30 08:45:08 UTC'],
])('a range of time to %s', (to, text) => {
  expect(formatTimeRange('2026-01-29T08:42:09.000Z', to)).toBe(text);
});

test.each([
  [{ value: 842.3, measure: 'duration' }, '842 ms'],
  [{ value: 0.0421, measure: 'duration' }, '0.0421 ms'],
  [{ value: 90_000, measure: 'duration' }, '1.5 min'],
  [{ value: 412, measure: 'bytes' }, '412 B'],
  [{ value: 1_630_865, measure: 'bytes' }, '1.63 MB'],
  [{ value: 12.3456 }, '12.3'],
  [{ value: 90_000 }, '90,000'],
] as const)('a value: %j is %s', (quantity, text) => {
  expect(formatValue(quantity)).toBe(text);
});
