import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TemplateCount } from '../../../ml-service/src/detect/counts/count_reader.ts';
import { CountHistory } from '../../../ml-service/src/detect/counts/count_history.ts';
import { anomalyIdOf, latestFindings } from '../../../ml-service/src/detect/findings/finding.ts';
import { frequencyDetector } from '../../../ml-service/src/detect/frequency/detector.ts';
import { newTemplateDetector } from '../../../ml-service/src/detect/new_template/detector.ts';
import { driveMinutes } from '../../../ml-service/src/detect/drive_minutes.ts';
import { DetectionState } from '../../../ml-service/src/detect/state/detection_state.ts';
import { storedState, takenUp } from '../../conformance/handed_over.ts';
import { INCIDENT, rowsOf, templatesOf } from '../../conformance/detector_scenarios.ts';

const detectors = [newTemplateDetector(), frequencyDetector()];
const templates = templatesOf({
  heartbeat: ['Still alive'],
  timeout: ['Timeout after <ms>ms'],
  refused: ['Connection refused by <host>', 0],
});

function historyOf(counts: readonly TemplateCount[], span_minutes = Infinity): CountHistory {
  const history = new CountHistory({ span_minutes });
  history.replace({ counts });
  return history;
}

const incident = [
  ...rowsOf(['heartbeat', 'gateway', 'INFO'], [-70, 40], 100),
  ...rowsOf(['timeout', 'checkout', 'WARN'], [-70, 0], 1),
  ...rowsOf(['timeout', 'checkout', 'WARN'], [0, 8], 90),
  ...rowsOf(['heartbeat', 'inventory', 'INFO'], [-70, 40], 100),
  ...rowsOf(['refused', 'inventory', 'ERROR'], [0, 5], 3),
];

test('one incident, two findings, each once as it stood at the end', () => {
  const { findings, unknown_minutes, verdicts } = driveMinutes({
    detectors,
    state: new DetectionState(),
    counts: historyOf(incident),
    templates,
    from: INCIDENT - 75,
    to: INCIDENT + 40,
  });
  expect(findings.map(({ type, status, service }) => `${type} ${status} ${service}`)).toEqual([
    'new_template resolved inventory',
    'frequency resolved checkout',
  ]);
  expect(unknown_minutes).toBe(5);
  expect(verdicts.map(({ detector, kind, minutes }) => `${detector} ${kind} ${minutes}`)).toEqual([
    'new_template insufficient_history 30',
    'frequency insufficient_history 39',
    'new_template judged 80',
    'frequency judged 71',
  ]);
  expect(verdicts[1]?.last).toMatchObject({ known_minutes: 29, needed_minutes: 30 });
});

const remembered = (state: DetectionState) => detectors.map((detector) => state.of(detector).entries);

describe('laws', () => {
  const stream = fc
    .array(
      fc.record({
        minute: fc.integer({ min: 0, max: 110 }),
        template_id: fc.constantFrom('heartbeat', 'timeout', 'refused'),
        service: fc.constantFrom('gateway', 'checkout'),
        count: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 100, max: 999 })),
      }),
      { minLength: 50, maxLength: 250 },
    )
    .map((rows) => rows.map((row) => ({ ...row, minute: INCIDENT - 70 + row.minute })));
  const range = { from: INCIDENT - 70, to: INCIDENT + 41 };

  test('a range in one run or in any two gives the same findings and state', () => {
    let found = 0;
    fc.assert(
      fc.property(stream, fc.integer({ min: range.from, max: range.to }), (counts, split) => {
        const run = (from: number, to: number, state = new DetectionState()) => ({
          ...driveMinutes({ detectors, state, counts: historyOf(counts), templates, from, to }),
          state,
        });
        const whole = run(range.from, range.to);
        const first = run(range.from, split);
        const second = run(split, range.to, takenUp(storedState(first.state, detectors), detectors));
        expect(latestFindings([...first.findings, ...second.findings])).toEqual(whole.findings);
        expect(remembered(second.state)).toEqual(remembered(whole.state));
        found += whole.findings.length;
      }),
      { seed: 1, numRuns: 200 },
    );
    expect(found).toBeGreaterThan(200); // the streams do hold anomalies
  });

  test('minute by minute over a bounded history, as a live task does, finds what one run over all of it finds', () => {
    fc.assert(
      fc.property(stream, (counts) => {
        const whole = driveMinutes({
          detectors,
          state: new DetectionState(),
          counts: historyOf(counts),
          templates,
          ...range,
        });
        const live = new CountHistory();
        const state = new DetectionState();
        const findings = [];
        for (let minute = range.from; minute < range.to; minute++) {
          live.replace({ counts: counts.filter((count) => count.minute === minute), minutes: [minute] });
          const run = driveMinutes({
            detectors,
            state,
            counts: live,
            templates,
            from: minute,
            to: minute + 1,
          });
          findings.push(...run.findings);
        }
        expect(latestFindings(findings)).toEqual(whole.findings);
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test('a repeated call judges nothing twice; a backfill without state finds the same ids', () => {
    const options = {
      detectors,
      counts: historyOf(incident),
      templates,
      from: INCIDENT - 70,
      to: INCIDENT + 40,
    };
    const state = new DetectionState();
    const first = driveMinutes({ ...options, state });
    const repeated = driveMinutes({ ...options, state });
    expect(repeated).toEqual({ findings: [], verdicts: [], unknown_minutes: 0 });
    const later = driveMinutes({ ...options, state: new DetectionState(), from: INCIDENT - 5 });
    expect(later.findings.map(anomalyIdOf)).toEqual(first.findings.map(anomalyIdOf));
  });
});

test('years without data cost nothing: only known minutes are judged', () => {
  const { unknown_minutes, findings } = driveMinutes({
    detectors,
    state: new DetectionState(),
    counts: historyOf([...rowsOf(['heartbeat', 'gateway'], [0, 1], 1), ...rowsOf(['heartbeat', 'gateway'], [9e7, 9e7 + 1], 1)]),
    templates,
    from: INCIDENT,
    to: INCIDENT + 9e7 + 1,
  }); // prettier-ignore
  expect(findings).toEqual([]);
  expect(unknown_minutes).toBe(9e7 - 1);
});
