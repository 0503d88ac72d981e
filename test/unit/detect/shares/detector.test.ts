import { describe, expect, test } from 'vitest';
import { LogAiError } from '../../../../common/errors.ts';
import { reasonSentence } from '../../../../common/reason_text.ts';
import { CountHistory } from '../../../../ml-service/src/detect/counts/count_history.ts';
import type { TemplateCount } from '../../../../ml-service/src/detect/counts/count_reader.ts';
import { driveMinutes } from '../../../../ml-service/src/detect/drive_minutes.ts';
import {
  errorShareDetector,
  warningShareDetector,
} from '../../../../ml-service/src/detect/shares/detector.ts';
import { anomalyIdOf, type Finding } from '../../../../ml-service/src/detect/findings/finding.ts';
import { DetectionState } from '../../../../ml-service/src/detect/state/detection_state.ts';
import { INCIDENT, rowsOf } from '../../../conformance/detector_scenarios.ts';

/** Lines of an access log: so many a minute, and the share of them that are errors. */
function accessLog([from, to]: readonly [number, number], share: number, lines = 500): TemplateCount[] {
  return Array.from({ length: to - from }, (_, at) => from + at).flatMap((minute) => {
    // A share of few errors comes about as one error now and then.
    const errors = Math.floor((minute + 1001) * lines * share) - Math.floor((minute + 1000) * lines * share);
    return [
      ...rowsOf(['access', 'web', 'INFO'], [minute, minute + 1], lines - errors),
      ...rowsOf(['access', 'web', 'ERROR'], [minute, minute + 1], errors),
    ];
  });
}

function judge(
  rows: readonly TemplateCount[],
  { from = -40, to = 60, detector = errorShareDetector() } = {},
) {
  const detectors = [detector];
  const state = new DetectionState();
  const counts = new CountHistory({ span_minutes: Infinity });
  counts.replace({ counts: rows });
  return Array.from({ length: to - from }, (_, at) => from + at).flatMap((minute) =>
    driveMinutes({
      detectors,
      state,
      counts,
      templates: new Map(),
      from: INCIDENT + minute,
      to: INCIDENT + minute + 1,
    }).findings.map((finding) => [minute, finding] as const),
  );
}

const toldOf = (found: readonly (readonly [number, Finding])[]) =>
  [...new Map(found.map(([, one]) => [anomalyIdOf(one), one])).values()].map(
    ({ subject, type, start, end, status }) =>
      `${subject.kind} ${type} ${start - INCIDENT}–${end - INCIDENT} ${status}`,
  );

describe('ten minutes of 85 % 502 at a steady rate, in an hour of an access log', () => {
  const found = judge(
    [...accessLog([-40, 0], 0.004), ...accessLog([0, 10], 0.85), ...accessLog([10, 20], 0.004)],
    {
      to: 20,
    },
  );

  test('are one anomaly with its minutes, told within five of them', () => {
    expect(toldOf(found)).toEqual(['error_share frequency 0–10 resolved']);
    expect(found[0]![0]).toBeLessThanOrEqual(4);
  });

  test('say so in words and numbers', () => {
    const { reason, level, risk_score } = found.at(-1)![1];
    expect(reasonSentence(reason)).toBe(
      'web: 85.0 % of its lines are errors from 14:23 to 14:33 UTC, typically 0.4 % (4,250 errors, a chance below 1 in 10^24).',
    );
    expect({ level, risk_score }).toEqual({ level: 'ERROR', risk_score: 100 });
  });
});

describe('what was abnormal does not become normal, what lasts does', () => {
  test('an outage that comes again and again for two hours counts all of its errors', () => {
    const rows = Array.from({ length: 12 }, (_, round) => round * 15 - 60).flatMap((from) =>
      from < 0
        ? accessLog([from, from + 15], 0.01)
        : [...accessLog([from, from + 6], 0.8), ...accessLog([from + 6, from + 15], 0.01)],
    );
    const errors = rows
      .filter(({ level, minute }) => level === 'ERROR' && minute >= INCIDENT && minute < INCIDENT + 111)
      .reduce((sum, { count }) => sum + count, 0);
    const found = judge(rows, { from: -60, to: 118 });
    expect(toldOf(found)).toEqual(['error_share frequency 0–111 resolved']);
    expect(found.at(-1)![1].reason.numbers).toMatchObject({ errors });
  });

  test('an outage every half an hour is told each time', () => {
    const rows = [-40, -30, 0, 8, 30, 38, 60, 68, 90].flatMap((from, at, all) =>
      at + 1 === all.length ? [] : accessLog([from, all[at + 1]!], at > 0 && at % 2 === 0 ? 0.6 : 0.01),
    );
    expect(toldOf(judge(rows, { to: 90 }))).toEqual([
      'error_share frequency 0–8 resolved',
      'error_share frequency 30–38 resolved',
      'error_share frequency 60–68 resolved',
    ]);
  });

  test('what lasts is told once, and is the level', () => {
    const found = judge([...accessLog([-60, 0], 0.01), ...accessLog([0, 180], 0.4)], { to: 180 });
    expect(toldOf(found)).toEqual([expect.stringMatching(/^error_share frequency 0–\d+ resolved$/)]);
    expect(reasonSentence(found.at(-1)![1].reason)).toContain('it lasted, and is the level from now on.');
  });
});

test.each([
  { what: 'the same share at ten times the rate', rows: accessLog([0, 10], 0.02, 5000), told: [] },
  { what: 'from 2 to 5 %', rows: accessLog([0, 10], 0.05), told: [] },
  { what: 'three of four lines in a quiet minute', rows: accessLog([0, 10], 0.75, 1), told: [] },
  {
    what: 'from 2 to 30 % of few lines',
    rows: accessLog([0, 10], 0.3, 40),
    told: ['error_share frequency 0–10 resolved'],
  },
])('$what: $told', ({ rows, told }) => {
  expect(toldOf(judge([...accessLog([-40, 0], 0.02), ...rows, ...accessLog([10, 60], 0.02)]))).toEqual(told);
});

test.each([
  { what: 'one minute in two', period: 2 },
  { what: 'one minute in three', period: 3 },
  { what: 'two minutes in seven', period: 7, length: 2 },
])('errors that come in bursts of $what are usual: nothing is told of them', ({ period, length = 1 }) => {
  const rows = Array.from({ length: 130 }, (_, at) => at - 70).flatMap((minute) =>
    accessLog([minute, minute + 1], (minute + 700) % period < length ? 0.12 : 0, 100),
  );
  expect(judge(rows, { from: -70, to: 60 })).toEqual([]);
});

test('an outage of an hour in which errors come in bursts is told', () => {
  const burstOf = (minute: number) => (minute % 3 === 0 ? (minute < 0 ? 0.12 : 0.9) : minute < 0 ? 0 : 0.5);
  const rows = Array.from({ length: 110 }, (_, at) => at - 70).flatMap((minute) =>
    accessLog([minute, minute + 1], burstOf(minute), 100),
  );
  expect(toldOf(judge(rows, { from: -70, to: 40 }))).toEqual([
    expect.stringMatching(/^error_share frequency (-3|0)–40 active$/),
  ]);
});

test('warnings are no errors: a client that asks for what is not there is none of the service', () => {
  const rows = [
    ...rowsOf(['access', 'web', 'INFO'], [-40, 0], 500),
    ...rowsOf(['access', 'web', 'WARN'], [0, 60], 400),
  ];
  expect(judge(rows)).toEqual([]);
});

describe('the share of warnings, of an access log those of clients', () => {
  /** A minute of 500 requests: how many were refused, and how many failed. */
  const requests = ([from, to]: readonly [number, number], { refused = 0, failed = 0 }) => [
    ...rowsOf(['access', 'web', 'INFO'], [from, to], 500 - refused - failed),
    ...(refused > 0 ? rowsOf(['access', 'web', 'WARN'], [from, to], refused) : []),
    ...(failed > 0 ? rowsOf(['access', 'web', 'ERROR'], [from, to], failed) : []),
  ];
  const told = (rows: readonly TemplateCount[]) =>
    judge([...requests([-40, 0], { refused: 15 }), ...rows, ...requests([10, 40], { refused: 15 })], {
      detector: warningShareDetector(),
      to: 40,
    });

  test('tells a flood of 401 at a steady rate, with its minutes and in words', () => {
    const found = told(requests([0, 10], { refused: 425 }));
    expect(toldOf(found)).toEqual(['warning_share frequency 0–10 resolved']);
    expect(found[0]![0]).toBeLessThanOrEqual(4);
    const { reason, level, risk_score } = found.at(-1)![1];
    expect(reasonSentence(reason)).toBe(
      'web: 85.0 % of its lines are warnings (of an access log: status 4xx) from 14:23 to 14:33 UTC, typically 3.0 % (4,250 warnings, a chance below 1 in 10^24).',
    );
    expect({ level, risk_score }).toEqual({ level: 'WARN', risk_score: 70 });
  });

  test.each([
    { what: 'as many as ever', rows: requests([0, 10], { refused: 20 }) },
    { what: 'a crawler that asks for some pages that are gone', rows: requests([0, 10], { refused: 55 }) },
    { what: 'an outage: its errors are no warnings', rows: requests([0, 10], { refused: 15, failed: 425 }) },
    {
      what: 'a minute of refusals',
      rows: [...requests([0, 1], { refused: 400 }), ...requests([1, 10], { refused: 15 })],
    },
  ])('tells nothing of $what', ({ rows }) => {
    expect(told(rows)).toEqual([]);
  });
});

test('an hour with too little before it says so', () => {
  const counts = new CountHistory();
  counts.replace({ counts: accessLog([-15, 1], 0.01) });
  const { verdicts } = errorShareDetector().evaluate({ minute: INCIDENT, counts, templates: new Map() });
  expect(verdicts).toMatchObject([
    { detector: 'error_share', kind: 'insufficient_history', known_minutes: 6, needed_minutes: 20 },
  ]);
});

test.each([{ level_minutes: 10 }, { ratio: 0 }, { windows: 3 }])(
  'refuses the configuration %o',
  (options) => {
    expect(() => errorShareDetector(options)).toThrow(LogAiError);
  },
);

test('refuses a configuration of the share of warnings that does not fit', () => {
  expect(() => warningShareDetector({ min_warnings: 0 })).toThrow(LogAiError);
});
