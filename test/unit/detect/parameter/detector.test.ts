import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../demo/shop/random.ts';
import type { ParameterValues, ValueObservation } from '../../../../ml-service/src/detect/detector.ts';
import { driveValues } from '../../../../ml-service/src/detect/drive_values.ts';
import { parameterDetector } from '../../../../ml-service/src/detect/parameter/detector.ts';
import { SeriesStates } from '../../../../ml-service/src/detect/state/series_states.ts';

const START = 29_922_480;
const detector = parameterDetector();
const templates = new Map([['paid', { text: 'Paid in <ms>ms', level: 'INFO' as const, first_seen: 0 }]]);

type Minute = Pick<ValueObservation, 'minute' | 'parameters'>;
type ValuesOf = (minute: number, random: () => number) => readonly number[];

/** What one parameter has in each minute, from {@link START} on. */
function minutesOf(valuesOf: ValuesOf, { minutes, seed = 1 }: { minutes: number; seed?: number }): Minute[] {
  const random = createRandom([seed]);
  return Array.from({ length: minutes }, (_, at) => {
    const values = valuesOf(at, () => random.fraction());
    const parameters: ParameterValues[] =
      values.length === 0
        ? []
        : [{ template_id: 'paid', parameter: 'ms', service: 'payment', kind: 'numbers', values }];
    return { minute: START + at, parameters };
  });
}

/** Ten times a minute, half of them within 30 % of 40 ms. */
const latencies =
  (times_as_large: (minute: number) => number): ValuesOf =>
  (minute, random) =>
    Array.from({ length: 10 }, () => {
      const gauss = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      return 40 * times_as_large(minute) * Math.exp(0.4 * gauss);
    });

function found(minutes: readonly Minute[], state = new SeriesStates(detector.state)) {
  const run = driveValues({ detector, state, minutes, templates });
  const findings = run.findings.map(({ start, end, status, typical, actual, reason }) => ({
    range: `${start - START}–${end - START}`,
    status,
    code: reason.code,
    ratio: Math.round(actual / typical),
  }));
  return { findings, verdicts: run.verdicts.map(({ kind }) => kind) };
}

describe('values of a parameter', () => {
  test('that double are found within two minutes', () => {
    const { findings } = found(
      minutesOf(
        latencies((minute) => (minute < 120 ? 1 : 2)),
        { minutes: 122 },
      ),
    );
    expect(findings).toEqual([{ range: '120–122', status: 'active', code: 'parameter_shift', ratio: 2 }]);
  });

  test('that double for a quarter of an hour are one anomaly, which ends with them', () => {
    const doubled = latencies((minute) => (minute >= 120 && minute < 135 ? 2.2 : 1));
    const { findings } = found(minutesOf(doubled, { minutes: 200 }));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ status: 'resolved', code: 'parameter_shift', ratio: 2 });
    const [start, end] = findings[0]!.range.split('–').map(Number) as [number, number];
    expect(Math.abs(start - 120)).toBeLessThanOrEqual(1);
    expect(Math.abs(end - 135)).toBeLessThanOrEqual(3);
  });

  test('that are all ten times as large as ever are one anomaly, too', () => {
    const slow = latencies((minute) => (minute >= 120 && minute < 140 ? 10 : 1));
    const { findings } = found(minutesOf(slow, { minutes: 200 }));
    expect(findings).toMatchObject([{ range: '120–140', status: 'resolved' }]);
  });

  test('that double again half an hour later are found again: what was abnormal did not become usual', () => {
    const outages = [120, 150, 180, 210];
    const doubled = latencies((minute) =>
      outages.some((from) => minute >= from && minute < from + 5) ? 2.5 : 1,
    );
    expect(found(minutesOf(doubled, { minutes: 240 })).findings).toHaveLength(4);
  });

  test('that stay twice as large are the new level after an hour, and that is said', () => {
    const { findings } = found(
      minutesOf(
        latencies((minute) => (minute < 120 ? 1 : 2)),
        { minutes: 300 },
      ),
    );
    expect(findings).toMatchObject([{ status: 'resolved', code: 'parameter_shift_level' }]);
  });

  test('of which one is far above all that were seen: it is told, with what 99 of 100 do not exceed', () => {
    const usual = latencies(() => 1);
    const minutes = minutesOf(
      (minute, random) => [...usual(minute, random), ...(minute === 250 ? [90_000] : [])],
      {
        minutes: 270,
      },
    );
    const { findings } = found(minutes);
    expect(findings).toMatchObject([{ range: '250–251', status: 'resolved', code: 'parameter_outlier' }]);
    expect(findings[0]!.ratio).toBeGreaterThan(500);
  });

  test('of which one comes again is told once: then it is known', () => {
    const usual = latencies(() => 1);
    const minutes = minutesOf(
      (minute, random) => [...usual(minute, random), ...([250, 300, 350].includes(minute) ? [90_000] : [])],
      { minutes: 370 },
    );
    expect(found(minutes).findings.map(({ range }) => range)).toEqual(['250–251']);
  });

  test('are told beside their quantiles, a single one with its line', () => {
    const usual = latencies(() => 1);
    const minutes = minutesOf(
      (minute, random) => [...usual(minute, random), ...(minute === 250 ? [90_000] : [])],
      { minutes: 251 },
    ).map(({ minute, parameters }) => ({
      minute,
      parameters: parameters.map((one) => ({
        ...one,
        measure: 'duration' as const,
        references: one.values.map((value) => ({ _index: 'logs', _id: String(Math.round(value)) })),
      })),
    }));
    const state = new SeriesStates(detector.state);
    const { findings } = driveValues({ detector, state, minutes, templates });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      evidence: { samples: [{ _index: 'logs', _id: '90000' }], quotes: [] },
      context: { measure: 'duration', known_values: 2501 },
    });
    const { half, ninety_nine_of_100 } = findings[0]!.context as Record<string, number>;
    expect(half).toBeCloseTo(40, -1);
    expect(ninety_nine_of_100).toBeLessThan(150);
  });

  test.each<[what: string, valuesOf: ValuesOf, verdict: string]>([
    ['a day of times alike', latencies(() => 1), 'judged'],
    [
      'times that wander by half within an hour',
      latencies((minute) => Math.exp(0.2 * Math.sin(minute / 10))),
      'judged',
    ],
    ['numbers of orders, which count on', (minute) => [1000 + 20 * minute, 1010 + 20 * minute], 'counter'],
    [
      'ids of nine digits',
      (_minute, random) => Array.from({ length: 10 }, () => Math.floor(1e9 * random())),
      'judged',
    ],
    ['a few values an hour', (minute) => (minute % 20 === 0 ? [40] : []), 'insufficient_history'],
    ['values that are zero', () => Array.from({ length: 10 }, () => 0), 'insufficient_history'],
  ])('nothing is told of %s', (_what, valuesOf, verdict) => {
    const { findings, verdicts } = found(minutesOf(valuesOf, { minutes: 1440 }));
    expect(findings).toEqual([]);
    expect(verdicts).toContain(verdict);
  });
});

describe('what is remembered', () => {
  const minutes = minutesOf(
    latencies((minute) => (minute % 70 >= 60 ? 3 : 1)),
    { minutes: 260 },
  );

  test('a range in one run or in two, with the state stored between, gives the same findings and state', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 259 }), (cut) => {
        const whole = new SeriesStates(detector.state);
        const one = driveValues({ detector, state: whole, minutes, templates }).findings;
        const first = new SeriesStates(detector.state);
        const before = driveValues({
          detector,
          state: first,
          minutes: minutes.slice(0, cut),
          templates,
        }).findings;
        const second = new SeriesStates(detector.state);
        for (const [number, partition] of first.takeChanged(START + cut)) {
          const stored = JSON.parse(JSON.stringify(partition)) as typeof partition;
          expect(second.restore(number, stored, START + cut)).toBe(true);
        }
        const after = driveValues({
          detector,
          state: second,
          minutes: minutes.slice(cut),
          templates,
        }).findings;
        const last = (findings: typeof one) => new Map(findings.map((finding) => [finding.start, finding]));
        expect(new Map([...last(before), ...last(after)])).toEqual(last(one));
        expect(second.entries).toEqual(whole.entries);
      }),
      { numRuns: 20 },
    );
  });

  test('holds no value, and is bounded: two days of values take no more room than one', () => {
    const sizeAfter = (days: number) => {
      const state = new SeriesStates(detector.state);
      driveValues({
        detector,
        state,
        minutes: minutesOf(
          latencies(() => 1),
          { minutes: days * 1440 },
        ),
        templates,
      });
      return JSON.stringify([...state.entries.values()]).length;
    };
    expect(sizeAfter(2)).toBeLessThan(1.1 * sizeAfter(1));
    expect(sizeAfter(2)).toBeLessThan(6000);
  });

  test('is forgotten after a day without a value', () => {
    const state = new SeriesStates(detector.state);
    driveValues({
      detector,
      state,
      minutes: minutesOf(
        latencies(() => 1),
        { minutes: 30 },
      ),
      templates,
    });
    driveValues({ detector, state, minutes: [{ minute: START + 30 + 1440, parameters: [] }], templates });
    expect(state.entries.size).toBe(0);
  });
});
