import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import { timeOfMinute } from '../../common/minutes.ts';
import type { KnownTemplate, ValueDetector, ValueObservation } from '../../ml-service/src/detect/detector.ts';
import { driveValues } from '../../ml-service/src/detect/drive_values.ts';
import { anomalyDocumentOf } from '../../ml-service/src/detect/findings/anomaly_record.ts';
import {
  anomalyIdOf,
  type Finding,
  latestFindings,
  sentenceOf,
} from '../../ml-service/src/detect/findings/finding.ts';
import {
  partitionOf,
  SeriesStates,
  type StatePartition,
} from '../../ml-service/src/detect/state/series_states.ts';

/** A stretch of values in which the detector finds at least one anomaly and sees it end. */
export interface ValueScenario {
  /** One after the other, without a gap. */
  readonly minutes: readonly Pick<ValueObservation, 'minute' | 'parameters'>[];
  readonly templates: ReadonlyMap<string, KnownTemplate>;
  /** Minutes since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** What every detector of values owes, whatever it looks for. */
export function describeValueDetector<Entry>(
  name: string,
  factory: () => { readonly detector: ValueDetector<Entry>; readonly scenario: ValueScenario },
): void {
  const { detector, scenario } = factory();
  const { templates, minutes, from, to } = scenario;

  const newState = () => new SeriesStates<Entry>(detector.state);
  const run = (range: { from?: number; to?: number } = {}, state = newState(), some = minutes) => {
    const within = some.filter(({ minute }) => minute >= (range.from ?? from) && minute < (range.to ?? to));
    return { ...driveValues({ detector, state, minutes: within, templates }), state };
  };
  const stored = (state: SeriesStates<Entry>, until: number) =>
    JSON.parse(JSON.stringify([...state.takeChanged(until)])) as [number, StatePartition][];
  const takenUp = (partitions: Iterable<readonly [number, StatePartition]>, until: number) => {
    const state = newState();
    for (const [number, partition] of partitions) expect(state.restore(number, partition, until)).toBe(true);
    return state;
  };
  const sorted = (findings: readonly Finding[]) =>
    findings.toSorted((a, b) => (anomalyIdOf(a) < anomalyIdOf(b) ? -1 : 1));
  const whole = run();

  describe(`${name} as a detector`, () => {
    test('declares its source, and finds what it declares, and sees it end', () => {
      expect(detector.source).toBe('values');
      expect(whole.findings.map(({ status }) => status)).toContain('resolved');
      for (const { type } of whole.findings) expect(detector.types).toContain(type);
    });

    test('is deterministic: the same values give the same findings and state', () => {
      const { findings, state } = run();
      expect(findings).toEqual(whole.findings);
      expect(state.entries).toEqual(whole.state.entries);
      const anew = driveValues({ ...factory(), state: newState(), minutes, templates });
      expect(anew.findings).toEqual(whole.findings);
    });

    test('does not depend on the order of parameters', () => {
      const turned = minutes.map(({ minute, parameters }) => ({
        minute,
        parameters: parameters.toReversed(),
      }));
      const { findings, state } = run({}, newState(), turned);
      expect(sorted(findings)).toEqual(sorted(whole.findings));
      expect(state.entries).toEqual(whole.state.entries);
    });

    test('judges each parameter by itself: what is remembered of one depends on no other', () => {
      for (const key of whole.state.entries.keys()) {
        const alone = minutes.map(({ minute, parameters }) => ({
          minute,
          parameters: parameters.filter((one) => key === `${one.template_id}/${one.parameter}`),
        }));
        const { template_id } = alone.find(({ parameters }) => parameters.length > 0)!.parameters[0]!;
        expect(templates.has(template_id)).toBe(true);
        expect([...run({}, newState(), alone).state.entries.keys()]).toEqual([key]);
      }
    });

    test('what it remembers is plain JSON at every minute, of the schema that it declares', () => {
      const state = newState();
      for (let minute = from; minute < to; minute++) {
        run({ from: minute, to: minute + 1 }, state);
        for (const entry of state.entries.values()) {
          const handed_over: unknown = JSON.parse(JSON.stringify(entry));
          expect(handed_over).toStrictEqual(entry);
          expect(detector.state.entry.parse(handed_over)).toStrictEqual(entry);
        }
      }
    });

    test('a range in one run or in two, cut anywhere, the state handed over as JSON, gives the same', () => {
      fc.assert(
        fc.property(fc.integer({ min: from, max: to }), (split) => {
          const first = run({ to: split });
          const second = run({ from: split }, takenUp(stored(first.state, split), split));
          expect(sorted(latestFindings([...first.findings, ...second.findings]))).toEqual(
            sorted(whole.findings),
          );
          expect(second.state.entries).toEqual(whole.state.entries);
        }),
        { seed: 1, numRuns: 15 },
      );
    });

    test('killed between any two partitions that it stores, it goes on as if it had not been', () => {
      const lengths = fc.integer({ min: 1, max: 10 });
      fc.assert(
        fc.property(fc.integer({ min: from, max: to }), lengths, fc.nat(5), (split, length, written) => {
          const end = Math.min(to, split + length);
          const first = run({ to: split });
          const partitions = new Map(stored(first.state, split));
          const next = run({ from: split, to: end }, first.state);
          // Only some of them were written, and not how far all are judged.
          for (const [number, partition] of stored(next.state, end).slice(0, written))
            partitions.set(number, partition);
          const rest = run({ from: split }, takenUp(partitions, split));
          const findings = latestFindings([...first.findings, ...next.findings, ...rest.findings]);
          expect(sorted(findings)).toEqual(sorted(whole.findings));
          expect(rest.state.entries).toEqual(whole.state.entries);
        }),
        { seed: 3, numRuns: 15 },
      );
    });

    test('neither a value nor what is remembered is changed', () => {
      const state = newState();
      for (let minute = from; minute < to; minute += 7) {
        for (const entry of state.entries.values()) deepFreeze(entry);
        run({ from: minute, to: minute + 7 }, state, deepFreeze([...minutes]));
      }
      expect(state.entries).toEqual(whole.state.entries);
    });

    test('says something of every parameter of a minute', () => {
      for (const observation of minutes) {
        const { verdicts } = run({ from: observation.minute, to: observation.minute + 1 });
        const said = verdicts.reduce((sum, { parameters }) => sum + parameters, 0);
        expect(said).toBe(observation.parameters.length);
      }
    });

    test('what had no value for as long as it declares is forgotten', () => {
      const { state } = run();
      const later = to + detector.memory_minutes;
      driveValues({ detector, state, minutes: [{ minute: later, parameters: [] }], templates });
      expect(state.entries.size).toBe(0);
    });

    test('a stored partition that is damaged or of another version is discarded, and said to be', () => {
      const [key, entry] = [...whole.state.entries][0]!;
      const restored = (partition: { version: number; entries: Record<string, unknown> }) =>
        newState().restore(partitionOf(key), { until: to, ...partition }, to);
      const { version } = detector.state;
      expect(restored({ version, entries: { [key]: entry } })).toBe(true);
      expect(restored({ version: version + 1, entries: { [key]: entry } })).toBe(false);
      expect(restored({ version, entries: { [key]: 'damaged' } })).toBe(false);
    });

    test('an anomaly keeps its start while it lasts, and its end never goes back', () => {
      const state = newState();
      const updates: Finding[] = [];
      for (let minute = from; minute < to; minute++)
        updates.push(...run({ from: minute, to: minute + 1 }, state).findings);
      for (const id of new Set(updates.map(anomalyIdOf))) {
        const states = updates.filter((finding) => anomalyIdOf(finding) === id);
        const ends = states.map(({ end }) => end);
        expect(ends).toEqual(ends.toSorted((a, b) => a - b));
        expect(states[0]).toMatchObject({ status: 'active' });
      }
    });

    test('every finding explains itself, and is a valid document', () => {
      for (const finding of whole.findings) {
        const document = anomalyDocumentOf({
          finding,
          written: timeOfMinute(to),
          judged_until: to,
          samples: finding.evidence?.samples ?? [],
        });
        expect(AnomalyDocument.safeParse(document)).toMatchObject({ success: true });
        expect(sentenceOf(finding)).toContain(finding.parameter);
        for (const score of [finding.record_score, finding.risk_score]) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100);
        }
        expect(finding.end).toBeGreaterThan(finding.start);
      }
    });
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
