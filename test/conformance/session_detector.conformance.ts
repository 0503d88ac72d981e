import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minuteOf, timeOfMinute } from '../../common/minutes.ts';
import { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import type { SessionDetector } from '../../ml-service/src/detect/detector.ts';
import { driveSessions } from '../../ml-service/src/detect/drive_sessions.ts';
import { anomalyDocumentOf } from '../../ml-service/src/detect/findings/anomaly_record.ts';
import {
  anomalyIdOf,
  type Finding,
  latestFindings,
  sentenceOf,
} from '../../ml-service/src/detect/findings/finding.ts';
import { subjectKeyOf } from '../../ml-service/src/detect/findings/subject.ts';
import type { Session } from '../../ml-service/src/detect/sessions/session.ts';
import {
  partitionOf,
  SeriesStates,
  type StatePartition,
} from '../../ml-service/src/detect/state/series_states.ts';

/** A stretch of sessions in which the detector finds at least one anomaly and sees it end. */
export interface SessionScenario {
  readonly sessions: readonly Session[];
  readonly templates: ReadonlyMap<string, { readonly text: string }>;
  /** Minutes since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** What every detector of sessions owes, whatever it looks for. */
export function describeSessionDetector<Entry>(
  name: string,
  factory: () => { readonly detector: SessionDetector<Entry>; readonly scenario: SessionScenario },
): void {
  const { detector, scenario } = factory();
  const { templates, sessions } = scenario;
  const range = { from: timeOfMinute(scenario.from), to: timeOfMinute(scenario.to) };

  const newState = () => new SeriesStates<Entry>(detector.state);
  const run = (given: Partial<typeof range> = {}, state = newState(), some = sessions) => ({
    ...driveSessions({ detector, state, sessions: some, templates, ...range, ...given }),
    state,
  });
  const stored = (state: SeriesStates<Entry>, until: number) =>
    JSON.parse(JSON.stringify([...state.takeChanged(until)])) as [number, StatePartition][];
  const takenUp = (partitions: Iterable<readonly [number, StatePartition]>, until: number) => {
    const state = newState();
    for (const [number, partition] of partitions) expect(state.restore(number, partition, until)).toBe(true);
    return state;
  };
  const whole = run();
  const sorted = (findings: readonly Finding[]) =>
    findings.toSorted((a, b) => (anomalyIdOf(a) < anomalyIdOf(b) ? -1 : 1));
  const moments = fc.integer({ min: range.from, max: range.to });

  describe(`${name} as a detector`, () => {
    test('declares its source, and finds what it declares, and sees it end', () => {
      expect(detector.source).toBe('sessions');
      expect(whole.findings.map(({ status }) => status)).toContain('resolved');
      for (const { type } of whole.findings) expect(detector.types).toContain(type);
    });

    test('is deterministic: the same sessions give the same findings and state', () => {
      const again = run();
      expect(again.findings).toEqual(whole.findings);
      expect(again.state.entries).toEqual(whole.state.entries);
      const { findings } = driveSessions({ ...factory(), ...range, state: newState(), sessions, templates });
      expect(findings).toEqual(whole.findings);
    });

    test('does not depend on the order in which sessions come', () => {
      fc.assert(
        fc.property(fc.shuffledSubarray([...sessions], { minLength: sessions.length }), (shuffled) => {
          const { findings, deviants, state } = run({}, newState(), shuffled);
          expect(findings).toEqual(whole.findings);
          expect(deviants).toEqual(whole.deviants);
          expect(state.entries).toEqual(whole.state.entries);
        }),
        { seed: 2, numRuns: 5 },
      );
    });

    test('what it remembers is plain JSON at every minute, of the schema that it declares', () => {
      const state = newState();
      for (let minute = scenario.from; minute < scenario.to; minute++) {
        run({ from: timeOfMinute(minute), to: timeOfMinute(minute + 1) }, state);
        for (const entry of state.entries.values()) {
          const handed_over: unknown = JSON.parse(JSON.stringify(entry));
          expect(handed_over).toStrictEqual(entry);
          expect(detector.state.entry.parse(handed_over)).toStrictEqual(entry);
        }
      }
    });

    test('a range in one run or in two, cut anywhere, the state handed over as JSON, gives the same', () => {
      fc.assert(
        fc.property(moments, (split) => {
          const first = run({ to: split });
          const second = run({ from: split }, takenUp(stored(first.state, split), split));
          expect(latestFindings([...first.findings, ...second.findings])).toEqual(whole.findings);
          expect([...first.deviants, ...second.deviants]).toEqual(whole.deviants);
          expect(second.state.entries).toEqual(whole.state.entries);
        }),
        { seed: 1, numRuns: 15 },
      );
    });

    test('killed between any two partitions that it stores, it goes on as if it had not been', () => {
      fc.assert(
        fc.property(moments, fc.integer({ min: 1, max: 300_000 }), fc.nat(3), (split, length, written) => {
          const end = Math.min(range.to, split + length);
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

    test('neither a session nor what is remembered is changed', () => {
      const state = newState();
      for (let minute = scenario.from; minute < scenario.to; minute += 7) {
        for (const entry of state.entries.values()) deepFreeze(entry);
        run({ from: timeOfMinute(minute), to: timeOfMinute(minute + 7) }, state, deepFreeze([...sessions]));
      }
      expect(state.entries).toEqual(whole.state.entries);
    });

    test('names sessions of its findings only, each once', () => {
      const subjects = whole.findings.map(({ subject }) => subjectKeyOf(subject));
      const named = whole.deviants.map(({ key }) => key);
      expect(named.length).toBeGreaterThan(0);
      expect(new Set(named).size).toBe(named.length);
      for (const { subject, key } of whole.deviants) {
        expect(subjects).toContain(subjectKeyOf(subject));
        expect(sessions.map((session) => session.key)).toContain(key);
      }
    });

    test('says something of every session', () => {
      const said = whole.verdicts.reduce((sum, verdict) => sum + verdict.sessions, 0);
      expect(said).toBe(sessions.length);
    });

    test('it remembers no more kinds than it declares, and forgets those that were quiet for long', () => {
      const [first] = sessions;
      const kinds = (from: number, count: number) =>
        Array.from({ length: count }, (_, number): Session => {
          const end = timeOfMinute(from) + number;
          const event = {
            ...first!.events[0],
            key: `k${number}`,
            time: end,
            template_id: `t${from}-${number}`,
          };
          return { key: `k${number}`, events: [event], start: end, end, is_failed: false };
        });
      const state = newState();
      const many = detector.max_kinds + 5;
      const at = (minute: number) => ({ from: timeOfMinute(minute), to: timeOfMinute(minute + 1) });
      const { verdicts } = run(at(scenario.from), state, kinds(scenario.from, many));
      expect(state.entries.size).toBe(detector.max_kinds);
      expect(verdicts).toContainEqual({ detector: detector.name, kind: 'too_many_kinds', sessions: 5 });
      const later = scenario.from + detector.memory_minutes;
      run(at(later), state, kinds(later, 3));
      expect([...state.entries.keys()].every((key) => key.includes(`t${later}-`))).toBe(true);
    });

    test('a stored partition that is damaged or of another version is discarded, and said to be', () => {
      const [key, entry] = [...whole.state.entries][0]!;
      const restored = (partition: { version: number; entries: Record<string, unknown> }) =>
        newState().restore(partitionOf(key), { until: range.to, ...partition }, range.to);
      const { version } = detector.state;
      expect(restored({ version, entries: { [key]: entry } })).toBe(true);
      expect(restored({ version: version + 1, entries: { [key]: entry } })).toBe(false);
      expect(restored({ version, entries: { [key]: 'damaged' } })).toBe(false);
    });

    test('an anomaly keeps its start and service while it lasts, and its end never goes back', () => {
      const state = newState();
      const updates: Finding[] = [];
      for (let minute = scenario.from; minute < scenario.to; minute++)
        updates.push(...run({ from: timeOfMinute(minute), to: timeOfMinute(minute + 1) }, state).findings);
      for (const id of new Set(updates.map(anomalyIdOf))) {
        const states = updates.filter((finding) => anomalyIdOf(finding) === id);
        const ends = states.map(({ end }) => end);
        expect(new Set(states.map(({ start, service }) => `${start} ${service}`)).size).toBe(1);
        expect(ends).toEqual(ends.toSorted((a, b) => a - b));
        expect(states[0]).toMatchObject({ status: 'active' });
      }
    });

    test('every finding explains itself, brings its lines, and is a valid document', () => {
      for (const finding of whole.findings) {
        const samples = finding.evidence!.samples;
        expect(samples.length).toBeGreaterThan(0);
        const document = anomalyDocumentOf({
          finding,
          written: range.to,
          judged_until: minuteOf(range.to),
          samples,
        });
        expect(AnomalyDocument.safeParse(document)).toMatchObject({ success: true });
        if (finding.service !== undefined) expect(sentenceOf(finding)).toContain(finding.service);
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
