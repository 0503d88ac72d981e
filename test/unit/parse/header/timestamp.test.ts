import { describe, expect, test } from 'vitest';
import { readTimestamp } from '../../../../ml-service/src/parse/header/timestamp.ts';

const at = (text: string, order: string, { zone = 'UTC', now = '2026-03-01T12:00:00Z' } = {}) => {
  const instant = readTimestamp(text, order, { time_zone: zone, reference: Date.parse(now) });
  return instant === undefined ? undefined : new Date(instant).toISOString();
};

describe('times', () => {
  test.each([
    ['2024-01-15 14:23:45', 'YMDhmsf', '2024-01-15T14:23:45.000Z'],
    ['2024-01-15T14:23:45.123456+02:00', 'YMDhmsf', '2024-01-15T12:23:45.123Z'],
    ['17/06/09 20:10:40', 'yMDhmsf', '2017-06-09T20:10:40.000Z'],
    ['10/Oct/2000:13:55:36 -0700', 'DbYhmsf', '2000-10-10T20:55:36.000Z'],
    ['Sun Dec 04 04:47:44.5 2005', 'bDhmsfY', '2005-12-04T04:47:44.500Z'],
    ['081109 203615', 'yMDhms', '2008-11-09T20:36:15.000Z'],
    ['1705328625.25', 'E', '2024-01-15T14:23:45.250Z'],
    ['1705328625250', 'E', '2024-01-15T14:23:45.250Z'],
    ['1705328625250123', 'E', '2024-01-15T14:23:45.250Z'],
    ['1705328625250123456', 'E', '2024-01-15T14:23:45.250Z'],
    ['2024-01-15T14:23+02:00', 'YMDhmsf', '2024-01-15T12:23:00.000Z'],
    ['2024-01-15 14:23:45.123 CEST', 'YMDhmsf', '2024-01-15T12:23:45.123Z'],
    ['2024-01-15 14:23:45+00', 'YMDhmsf', '2024-01-15T14:23:45.000Z'],
    ['2024 Jan 15 14:23:45', 'YbDhmsf', '2024-01-15T14:23:45.000Z'],
    ['1/15/2024 2:23:45 PM', 'MDYhmsfp', '2024-01-15T14:23:45.000Z'],
    ['1/15/2024 12:23:45 am', 'MDYhmsfp', '2024-01-15T00:23:45.000Z'],
    ['15/01/2024 14:23:45', 'MDYhmsfp', '2024-01-15T14:23:45.000Z'],
    ['01/15/24 14:23:45', 'yMDhmsf', '2024-01-15T14:23:45.000Z'],
    ['2024-02-30 00:00:00', 'YMDhmsf', undefined],
    ['2024-13-01 00:00:00', 'YMDhmsf', undefined],
    ['2024-01-01 25:00:00', 'YMDhmsf', undefined],
  ])('%s by %s is %s', (text, order, expected) => {
    expect(at(text, order)).toBe(expected);
  });

  test('a missing year is the latest that does not lie in the future', () => {
    expect(at('Feb 28 10:00:00', 'bDhmsf')).toBe('2026-02-28T10:00:00.000Z');
    expect(at('Mar  5 10:00:00', 'bDhmsf')).toBe('2025-03-05T10:00:00.000Z');
    expect(at('Jan  1 00:00:01', 'bDhmsf', { now: '2025-12-31T23:59:59Z' })).toBe('2026-01-01T00:00:01.000Z');
  });

  test('a clock without a date is today, or yesterday when it would lie in the future', () => {
    expect(at('11:00:00', 'hmsf')).toBe('2026-03-01T11:00:00.000Z');
    expect(at('14:00:00', 'hmsf')).toBe('2026-02-28T14:00:00.000Z');
  });

  test('times without a zone are read in the configured one, through summer time as java.time does', () => {
    const zone = 'Europe/Berlin';
    expect(at('2024-07-01 12:00:00', 'YMDhmsf', { zone })).toBe('2024-07-01T10:00:00.000Z');
    expect(at('2024-01-01 12:00:00', 'YMDhmsf', { zone })).toBe('2024-01-01T11:00:00.000Z');
    // 02:30 does not exist on that night: the offset before the gap. In autumn it exists twice: the earlier one.
    expect(at('2024-03-31 02:30:00', 'YMDhmsf', { zone })).toBe('2024-03-31T01:30:00.000Z');
    expect(at('2024-10-27 02:30:00', 'YMDhmsf', { zone })).toBe('2024-10-27T00:30:00.000Z');
  });
});
