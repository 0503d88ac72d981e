import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import { anomalyDocumentOf } from '../../ml-service/src/detect/findings/anomaly_record.ts';
import { CountHistory } from '../../ml-service/src/detect/counts/count_history.ts';
import type { TemplateCount } from '../../ml-service/src/detect/counts/count_reader.ts';
import type { Detector, Evaluation, KnownTemplate } from '../../ml-service/src/detect/detector.ts';
import { latestFindings } from '../../ml-service/src/detect/findings/finding.ts';
import { runDetectors } from '../../ml-service/src/detect/run_detectors.ts';

/** A stretch of logs in which the detector finds at least one anomaly and sees it end. */
export interface DetectorScenario {
  readonly counts: readonly TemplateCount[];
  readonly templates: ReadonlyMap<string, KnownTemplate>;
  readonly from: number;
  readonly to: number;
}

/** What every detector owes, whatever it looks for. */
export function describeDetector(
  name: string,
  factory: () => { readonly detector: Detector; readonly scenario: DetectorScenario },
): void {
  const { detector, scenario } = factory();
  const { templates, from, to } = scenario;

  const historyOf = (counts: readonly TemplateCount[]) => {
    const history = new CountHistory({ span_minutes: Infinity });
    history.replace({ counts });
    return history;
  };
  const run = (range: { from: number; to: number }, state?: ReturnType<typeof runDetectors>['state']) =>
    runDetectors({ detectors: [detector], counts: historyOf(scenario.counts), templates, ...range, state });
  const evaluateAll = (counts: CountHistory): Evaluation[] => {
    const evaluations: Evaluation[] = [];
    for (let minute = from; minute < to; minute++) {
      const state = evaluations.at(-1)?.state;
      evaluations.push(detector.evaluate({ minute, counts, templates, state }));
    }
    return evaluations;
  };

  describe(`${name} as a detector`, () => {
    test('finds something in its scenario and sees it end', () => {
      const { findings } = run({ from, to });
      expect(findings.map(({ status }) => status)).toContain('resolved');
    });

    test('is deterministic: the same input gives the same evaluations', () => {
      expect(evaluateAll(historyOf(scenario.counts))).toEqual(evaluateAll(historyOf(scenario.counts)));
    });

    test('does not depend on the order in which counts came', () => {
      const late_first = historyOf([]);
      for (const count of [...scenario.counts].reverse()) {
        const minute = scenario.counts.filter((other) => other.minute === count.minute);
        late_first.replace({ counts: minute.reverse() });
      }
      expect(evaluateAll(late_first)).toEqual(evaluateAll(historyOf(scenario.counts)));
    });

    test('its state is plain JSON at every minute', () => {
      for (const { state } of evaluateAll(historyOf(scenario.counts))) {
        expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
      }
    });

    test('changes neither state nor counts', () => {
      const counts = historyOf(scenario.counts);
      const known = counts.knownMinutes({ from: 0, to: Infinity });
      const before = known.map((minute) => counts.sumsOf([minute]));
      let state: unknown;
      for (let minute = from; minute < to; minute++) {
        state = detector.evaluate({ minute, counts, templates, state: deepFreeze(state) }).state;
      }
      expect(counts.knownMinutes({ from: 0, to: Infinity })).toEqual(known);
      expect(known.map((minute) => counts.sumsOf([minute]))).toEqual(before);
    });

    test('an empty history: no finding, no error, and the minute is called unknown', () => {
      const { findings, verdicts } = detector.evaluate({ minute: from, counts: historyOf([]), templates });
      expect(findings).toEqual([]);
      expect(verdicts).toEqual([{ detector: detector.name, minute: from, kind: 'unknown_minute' }]);
    });

    test('an unknown minute finds nothing and leaves the state as it is', () => {
      const known = evaluateAll(historyOf(scenario.counts));
      known.forEach(({ state }, index) => {
        const minute = from + index + 1;
        const counts = historyOf(scenario.counts.filter((count) => count.minute !== minute));
        const evaluation = detector.evaluate({ minute, counts, templates, state });
        expect(evaluation.findings).toEqual([]);
        expect(evaluation.state).toStrictEqual(state);
      });
    });

    test('says something of every known minute', () => {
      const counts = historyOf(scenario.counts);
      const evaluations = evaluateAll(counts);
      const silent = evaluations.filter(
        ({ verdicts }, i) => counts.isKnown(from + i) && verdicts.length === 0,
      );
      expect(silent).toEqual([]);
    });

    test('a state that is not its own is replaced by the first one, visibly', () => {
      const counts = historyOf(scenario.counts);
      const minute = counts.knownMinutes({ from, to })[0]!;
      for (const state of ['damaged', { version: 0 }, [1]]) {
        const evaluation = detector.evaluate({ minute, counts, templates, state });
        expect(evaluation.verdicts[0]).toMatchObject({ kind: 'state_discarded' });
        expect(evaluation.state).toEqual(detector.evaluate({ minute, counts, templates }).state);
      }
    });

    test('a range in one run or in two, the state handed over as JSON, gives the same findings', () => {
      const whole = run({ from, to });
      fc.assert(
        fc.property(fc.integer({ min: from, max: to }), (split) => {
          const first = run({ from, to: split });
          const handed_over = JSON.parse(JSON.stringify(first.state)) as typeof first.state;
          const second = run({ from: split, to }, handed_over);
          expect(latestFindings([...first.findings, ...second.findings])).toEqual(whole.findings);
          expect(second.state).toEqual(whole.state);
        }),
        { seed: 1, numRuns: 40 },
      );
    });

    test('run again, it gives the same ids; with the state of the run, nothing', () => {
      const { findings, state } = run({ from, to });
      expect(run({ from, to }).findings.map(({ id }) => id)).toEqual(findings.map(({ id }) => id));
      expect(run({ from, to }, state).findings).toEqual([]);
    });

    test('an anomaly keeps its id, start and service while it lasts, and its end never goes back', () => {
      const updates = evaluateAll(historyOf(scenario.counts)).flatMap(({ findings }) => findings);
      for (const id of new Set(updates.map((finding) => finding.id))) {
        const states = updates.filter((finding) => finding.id === id);
        const ends = states.map(({ end }) => end);
        expect(new Set(states.map(({ start, service }) => `${start} ${service}`)).size).toBe(1);
        expect(ends).toEqual(ends.toSorted((a, b) => a - b));
        expect(states[0]).toMatchObject({ status: 'active' });
      }
    });

    test('every finding explains itself and is a valid document', () => {
      const created = to * 60_000;
      const samples = [{ _index: 'logs-app', _id: '1' }];
      for (const finding of evaluateAll(historyOf(scenario.counts)).flatMap(({ findings }) => findings)) {
        const document = anomalyDocumentOf({ finding, created, samples });
        expect(AnomalyDocument.safeParse(document)).toMatchObject({ success: true });
        expect(finding.reason).toContain(finding.service);
        expect(finding.reason).toContain(templates.get(finding.template_id)!.text);
        expect(Number.isFinite(finding.typical) && Number.isFinite(finding.actual)).toBe(true);
        for (const score of [finding.record_score, finding.risk_score]) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100);
        }
        expect(finding.end).toBeGreaterThan(finding.start);
        expect(document.is_interim).toBe(finding.status === 'active');
      }
    });
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
