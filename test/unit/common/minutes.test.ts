import { expect, test } from 'vitest';
import { clockOfMinute, isoOfMinute, minuteOf, timeOfMinute } from '../../../common/minutes.ts';

test('a minute holds the times from its beginning on', () => {
  const minute = minuteOf(Date.parse('2026-11-22T14:23:41.999Z'));
  expect(minute).toBe(minuteOf(timeOfMinute(minute)));
  expect(timeOfMinute(minute)).toBe(Date.parse('2026-11-22T14:23:00Z'));
  expect(isoOfMinute(minute)).toBe('2026-11-22T14:23:00.000Z');
  expect(clockOfMinute(minute)).toBe('14:23');
  expect(minuteOf(-1)).toBe(-1);
});
