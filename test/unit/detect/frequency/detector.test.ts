import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogAiError } from '../../../../common/errors.ts';
import type { TemplateCount } from '../../../../ml-service/src/detect/counts/count_reader.ts';
import { CountHistory } from '../../../../ml-service/src/detect/counts/count_history.ts';
import type { SeriesState } from '../../../../ml-service/src/detect/detector.ts';
import { anomalyIdOf, sentenceOf } from '../../../../ml-service/src/detect/findings/finding.ts';
import type { Episode } from '../../../../ml-service/src/detect/frequency/episode.ts';
import { baselineOf } from '../../../../ml-service/src/detect/frequency/rule.ts';
import { frequencyDetector } from '../../../../ml-service/src/detect/frequency/detector.ts';
import { FrequencyConfig } from '../../../../ml-service/src/settings/detectors.ts';
import {
  INCIDENT,
  profilesOf,
  remembered,
  rowsOf,
  templatesOf,
} from '../../../conformance/detector_scenarios.ts';

const TIMEOUT = ['timeout', 'checkout', 'ERROR'] as const;
const HEARTBEAT = ['heartbeat', 'gateway', 'INFO'] as const;
const templates = templatesOf({
  timeout: ['Failed to connect to <target>: Connection timeout after <timeout_ms>ms'],
  heartbeat: ['Still alive'],
});

function historyOf(counts: readonly TemplateCount[]): CountHistory {
  const history = new CountHistory({ span_minutes: Infinity });
  history.replace({ counts });
  return history;
}

/** Evaluates minutes relative to INCIDENT one after the other and gives what each found. */
function evaluate(counts: readonly TemplateCount[], [from, to]: readonly [number, number]) {
  const detector = frequencyDetector();
  const history = historyOf(counts);
  let state: SeriesState<Episode> = new Map();
  return Array.from({ length: to - from }, (_, i) => {
    const evaluation = detector.evaluate({ minute: INCIDENT + from + i, counts: history, templates, state });
    state = remembered(state, evaluation);
    return evaluation;
  });
}

describe('the rule: current / (baseline + 0.1) > 5 and current > 10 a minute', () => {
  // Ten minutes at `current` after sixty at `baseline`, judged at the end of the tenth.
  test.each([
    { baseline: 1, current: 11, fires: true, why: '11 / 1.1 = 10' },
    { baseline: 1, current: 10, fires: false, why: 'not more than 10 a minute' },
    { baseline: 2, current: 11, fires: true, why: '11 / 2.1 = 5.2' },
    { baseline: 3, current: 15, fires: false, why: '15 / 3.1 = 4.8' },
    { baseline: 3, current: 16, fires: true, why: '16 / 3.1 = 5.2' },
    { baseline: 0, current: 11, fires: true, why: '11 / 0.1 = 110' },
    { baseline: 100, current: 500, fires: false, why: '500 / 100.1 < 5' },
  ])('$baseline → $current a minute: fires $fires ($why)', ({ baseline, current, fires }) => {
    const counts = [
      ...rowsOf(HEARTBEAT, [-60, 10], 1),
      ...rowsOf(TIMEOUT, [-60, 0], baseline),
      ...rowsOf(TIMEOUT, [0, 10], current),
    ];
    const { findings } = frequencyDetector().evaluate({
      minute: INCIDENT + 9,
      counts: historyOf(counts),
      templates,
    });
    expect(findings.map(({ template_id }) => template_id)).toEqual(fires ? ['timeout'] : []);
  });

  test('exactly five times is not more than five times', () => {
    const firing = (current: number) => {
      const counts = [
        ...rowsOf(TIMEOUT, [-60, -6], 3),
        ...rowsOf(TIMEOUT, [-6, 0], 2), // 174 lines in 60 minutes: (2.9 + 0.1) × 5 = 15
        ...rowsOf(TIMEOUT, [0, 9], 15),
        ...rowsOf(TIMEOUT, [9, 10], current),
      ];
      return evaluate(counts, [9, 10])[0]!.findings.length;
    };
    expect(firing(15)).toBe(0);
    expect(firing(16)).toBe(1);
  });

  test('template × service is the key: one service does not hide in another', () => {
    const counts = [
      ...rowsOf(TIMEOUT, [-60, 10], 100),
      ...rowsOf(['timeout', 'payment'], [-60, 0], 1),
      ...rowsOf(['timeout', 'payment'], [0, 10], 50),
    ];
    const [evaluation] = evaluate(counts, [9, 10]);
    expect(evaluation?.findings.map(({ service }) => service)).toEqual(['payment']);
  });

  test('agrees with the rule spelled out over plain rows, with gaps anywhere', () => {
    const row = fc.record({
      minute: fc.integer({ min: 0, max: 90 }),
      template_id: fc.constantFrom('timeout', 'heartbeat'),
      service: fc.constantFrom('checkout', 'gateway'),
      count: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 50, max: 900 })),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 150 }), (rows) => {
        const minute = 90;
        const known = (m: number) => rows.some((r) => r.minute === m && r.count > 0);
        const range = (from: number, to: number) =>
          Array.from({ length: to - from }, (_, i) => from + i).filter(known);
        const [window, baseline] = [range(81, 91), range(21, 81)];
        const rate = (key: string, minutes: readonly number[]) =>
          rows
            .filter((r) => `${r.template_id} ${r.service}` === key && minutes.includes(r.minute))
            .reduce((sum, r) => sum + r.count, 0) / minutes.length;
        const normal = (key: string) => {
          const median = baseline.map((m) => rate(key, [m])).sort((a, b) => a - b)[baseline.length >> 1]!;
          return baseline.filter((m) => !(rate(key, [m]) > 10 && rate(key, [m]) / (median + 0.1) > 5));
        };
        const keys = [...new Set(rows.map((r) => `${r.template_id} ${r.service}`))].sort();
        const expected = keys.filter(
          (key) =>
            known(minute) &&
            baseline.length >= 30 &&
            rate(key, window) > 10 &&
            rate(key, window) / (rate(key, normal(key)) + 0.1) > 5,
        );
        const { findings } = frequencyDetector().evaluate({ minute, counts: historyOf(rows), templates });
        expect(findings.map((f) => `${f.template_id} ${f.service}`)).toEqual(expected);
      }),
      { seed: 1, numRuns: 400 },
    );
  });
});

describe('what is not known', () => {
  test.each([
    { known: 29, kind: 'insufficient_history' },
    { known: 30, kind: 'judged' },
  ])('$known known baseline minutes: $kind', ({ known, kind }) => {
    const counts = [...rowsOf(HEARTBEAT, [-known, 10], 1), ...rowsOf(TIMEOUT, [0, 10], 500)];
    const [evaluation] = evaluate(counts, [9, 10]);
    const numbers = kind === 'judged' ? {} : { known_minutes: known, needed_minutes: 30 };
    expect(evaluation?.verdicts).toEqual([{ detector: 'frequency', minute: INCIDENT + 9, kind, ...numbers }]);
    expect(evaluation?.findings.length).toBe(kind === 'judged' ? 1 : 0);
  });

  test('rates are over known minutes: a window of two known minutes is not diluted by the eight unknown', () => {
    const counts = [...rowsOf(TIMEOUT, [-70, -8], 2), ...rowsOf(TIMEOUT, [0, 2], 12)];
    const [evaluation] = evaluate(counts, [1, 2]);
    expect(evaluation?.findings).toMatchObject([
      { typical: 2, actual: 12, context: { known_window_minutes: 2, known_baseline_minutes: 60 } },
    ]);
  });

  test('the first minutes of the data are never called abnormal, nor is what follows a short past', () => {
    const counts = rowsOf(TIMEOUT, [0, 39], 1000);
    expect(evaluate(counts, [0, 39]).flatMap(({ findings }) => findings)).toEqual([]);
  });

  test('a quiet baseline minute that another template covers is a zero', () => {
    const counts = [
      ...rowsOf(HEARTBEAT, [-60, 10], 1),
      ...rowsOf(TIMEOUT, [-60, -30], 4),
      ...rowsOf(TIMEOUT, [0, 10], 20),
    ];
    expect(evaluate(counts, [9, 10])[0]?.findings).toMatchObject([{ typical: 2, actual: 20 }]);
  });
});

describe('what was abnormal does not become normal', () => {
  /** An outage of some minutes at 90 a minute, every half an hour. */
  const outages = (minutes: number) => [
    ...rowsOf(HEARTBEAT, [-70, 130], 1),
    ...[0, 30, 60, 90, 120].flatMap((start) => rowsOf(TIMEOUT, [start, start + minutes], 90)),
  ];

  test.each([3, 10])('%i minutes every half an hour: found each time, as severe as the first', (minutes) => {
    const findings = evaluate(outages(minutes), [-5, 125]).flatMap((evaluation) => evaluation.findings);
    const last = [...new Map(findings.map((one) => [one.start, one])).values()].slice(0, 4);
    expect(
      last.map(({ start, end, typical, record_score }) => ({
        minutes: [start - INCIDENT, end - INCIDENT],
        typical,
        record_score,
      })),
    ).toEqual(
      [0, 30, 60, 90].map((start) => ({
        minutes: [start, start + minutes],
        typical: 0,
        record_score: last[0]!.record_score,
      })),
    );
  });

  test.each([
    {
      lines: [...Array<number>(12).fill(2), 80, 80, 80, ...Array<number>(12).fill(2)],
      baseline: 2,
      why: 'some were abnormal',
    },
    { lines: Array<number[]>(8).fill([40, 0, 0]).flat(), baseline: 40 / 3, why: 'bursts come all the time' },
    { lines: [80, 80, 80, 2], baseline: 60.5, why: 'most are so: it is the level' },
    { lines: [2, 2, 9, 2], baseline: 3.75, why: 'not more than 10 a minute' },
    { lines: [0, 0, 0, 0], baseline: 0, why: 'nothing came' },
  ])('$lines: $baseline a minute, $why', ({ lines, baseline }) => {
    expect(baselineOf(lines, FrequencyConfig.parse({}))).toBe(baseline);
  });

  test('what takes up half of the baseline is the level, and told until then', () => {
    const counts = [
      ...rowsOf(HEARTBEAT, [-70, 120], 1),
      ...rowsOf(TIMEOUT, [-70, 0], 2),
      ...rowsOf(TIMEOUT, [0, 120], 60),
    ];
    const last = evaluate(counts, [-5, 120])
      .flatMap(({ findings }) => findings)
      .at(-1)!;
    expect(last).toMatchObject({ status: 'resolved', start: INCIDENT, typical: 2 });
    expect(last.end - INCIDENT).toBe(37);
  });
});

describe('where it is known what is usual at this hour', () => {
  const counts = [
    ...rowsOf(HEARTBEAT, [-60, 20], 1),
    ...rowsOf(TIMEOUT, [-60, 0], 1),
    ...rowsOf(TIMEOUT, [0, 20], 60),
  ];
  const judge = (options: { hours: number; until_known_hours?: number }) => {
    const { hours, ...config } = options;
    const profiles = profilesOf({ 'timeout/checkout': 1 }, { hours, until: INCIDENT - 20 * 60 });
    const detector = frequencyDetector(config);
    return detector.evaluate({ minute: INCIDENT + 9, counts: historyOf(counts), templates, profiles });
  };

  test.each([
    { hours: 23, found: 1 },
    { hours: 24, found: 0 },
    { hours: 24, until_known_hours: 25, found: 1 },
  ])('of $hours hours: the rule finds $found', ({ found, ...options }) => {
    expect(judge(options).findings).toHaveLength(found);
  });

  test('what was open is resolved', () => {
    const profiles = profilesOf({}, { until: INCIDENT - 20 * 60 });
    const history = historyOf(counts);
    const open = evaluate(counts, [0, 10]).at(-1)!;
    const state = remembered<Episode>(new Map(), open);
    const { findings } = frequencyDetector().evaluate({
      minute: INCIDENT + 10,
      counts: history,
      templates,
      profiles,
      state,
    });
    expect(findings.map(({ status }) => status)).toEqual(['resolved']);
  });
});

describe('episodes', () => {
  const spike = [
    ...rowsOf(HEARTBEAT, [-60, 60], 1),
    ...rowsOf(TIMEOUT, [-60, 0], 1),
    ...rowsOf(TIMEOUT, [0, 5], 60),
    ...rowsOf(TIMEOUT, [5, 60], 1),
  ];

  test('firing minutes in a row are one anomaly with one id, active while it lasts, then resolved', () => {
    const findings = evaluate(spike, [-5, 20]).flatMap((evaluation) => evaluation.findings);
    expect(new Set(findings.map(anomalyIdOf)).size).toBe(1);
    expect(findings.map(({ status, end }) => `${status} ${end - INCIDENT}`)).toEqual([
      'active 2', // the mean of the window is 12.8: above 10 and above 5 × 1.1
      'active 3', 'active 4', 'active 5', 'active 5', 'active 5', 'active 5', 'active 5', 'active 5',
      'active 5', 'active 5', 'active 5', 'resolved 5', // told with its five minutes, not with the windows that saw them
    ]); // prettier-ignore
  });

  test('a burst of two minutes is told as two minutes, though windows go on to show it', () => {
    const burst = [...rowsOf(HEARTBEAT, [-60, 30], 1), ...rowsOf(TIMEOUT, [0, 2], 80)];
    const findings = evaluate(burst, [-5, 30]).flatMap((evaluation) => evaluation.findings);
    const told = findings.map(({ status, end }) => `${status} ${end - INCIDENT}`);
    expect(new Set(told)).toEqual(new Set(['active 2', 'resolved 2']));
  });

  test('begins in the first minute whose own count breaks the rule, not at the start of the window', () => {
    const [first] = evaluate(spike, [-5, 20]).flatMap((evaluation) => evaluation.findings);
    expect(first).toMatchObject({ start: INCIDENT, end: INCIDENT + 2 });
  });

  test('keeps the highest mean, the typical rate of its beginning and all lines', () => {
    const last = evaluate(spike, [-5, 20])
      .flatMap((evaluation) => evaluation.findings)
      .at(-1);
    expect(last).toMatchObject({ typical: 1, actual: 30.5, level: 'ERROR' });
    expect(last?.context).toEqual({
      window_minutes: 10,
      known_window_minutes: 10,
      baseline_minutes: 60,
      known_baseline_minutes: 52,
      ratio: 27.73,
      total: 300,
    });
  });

  test('firing again within a window of its last firing minute is the same anomaly, later it is another', () => {
    const updates = (second: number) => {
      const counts = [
        ...rowsOf(HEARTBEAT, [-60, 60], 1),
        ...rowsOf(TIMEOUT, [0, 1], 150), // fires from 0 to 9
        ...rowsOf(TIMEOUT, [second, second + 1], 900),
      ];
      return evaluate(counts, [-5, 60]).flatMap(({ findings }) => findings);
    };
    expect(new Set(updates(19).map(anomalyIdOf)).size).toBe(1);
    expect(new Set(updates(20).map(anomalyIdOf)).size).toBe(2);
    const changes = updates(19).filter(({ status }, i, all) => status !== all[i - 1]?.status);
    expect(changes.map(({ status }) => status)).toEqual(['active', 'resolved', 'active', 'resolved']);
  });

  test('a gap does not end it; after a window without judgement it has expired', () => {
    const until_gap = spike.filter(({ minute }) => minute < INCIDENT + 3);
    const statusAfter = (gap: number) => {
      const after = [
        ...rowsOf(HEARTBEAT, [3 + gap, 5 + gap], 1),
        ...rowsOf(TIMEOUT, [3 + gap, 5 + gap], gap < 9 ? 60 : 1),
      ];
      return evaluate([...until_gap, ...after], [-5, 4 + gap])
        .flatMap(({ findings }) => findings)
        .at(-1);
    };
    expect(statusAfter(5)).toMatchObject({ status: 'active', start: INCIDENT, end: INCIDENT + 9 });
    expect(statusAfter(30)).toMatchObject({ status: 'expired', start: INCIDENT, end: INCIDENT + 3 });
  });

  test('late documents that fill in the minute change the numbers, not the id', () => {
    const late = [...spike, ...rowsOf(TIMEOUT, [2, 3], 40)];
    const last = (counts: readonly TemplateCount[]) =>
      evaluate(counts, [-5, 20])
        .flatMap(({ findings }) => findings)
        .at(-1)!;
    expect(anomalyIdOf(last(late))).toBe(anomalyIdOf(last(spike)));
    expect(last(late).context['total']).toBe(340);
  });
});

describe('what it says', () => {
  test('while the window is at its highest', () => {
    const counts = [
      ...rowsOf(HEARTBEAT, [-60, 10], 1),
      ...rowsOf(TIMEOUT, [-60, -42], 1),
      ...rowsOf(TIMEOUT, [0, 10], 118),
    ];
    expect(sentenceOf(evaluate(counts, [9, 10])[0]!.findings[0]!)).toBe(
      'checkout: "Failed to connect to <target>: Connection timeout after <timeout_ms>ms" 118/min in the last 10 min, typically 0.3/min (×295) over 60 min before.',
    );
  });

  test('of what did not come before: no multiple of nothing', () => {
    const counts = [...rowsOf(HEARTBEAT, [-60, 10], 1), ...rowsOf(TIMEOUT, [0, 10], 118)];
    expect(sentenceOf(evaluate(counts, [9, 10])[0]!.findings[0]!)).toBe(
      'checkout: "Failed to connect to <target>: Connection timeout after <timeout_ms>ms" 118/min in the last 10 min, typically none over 60 min before.',
    );
  });

  test('afterwards', () => {
    const counts = [
      ...rowsOf(HEARTBEAT, [-60, 30], 1),
      ...rowsOf(TIMEOUT, [-60, 0], 2),
      ...rowsOf(TIMEOUT, [0, 10], 12),
    ];
    const resolved = evaluate(counts, [0, 30]).flatMap(({ findings }) => findings).at(-1); // prettier-ignore
    expect(sentenceOf(resolved!)).toBe(
      'checkout: "Failed to connect to <target>: Connection timeout after <timeout_ms>ms" from 14:23 to 14:33 UTC: up to 12/min over 10 min, typically 2.0/min (×5.7) over 60 min before.',
    );
  });
});

test.each([{ window_minutes: 0 }, { rate_offset: 0 }, { windows: 3 }])(
  'refuses the configuration %o',
  (options) => {
    expect(() => frequencyDetector(options)).toThrow(LogAiError);
  },
);
