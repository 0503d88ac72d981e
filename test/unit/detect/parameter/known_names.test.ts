import { describe, expect, test } from 'vitest';
import type { ParameterValues, ValueObservation } from '../../../../ml-service/src/detect/detector.ts';
import { driveValues } from '../../../../ml-service/src/detect/drive_values.ts';
import { parameterDetector } from '../../../../ml-service/src/detect/parameter/detector.ts';
import { chanceOfNew, joinNames } from '../../../../ml-service/src/detect/parameter/known_names.ts';
import { SeriesStates } from '../../../../ml-service/src/detect/state/series_states.ts';

const START = 29_922_480;
const detector = parameterDetector();
const templates = new Map([
  ['announced', { text: 'Announced to <carrier>', level: 'ERROR' as const, first_seen: 0 }],
]);

type Minute = Pick<ValueObservation, 'minute' | 'parameters'>;

/** Ten lines a minute; of names their numbers. */
function minutesOf(namesOf: (minute: number) => readonly number[], minutes: number): Minute[] {
  return Array.from({ length: minutes }, (_, at) => {
    const values = namesOf(at);
    const parameters: ParameterValues[] = [
      {
        template_id: 'announced',
        parameter: 'carrier',
        service: 'shipping',
        kind: 'names',
        values,
        references: values.map((_name, line) => ({ _index: 'logs', _id: `${at} ${line}` })),
      },
    ];
    return { minute: START + at, parameters };
  });
}

const three = (minute: number) => Array.from({ length: 10 }, (_, at) => 100 + ((minute + at) % 3));

function found(minutes: readonly Minute[]) {
  const state = new SeriesStates(detector.state);
  const run = driveValues({ detector, state, minutes, templates });
  return { ...run, verdicts: run.verdicts.map(({ kind }) => kind), state };
}

describe('texts of a parameter', () => {
  test('one that was never seen, where three are known for hours, is told with its line', () => {
    const minutes = minutesOf((minute) => [...three(minute), ...(minute === 225 ? [7] : [])], 240);
    const { findings, state } = found(minutes);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      start: START + 225,
      end: START + 226,
      status: 'resolved',
      actual: 1,
      service: 'shipping',
      parameter: 'carrier',
      reason: { code: 'parameter_name', parameter: 'carrier', numbers: { typical: 3, values: 1 } },
      evidence: { samples: [{ _index: 'logs', _id: '225 10' }], quotes: [] },
      context: { known_names: 3 },
    });
    expect(findings[0]!.record_score).toBeGreaterThan(25);
    expect([...state.entries.values()][0]!.names!.seen.map(([name]) => name)).toEqual([7, 100, 101, 102]);
  });

  test('as long as it comes it is one anomaly; what stays for long is the level', () => {
    const lasting = (minute: number) => [...three(minute), ...(minute >= 225 && minute < 235 ? [7, 8] : [])];
    expect(found(minutesOf(lasting, 260)).findings).toMatchObject([
      { start: START + 225, end: START + 235, status: 'resolved', actual: 20 },
    ]);
    const staying = (minute: number) => [...three(minute), ...(minute >= 225 ? [7] : [])];
    expect(found(minutesOf(staying, 340)).findings).toMatchObject([
      { start: START + 225, status: 'resolved', reason: { code: 'parameter_name_level' } },
    ]);
  });

  test.each<[what: string, names: (minute: number) => readonly number[], verdict: string]>([
    ['three, and no other', three, 'judged'],
    [
      'one that comes while they are being learned',
      (minute) => [...three(minute), ...(minute === 30 ? [7] : [])],
      'judged',
    ],
    ['names of users', (minute) => Array.from({ length: 10 }, (_, at) => 10 * minute + at), 'varied'],
    ['few lines', (minute) => (minute === 230 ? [7] : [100]), 'insufficient_history'],
  ])('nothing is told of %s', (_what, names, verdict) => {
    const { findings, verdicts } = found(minutesOf(names, 250));
    expect(findings).toEqual([]);
    expect(verdicts).toContain(verdict);
  });

  test('the chance of a new one is that of one that came once, and no less than 1 in those since', () => {
    const { names } = joinNames(undefined, { minute: 0, values: [1, 1, 1, 2], max_names: 20 });
    expect(chanceOfNew(names)).toBe(1);
    const later = joinNames(names, { minute: 1, values: Array.from({ length: 96 }, () => 1), max_names: 20 });
    expect(chanceOfNew(later.names)).toBe(1 / 97);
    const twice = joinNames(later.names, { minute: 2, values: [2, 2], max_names: 20 });
    expect(chanceOfNew(twice.names)).toBe(1 / 99);
  });
});
