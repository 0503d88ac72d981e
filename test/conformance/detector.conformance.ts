import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import { anomalyDocumentOf } from '../../ml-service/src/detect/findings/anomaly_record.ts';
import { CountHistory } from '../../ml-service/src/detect/counts/count_history.ts';
import type { TemplateCount } from '../../ml-service/src/detect/counts/count_reader.ts';
import type {
  Detector,
  Evaluation,
  KnownTemplate,
  SeriesState,
} from '../../ml-service/src/detect/detector.ts';
import { driveMinutes } from '../../ml-service/src/detect/drive_minutes.ts';
import { anomalyIdOf, latestFindings, sentenceOf } from '../../ml-service/src/detect/findings/finding.ts';
import { subjectKeyOf } from '../../ml-service/src/detect/findings/subject.ts';
import type { RateProfiles } from '../../ml-service/src/detect/profiles/rate_profile.ts';
import { DetectionState } from '../../ml-service/src/detect/state/detection_state.ts';
import { partitionOf } from '../../ml-service/src/detect/state/series_states.ts';
import { remembered } from './detector_scenarios.ts';
import { storedState, takenUp } from './handed_over.ts';

/** A stretch of logs in which the detector finds at least one anomaly and sees it end. */
export interface DetectorScenario {
  readonly counts: readonly TemplateCount[];
  readonly templates: ReadonlyMap<string, KnownTemplate>;
  readonly from: number;
  readonly to: number;
  /** What was learned before. */
  readonly profiles?: RateProfiles;
}

/** What every detector owes, whatever it looks for. */
export function describeDetector(
  name: string,
  factory: () => { readonly detector: Detector; readonly scenario: DetectorScenario },
): void {
  const { detector, scenario } = factory();
  const { templates, from, to, profiles = new Map() } = scenario;

  const historyOf = (counts: readonly TemplateCount[]) => {
    const history = new CountHistory({ span_minutes: Infinity });
    history.replace({ counts });
    return history;
  };
  const run = (range: { from: number; to: number }, state = new DetectionState()) => {
    if (state.profiles.entries.size === 0) state.profiles.apply(profiles, from);
    const counts = historyOf(scenario.counts);
    return { ...driveMinutes({ detectors: [detector], state, counts, templates, ...range }), state };
  };
  /** Each minute with what is remembered after it. */
  const evaluateAll = (counts: CountHistory): (Evaluation & { readonly state: SeriesState })[] => {
    const evaluations: (Evaluation & { readonly state: SeriesState })[] = [];
    for (let minute = from; minute < to; minute++) {
      const state: SeriesState = evaluations.at(-1)?.state ?? new Map();
      const evaluation = detector.evaluate({ minute, counts, templates, profiles, state });
      evaluations.push({ ...evaluation, state: remembered(state, evaluation) });
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

    test('what it remembers is plain JSON at every minute, of the schema that it declares', () => {
      for (const { state } of evaluateAll(historyOf(scenario.counts))) {
        for (const entry of state.values()) {
          const handed_over: unknown = JSON.parse(JSON.stringify(entry));
          expect(handed_over).toStrictEqual(entry);
          expect(detector.state.entry.parse(handed_over)).toStrictEqual(entry);
        }
      }
    });

    test('it remembers by the keys of the subjects that it finds', () => {
      const evaluations = evaluateAll(historyOf(scenario.counts));
      const found = evaluations.flatMap(({ findings }) =>
        findings.map(({ subject }) => subjectKeyOf(subject)),
      );
      const keys = evaluations.flatMap(({ changes }) => [...changes.keys()]);
      expect(new Set(keys)).toEqual(new Set(found));
    });

    test('it finds what it declares, and forgets what was quiet for as long as it declares', () => {
      const evaluations = evaluateAll(historyOf(scenario.counts));
      const findings = evaluations.flatMap((evaluation) => evaluation.findings);
      expect(detector.source).toBe('minutes');
      for (const { type } of findings) expect(detector.types).toContain(type);
      const counts = historyOf([
        ...scenario.counts,
        { ...scenario.counts[0]!, minute: to + detector.memory_minutes, count: 1 },
      ]);
      const state = evaluations.at(-1)!.state;
      const last = detector.evaluate({
        minute: to + detector.memory_minutes,
        counts,
        templates,
        profiles,
        state,
      });
      expect(remembered(state, last).size).toBe(0);
    });

    test('a minute is judged by the minutes that it declares to look back at', () => {
      const whole = evaluateAll(historyOf(scenario.counts));
      whole.forEach((evaluation, index) => {
        const minute = from + index;
        const counts = historyOf(
          scenario.counts.filter((row) => row.minute >= minute - detector.lookback_minutes),
        );
        const before: SeriesState = whole[index - 1]?.state ?? new Map();
        const spells = (findings: Evaluation['findings']) =>
          findings.map((finding) => `${anomalyIdOf(finding)} ${finding.status}`);
        const { findings } = detector.evaluate({ minute, counts, templates, profiles, state: before });
        expect(spells(findings)).toEqual(spells(evaluation.findings));
      });
    });

    test('it judges each subject by itself, whatever else it remembers', () => {
      const counts = historyOf(scenario.counts);
      const whole = evaluateAll(counts);
      const keys = new Set(whole.flatMap(({ changes }) => [...changes.keys()]));
      for (const key of keys) {
        whole.forEach((evaluation, index) => {
          const before = whole[index - 1]?.state.get(key);
          const state: SeriesState = new Map(before === undefined ? [] : [[key, before]]);
          const alone = detector.evaluate({ minute: from + index, counts, templates, profiles, state });
          const of = ({ findings }: Evaluation) =>
            findings.filter(({ subject }) => subjectKeyOf(subject) === key);
          expect(of(alone)).toEqual(of(evaluation));
          expect(alone.changes.get(key)).toEqual(evaluation.changes.get(key));
        });
      }
    });

    test('changes neither state nor counts', () => {
      const counts = historyOf(scenario.counts);
      const known = counts.knownMinutes({ from: 0, to: Infinity });
      const before = known.map((minute) => counts.sumsOf([minute]));
      let state: SeriesState = new Map();
      for (let minute = from; minute < to; minute++) {
        const given = new Map([...state].map(([key, entry]) => [key, deepFreeze(entry)]));
        const evaluation = detector.evaluate({ minute, counts, templates, profiles, state: given });
        expect(given).toEqual(state);
        state = remembered(state, evaluation);
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
        const evaluation = detector.evaluate({ minute, counts, templates, profiles, state });
        expect(evaluation.findings).toEqual([]);
        expect(evaluation.changes.size).toBe(0);
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

    test('a stored partition that is damaged or of another version is discarded, and said to be', () => {
      const entries = evaluateAll(historyOf(scenario.counts)).findLast(({ state }) => state.size > 0)!.state;
      const [key, entry] = [...entries][0]!;
      const number = partitionOf(key);
      const { version } = detector.state;
      const restored = (partition: { version: number; entries: Record<string, unknown> }) => {
        const states = new DetectionState().of(detector);
        const taken = states.restore(number, { until: to, ...partition }, to);
        return { taken, size: states.entries.size };
      };
      expect(restored({ version, entries: { [key]: entry } })).toEqual({ taken: true, size: 1 });
      expect(restored({ version: version + 1, entries: { [key]: entry } })).toEqual({
        taken: false,
        size: 0,
      });
      expect(restored({ version, entries: { [key]: 'damaged' } })).toEqual({ taken: false, size: 0 });
    });

    test('a range in one run or in two, the state handed over as JSON, gives the same findings', () => {
      const whole = run({ from, to });
      fc.assert(
        fc.property(fc.integer({ min: from, max: to }), (split) => {
          const first = run({ from, to: split });
          const second = run({ from: split, to }, takenUp(storedState(first.state, [detector]), [detector]));
          expect(latestFindings([...first.findings, ...second.findings])).toEqual(whole.findings);
          expect(second.state.of(detector).entries).toEqual(whole.state.of(detector).entries);
        }),
        { seed: 1, numRuns: 40 },
      );
    });

    test('killed between any two partitions that it stores, it goes on as if it had not been', () => {
      const whole = run({ from, to });
      fc.assert(
        fc.property(
          fc.integer({ min: from, max: to }),
          fc.integer({ min: 1, max: 5 }),
          fc.integer({ min: 0, max: 9 }),
          (split, minutes, written) => {
            const first = run({ from, to: split });
            const stored = storedState(first.state, [detector]);
            const next = run({ from: split, to: Math.min(to, split + minutes) }, first.state);
            const changed = storedState(next.state, [detector]);
            const partitions = new Map(stored.partitions[detector.name]);
            // Only some of them were written, and not how far all are judged.
            for (const [number, partition] of changed.partitions[detector.name]!.slice(0, written)) {
              partitions.set(number, partition);
            }
            const torn = { ...stored, partitions: { [detector.name]: [...partitions] } };
            const rest = run({ from: split, to }, takenUp(torn, [detector]));
            const findings = latestFindings([...first.findings, ...next.findings, ...rest.findings]);
            const byId = (all: readonly (typeof findings)[number][]) =>
              all.toSorted((a, b) => (anomalyIdOf(a) < anomalyIdOf(b) ? -1 : 1));
            expect(byId(findings)).toEqual(byId(whole.findings));
            expect(rest.state.of(detector).entries).toEqual(whole.state.of(detector).entries);
          },
        ),
        { seed: 3, numRuns: 100 },
      );
    });

    test('run again, it gives the same ids; with the state of the run, nothing', () => {
      const { findings, state } = run({ from, to });
      expect(run({ from, to }).findings.map(anomalyIdOf)).toEqual(findings.map(anomalyIdOf));
      expect(run({ from, to }, state).findings).toEqual([]);
    });

    test('an anomaly keeps its start and service while it lasts, and its end never goes back', () => {
      const updates = evaluateAll(historyOf(scenario.counts)).flatMap(({ findings }) => findings);
      for (const id of new Set(updates.map(anomalyIdOf))) {
        const states = updates.filter((finding) => anomalyIdOf(finding) === id);
        const ends = states.map(({ end }) => end);
        expect(new Set(states.map(({ start, service }) => `${start} ${service}`)).size).toBe(1);
        expect(ends).toEqual(ends.toSorted((a, b) => a - b));
        expect(states[0]).toMatchObject({ status: 'active' });
      }
    });

    test('every finding explains itself and is a valid document', () => {
      const written = to * 60_000;
      const samples = [{ _index: 'logs-app', _id: '1' }];
      for (const finding of evaluateAll(historyOf(scenario.counts)).flatMap(({ findings }) => findings)) {
        const document = anomalyDocumentOf({ finding, written, judged_until: to, samples });
        expect(AnomalyDocument.safeParse(document)).toMatchObject({ success: true });
        if (finding.service !== undefined) expect(sentenceOf(finding)).toContain(finding.service);
        if (finding.template_id !== undefined) {
          expect(sentenceOf(finding)).toContain(templates.get(finding.template_id)!.text);
        }
        expect(Number.isFinite(finding.typical) && Number.isFinite(finding.actual)).toBe(true);
        for (const score of [finding.record_score, finding.risk_score]) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100);
        }
        expect(finding.end).toBeGreaterThan(finding.start);
        expect(document.is_interim).toBe(false);
      }
    });
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
