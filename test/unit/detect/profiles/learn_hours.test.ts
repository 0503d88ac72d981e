import { expect, test } from 'vitest';
import { CountHistory } from '../../../../ml-service/src/detect/counts/count_history.ts';
import { atOnce } from '../../../../ml-service/src/parse/in_slices.ts';
import { learnHours } from '../../../../ml-service/src/detect/profiles/learn_hours.ts';
import { CALENDAR, type RateProfile } from '../../../../ml-service/src/detect/profiles/rate_profile.ts';
import type { TemplateCount } from '../../../../ml-service/src/detect/counts/count_reader.ts';
import { INCIDENT, profilesOf, rowsOf } from '../../../conformance/detector_scenarios.ts';

/** 14:00, 23 minutes before INCIDENT. */
const HOUR = Math.floor(INCIDENT / 60);
const KEY = 'timeout/checkout';
const rows = (range: readonly [number, number], count: number) =>
  rowsOf(['timeout', 'checkout'], range, count);

function learn(
  counts: readonly TemplateCount[],
  {
    at = 97,
    profiles = new Map<string, RateProfile>(),
    isAbnormal = (minute: number) => Number.isNaN(minute),
  } = {},
) {
  const history = new CountHistory({ span_minutes: Infinity });
  history.replace({ counts });
  return atOnce(
    learnHours({
      minute: INCIDENT + at,
      counts: history,
      profiles,
      isAbnormal: (_key, minute) => isAbnormal(minute - INCIDENT),
    }),
  );
}

test.each([
  { at: 96, hours: [] },
  { at: 97, hours: [HOUR] }, // 16:00
  { at: 126, hours: [HOUR] }, // where the minutes between were unknown
])('an hour is learned an hour after its end: $at', ({ at, hours }) => {
  const learned = learn(rows([-23, 37], 2), { at });
  expect([...learned.keys()]).toEqual(hours.length === 0 ? [] : [KEY, 'checkout', CALENDAR]);
  expect(learned.get(KEY)?.hours ?? []).toEqual(hours.flatMap((hour) => [hour, 60, 120, 240]));
});

test('minutes that nobody knows, and those that were abnormal, are no minutes of the hour', () => {
  const counts = [...rows([-23, 0], 1), ...rows([0, 10], 100), ...rows([20, 37], 1)];
  const learned = learn(counts, { isAbnormal: (minute) => minute >= 0 && minute < 10 });
  expect(learned.get(KEY)?.hours).toEqual([HOUR, 40, 40, 40]);
  expect(learned.get(CALENDAR)?.hours).toEqual([HOUR, 50, 0, 0]);
});

test('in which minutes of the hour lines come; those of the hours before weigh less', () => {
  const profiles = new Map([
    [CALENDAR, { hours: [HOUR - 1, 60, 0, 0], minutes: [] }],
    [KEY, { hours: [HOUR - 1, 60, 100, 10_000], minutes: [23, 100] }],
  ]);
  expect(learn(rows([0, 1], 50), { profiles }).get(KEY)?.minutes).toEqual([23, 148]);
});

test('nothing is learned twice', () => {
  const once = learn(rows([-23, 37], 2));
  expect(learn(rows([-23, 37], 2), { profiles: once as Map<string, RateProfile> }).size).toBe(0);
});

test('a series without lines for a week is forgotten; of others no more than a week and a day is kept', () => {
  const profiles = new Map([
    ...profilesOf({ [KEY]: 2 }, { hours: 300, until: HOUR * 60 }),
    ['gone/checkout', { hours: [HOUR - 169, 60, 5, 5], minutes: [] }],
  ]);
  const learned = learn(rows([-23, 37], 2), { profiles });
  expect(learned.has('gone/checkout')).toBe(true);
  expect(learned.get('gone/checkout')).toBeUndefined();
  expect(learned.get(KEY)!.hours.length / 4).toBe(193);
  expect(learned.get(CALENDAR)!.hours.length / 4).toBe(193);
});
