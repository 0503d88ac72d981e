import { reasonSentence } from '../../../../common/reason_text.ts';
import { describe, expect, test } from 'vitest';
import { LogAiError } from '../../../../common/errors.ts';
import { CountHistory } from '../../../../ml-service/src/detect/counts/count_history.ts';
import type { TemplateCount } from '../../../../ml-service/src/detect/counts/count_reader.ts';
import { driveMinutes } from '../../../../ml-service/src/detect/drive_minutes.ts';
import { anomalyIdOf, type Finding } from '../../../../ml-service/src/detect/findings/finding.ts';
import type { RateProfiles } from '../../../../ml-service/src/detect/profiles/rate_profile.ts';
import { seasonalDetector } from '../../../../ml-service/src/detect/seasonal/detector.ts';
import { DetectionState } from '../../../../ml-service/src/detect/state/detection_state.ts';
import { INCIDENT, profilesOf, rowsOf, templatesOf } from '../../../conformance/detector_scenarios.ts';

const TIMEOUT = ['timeout', 'checkout', 'ERROR'] as const;
const KEY = 'timeout/checkout';
const HEARTBEAT = ['heartbeat', 'gateway', 'INFO'] as const;
const templates = templatesOf({ timeout: ['Timeout after <ms>ms'], heartbeat: ['Still alive'] });
const HOUR = INCIDENT / 60;

/** Judges minutes relative to INCIDENT one after the other; all that was found, as it was told each time. */
function judge(
  rows: readonly TemplateCount[],
  profiles: RateProfiles,
  [from, to]: readonly [number, number] = [-10, 60],
) {
  const detectors = [seasonalDetector()];
  const state = new DetectionState();
  state.profiles.apply(profiles, INCIDENT + from);
  const counts = new CountHistory({ span_minutes: Infinity });
  counts.replace({ counts: [...rows, ...rowsOf(HEARTBEAT, [-150, to], 20)] });
  return Array.from({ length: to - from }, (_, at) => INCIDENT + from + at).flatMap(
    (minute) => driveMinutes({ detectors, state, counts, templates, from: minute, to: minute + 1 }).findings,
  );
}

/** Type and minutes of each anomaly as it was told last. */
const toldOf = (findings: readonly Finding[]) =>
  [...new Map(findings.map((one) => [anomalyIdOf(one), one])).values()].map(
    ({ type, start, end, status }) => `${type} ${start - INCIDENT}–${end - INCIDENT} ${status}`,
  );

const usually30 = profilesOf({ [KEY]: 30, 'heartbeat/gateway': 20 });

describe('what a person would call abnormal, told with the minutes in which it happened', () => {
  test.each([
    { what: '12 minutes at ten times the rate', rates: [[0, 12, 300]], told: ['frequency 0–12 resolved'] },
    { what: '7 minutes at five times the rate', rates: [[0, 7, 150]], told: ['frequency 0–7 resolved'] },
    {
      what: '3 minutes at a hundred times the rate',
      rates: [[0, 3, 3000]],
      told: ['frequency 0–3 resolved'],
    },
    { what: '25 minutes of silence', rates: [[0, 25, 0]], told: ['drop 0–25 resolved'] },
    { what: '25 minutes at a sixth of the rate', rates: [[0, 25, 5]], told: ['drop 0–25 resolved'] },
    {
      what: 'the same outage for five minutes every 20',
      rates: [
        [0, 5, 300],
        [20, 25, 300],
        [40, 45, 300],
      ],
      told: ['frequency 0–5 resolved', 'frequency 20–25 resolved', 'frequency 40–45 resolved'],
    },
    { what: 'one minute at ten times the rate', rates: [[0, 1, 300]], told: [] },
    { what: 'three minutes at three times the rate', rates: [[0, 3, 90]], told: [] },
    { what: 'twice the rate', rates: [[0, 60, 60]], told: [] },
    { what: 'five minutes of few lines', rates: [[0, 5, 12]], told: [] },
  ])('$what', ({ rates, told }) => {
    const rows = Array.from({ length: 210 }, (_, at) => at - 150).flatMap((minute) => {
      const rate = rates.find(([from, to]) => minute >= from! && minute < to!)?.[2] ?? 30;
      return rowsOf(TIMEOUT, [minute, minute + 1], rate);
    });
    expect(toldOf(judge(rows, usually30))).toEqual(told);
  });

  test('what never came is abnormal when it comes', () => {
    expect(toldOf(judge(rowsOf(TIMEOUT, [0, 8], 20), profilesOf({})))).toEqual(['frequency 0–8 resolved']);
  });
});

describe('what is usual at this hour', () => {
  const day = (rate: number) => [...rowsOf(TIMEOUT, [-150, 7], 30), ...rowsOf(TIMEOUT, [7, 60], rate)];
  /** 15:00 is 37 minutes after INCIDENT. */
  const from_15 = (rate: number) => [...rowsOf(TIMEOUT, [-150, 37], 30), ...rowsOf(TIMEOUT, [37, 90], rate)];

  test.each([
    { what: 'ten times the rate from 15:00 on, as last week', lastWeek: 300, rate: 300, told: [] },
    { what: 'a tenth from 15:00 on, as last week', lastWeek: 3, rate: 3, told: [] },
    { what: 'what was so last week does not have to be so again', lastWeek: 300, rate: 30, told: [] },
    {
      what: 'ten times the rate, other than last week',
      lastWeek: 30,
      rate: 300,
      told: ['frequency 37–90 active'],
    },
  ])('$what', ({ lastWeek, rate, told }) => {
    const busy = Math.floor(HOUR) + 1 - 168;
    const profiles = profilesOf({ [KEY]: (hour) => (hour >= busy && hour < busy + 4 ? lastWeek : 30) });
    expect(toldOf(judge(from_15(rate), profiles, [-10, 90]))).toEqual(told);
  });

  test('without a week it is the hour of the day before', () => {
    const busy = Math.floor(HOUR) + 1 - 24;
    const yesterday = profilesOf(
      { [KEY]: (hour) => (hour >= busy && hour < busy + 4 ? 300 : 30) },
      { hours: 40, until: INCIDENT - 20 * 60 },
    );
    const yesterdays = profilesOf({ [KEY]: 30 }, { hours: 40, until: INCIDENT - 20 * 60 });
    expect(toldOf(judge(from_15(300), yesterday, [-10, 90]))).toEqual([]);
    expect(toldOf(judge(from_15(300), yesterdays, [-10, 90]))).toEqual(['frequency 37–90 active']);
  });

  test('with less than a day nobody can say', () => {
    const counts = new CountHistory();
    counts.replace({ counts: day(300) });
    const profiles = profilesOf({ [KEY]: 30 }, { hours: 23, until: INCIDENT - 20 * 60 });
    const evaluation = seasonalDetector().evaluate({ minute: INCIDENT + 20, counts, templates, profiles });
    expect(evaluation.findings).toEqual([]);
    expect(evaluation.verdicts).toMatchObject([
      { kind: 'insufficient_history', known_minutes: 1380, needed_minutes: 1440 },
    ]);
  });

  test.each([
    { what: 'a job of every hour', lines: 600, told: [] },
    { what: 'ten times as much of it', lines: 6000, told: ['frequency 0–1 resolved'] },
  ])('$what: told $told', ({ lines, told }) => {
    const at = INCIDENT % 60;
    const profiles = profilesOf({ [KEY]: 10 });
    const { hours } = profiles.get(KEY)!;
    const varying = hours.map((value, index) => {
      // 540 to 660 lines, all in one minute.
      const run = 600 + 30 * (Math.floor(index / 4) % 5) - 60;
      return index % 4 === 2 ? run : index % 4 === 3 ? run * run : value;
    });
    const job = { hours: varying, minutes: [at, 20_000] };
    const rows = [-120, -60].flatMap((minute) => rowsOf(TIMEOUT, [minute, minute + 1], 600));
    const all = [...rows, ...rowsOf(TIMEOUT, [0, 1], lines)];
    expect(toldOf(judge(all, new Map([...profiles, [KEY, job]])))).toEqual(told);
  });

  test('what comes now and then in a burst is not abnormal when it comes so', () => {
    const bursty = new Map([
      ...profilesOf({}),
      [KEY, { hours: [120, 60, 30].flatMap((ago) => [Math.floor(HOUR) - ago, 60, 40, 800]), minutes: [] }],
    ]);
    expect(toldOf(judge(rowsOf(TIMEOUT, [0, 2], 20), bursty))).toEqual([]);
    expect(toldOf(judge(rowsOf(TIMEOUT, [0, 2], 200), bursty))).toEqual(['frequency 0–2 resolved']);
  });
});

describe('what lasts is the new level', () => {
  const shifted = (rate: number) => [
    ...rowsOf(TIMEOUT, [-150, 0], 30),
    ...rowsOf(TIMEOUT, [0, 200], rate),
    ...rowsOf(TIMEOUT, [200, 240], 30),
  ];

  test.each([
    { rate: 150, told: ['frequency 0–64 resolved'] },
    { rate: 3, told: ['drop 0–65 resolved'] },
  ])('$rate a minute from now on: told once, and not when it is as it was', ({ rate, told }) => {
    const findings = judge(shifted(rate), usually30, [-10, 240]);
    expect(toldOf(findings)).toEqual(told);
    expect(reasonSentence(findings.at(-1)!.reason)).toContain('it lasted, and is the level from now on.');
  });

  test('what is abnormal against the new level is told', () => {
    const findings = judge(
      [
        ...shifted(150).filter(({ minute }) => minute < INCIDENT + 150),
        ...rowsOf(TIMEOUT, [150, 160], 1500),
        ...rowsOf(TIMEOUT, [160, 170], 150),
      ],
      usually30,
      [-10, 170],
    );
    expect(toldOf(findings)).toEqual(['frequency 0–64 resolved', 'frequency 150–160 resolved']);
  });
});

describe('what it says', () => {
  const lastOf = (rate: number) =>
    judge([...rowsOf(TIMEOUT, [-150, 0], 30), ...rowsOf(TIMEOUT, [0, 20], rate)], usually30, [-10, 20]).at(
      -1,
    )!;

  test('of a spike', () => {
    const { reason, probability, typical, actual, level } = lastOf(300);
    expect(reasonSentence(reason)).toMatch(
      /^checkout: "Timeout after <ms>ms" up to 300\/min since 14:23 UTC, typically 30\/min at this time \(×10\.0, a chance below 1 in 10\^24 over 20 minutes\)\.$/,
    );
    expect(probability).toBeLessThan(1e-6);
    expect({ typical: Math.round(typical), actual, level }).toEqual({
      typical: 30,
      actual: 300,
      level: 'ERROR',
    });
  });

  test('of silence', () => {
    expect(reasonSentence(lastOf(0).reason)).toMatch(
      /^checkout: "Timeout after <ms>ms" silent since 14:23 UTC, typically 30\/min at this time \(a chance below 1 in 10\^24 over 20 minutes\)\.$/,
    );
  });
});

test.each([{ level_minutes: 10 }, { ratio: 0 }, { windows: 3 }])(
  'refuses the configuration %o',
  (options) => {
    expect(() => seasonalDetector(options)).toThrow(LogAiError);
  },
);
