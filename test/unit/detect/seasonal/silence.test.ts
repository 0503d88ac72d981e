import { describe, expect, test } from 'vitest';
import { reasonSentence } from '../../../../common/reason_text.ts';
import { CountHistory } from '../../../../ml-service/src/detect/counts/count_history.ts';
import type { TemplateCount } from '../../../../ml-service/src/detect/counts/count_reader.ts';
import { driveMinutes } from '../../../../ml-service/src/detect/drive_minutes.ts';
import { anomalyIdOf, type Finding } from '../../../../ml-service/src/detect/findings/finding.ts';
import { subjectKeyOf } from '../../../../ml-service/src/detect/findings/subject.ts';
import type { RateProfiles } from '../../../../ml-service/src/detect/profiles/rate_profile.ts';
import { seasonalDetector } from '../../../../ml-service/src/detect/seasonal/detector.ts';
import { DetectionState } from '../../../../ml-service/src/detect/state/detection_state.ts';
import { INCIDENT, profilesOf, rowsOf, templatesOf } from '../../../conformance/detector_scenarios.ts';

const HEARTBEAT = ['heartbeat', 'gateway', 'INFO'] as const;
const ORDERS = Array.from({ length: 6 }, (_, at) => `order_${at}`);
const templates = templatesOf(
  Object.fromEntries(['heartbeat', ...ORDERS].map((id): [string, [string]] => [id, [`Text of ${id}`]])),
);

/** So many lines a minute of each of the templates of a service. */
const steady = ([from, to]: readonly [number, number], rate = 40) =>
  ORDERS.flatMap((id) => rowsOf([id, 'checkout', 'INFO'], [from, to], rate));

/** Each finding as it was told, with the minute at whose end it was. */
function judge(
  rows: readonly TemplateCount[],
  { from = -60, to = 90, profiles = new Map() as RateProfiles } = {},
): readonly (readonly [minute: number, finding: Finding])[] {
  const detectors = [seasonalDetector()];
  const state = new DetectionState();
  state.profiles.apply(profiles, INCIDENT + from);
  const counts = new CountHistory({ span_minutes: Infinity });
  counts.replace({ counts: [...rows, ...rowsOf(HEARTBEAT, [from, to], 20)] });
  return Array.from({ length: to - from }, (_, at) => from + at).flatMap((minute) =>
    driveMinutes({
      detectors,
      state,
      counts,
      templates,
      from: INCIDENT + minute,
      to: INCIDENT + minute + 1,
    }).findings.map((finding) => [minute, finding] as const),
  );
}

/** Subject, type and minutes of each anomaly as it was told last. */
const toldOf = (found: readonly (readonly [number, Finding])[]) =>
  [...new Map(found.map(([, one]) => [anomalyIdOf(one), one])).values()].map(
    ({ subject, type, start, end, status }) =>
      `${subjectKeyOf(subject)} ${type} ${start - INCIDENT}–${end - INCIDENT} ${status}`,
  );

describe('a service that wrote steadily for an hour falls silent', () => {
  const found = judge([...steady([-60, 0]), ...steady([12, 90])]);

  test('it is told once, after four minutes, with the minutes of the silence', () => {
    expect(toldOf(found)).toEqual(['checkout drop 0–12 resolved']);
    expect(found[0]![0]).toBe(3);
  });

  test('what it says while it lasts, and when it is over', () => {
    expect(reasonSentence(found[0]![1].reason)).toBe(
      'checkout: has written nothing since 14:23 UTC, usually 240 lines a minute.',
    );
    expect(reasonSentence(found.at(-1)![1].reason)).toBe(
      'checkout: has written nothing from 14:23 to 14:35 UTC, usually 240 lines a minute.',
    );
    expect(found.at(-1)![1]).toMatchObject({ typical: 240, actual: 0, service: 'checkout' });
    expect(found.at(-1)![1].risk_score).toBeGreaterThanOrEqual(75);
  });

  test('the next one is found, too: what was abnormal does not become normal', () => {
    const twice = [...steady([-60, 0]), ...steady([8, 30]), ...steady([38, 90])];
    expect(toldOf(judge(twice))).toEqual(['checkout drop 0–8 resolved', 'checkout drop 30–38 resolved']);
  });

  test('what lasts for an hour is the level from then on', () => {
    const [told] = toldOf(judge([...steady([-90, 0])], { from: -90, to: 120 }));
    expect(told).toMatch(/^checkout drop 0–\d\d resolved$/);
  });
});

describe('no silence is told of', () => {
  const bursts = (every: number, length: number, rate: number) =>
    Array.from({ length: 180 }, (_, at) => at - 90)
      .filter((minute) => (minute + 900) % every < length)
      .flatMap((minute) => steady([minute, minute + 1], rate));
  test.each([
    { what: 'three minutes without a line: a restart', rows: [...steady([-60, 0]), ...steady([3, 90])] },
    { what: 'a service that writes a burst every ten minutes', rows: bursts(10, 2, 200) },
    { what: 'one that writes for six minutes of ten', rows: bursts(10, 6, 40) },
    { what: 'one that writes for 22 minutes of 30', rows: bursts(30, 22, 40) },
    { what: 'a job of 20 minutes', rows: steady([-20, 0], 300) },
    { what: 'a job of 70 minutes', rows: steady([-70, 0], 300) },
    {
      what: 'ten minutes of one that writes a line a minute',
      rows: [
        ...rowsOf(['order_0', 'checkout'], [-110, 0], 1),
        ...rowsOf(['order_0', 'checkout'], [10, 90], 1),
      ],
    },
  ])('$what', ({ rows }) => {
    expect(toldOf(judge(rows, { from: -110 }))).toEqual([]);
  });

  test('a service that is usually not there at this hour, or on few of the hours', () => {
    const rows = steady([-120, 0]);
    const keys = ['checkout', ...ORDERS.map((id) => `${id}/checkout`)];
    const usual = (rate: (hour: number) => number) =>
      profilesOf({
        'heartbeat/gateway': 20,
        gateway: 20,
        ...Object.fromEntries(keys.map((key) => [key, rate])),
      });
    const at_night = usual((hour) => (hour % 24 === 14 || hour % 24 === 15 ? 0 : 240));
    const now_and_then = usual((hour) => (hour % 2 === 0 ? 240 : 0));
    const always = usual(() => 240);
    const silences = (profiles: RateProfiles) =>
      toldOf(judge(rows, { from: -120, to: 20, profiles })).filter((told) =>
        told.startsWith('checkout drop'),
      );
    expect(silences(at_night)).toEqual([]);
    expect(silences(now_and_then)).toEqual([]);
    expect(silences(always)).toEqual(['checkout drop 0–20 active']);
  });
});

describe('the whole rate of a service', () => {
  const profiles = profilesOf({
    'heartbeat/gateway': 20,
    gateway: 20,
    checkout: 240,
    ...Object.fromEntries(ORDERS.map((id) => [`${id}/checkout`, 40])),
  });

  test('is told where it is that of many templates, with each that is clear by itself', () => {
    const rows = [...steady([-120, 0]), ...steady([0, 10], 200), ...steady([10, 40])];
    const found = judge(rows, { from: -120, to: 40, profiles });
    expect(toldOf(found)).toContain('checkout frequency 0–10 resolved');
    const [, finding] = found.find(([, { subject }]) => subject.kind === 'service')!;
    expect(reasonSentence(finding.reason)).toMatch(
      /^checkout: all its lines together up to 1K\/min since 14:23 UTC, typically 240\/min at this time/,
    );
  });

  test('is not told where one template makes up most of it', () => {
    const rows = [...steady([-120, 40]), ...rowsOf(['order_0', 'checkout', 'INFO'], [0, 10], 2000)];
    expect(toldOf(judge(rows, { from: -120, to: 40, profiles }))).toEqual([
      'order_0/checkout frequency 0–10 resolved',
    ]);
  });

  test('is not told without a day of history', () => {
    const rows = [...steady([-120, 0]), ...steady([0, 10], 200), ...steady([10, 40])];
    expect(toldOf(judge(rows, { from: -120, to: 40 }))).toEqual([]);
  });
});
