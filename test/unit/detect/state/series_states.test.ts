import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CountHistory } from '../../../../ml-service/src/detect/counts/count_history.ts';
import { defineDetector, type Detector } from '../../../../ml-service/src/detect/detector.ts';
import { driveMinutes } from '../../../../ml-service/src/detect/drive_minutes.ts';
import { subjectKeyOf } from '../../../../ml-service/src/detect/findings/subject.ts';
import { DetectionState } from '../../../../ml-service/src/detect/state/detection_state.ts';
import {
  PARTITIONS,
  partitionOf,
  SeriesStates,
} from '../../../../ml-service/src/detect/state/series_states.ts';
import { storedState, takenUp } from '../../../conformance/handed_over.ts';

const SERVICES = Array.from({ length: 40 }, (_, number) => `service-${number}`);

/** Counts lines of each service for ever: judged twice, a minute would count twice. */
const counter: Detector = defineDetector<number>({
  name: 'counter',
  types: ['frequency'],
  lookback_minutes: 0,
  memory_minutes: 1e6,
  state: { version: 1, entry: z.number() },
  *judge({ minute, counts, state }) {
    yield;
    const changes = new Map<string, number>();
    counts.sumsOf([minute]).forEach((lines, number) => {
      if (lines === 0) return;
      const key = subjectKeyOf({ kind: 'service', service: counts.seriesAt(number)!.service });
      changes.set(key, (state.get(key) ?? 0) + lines);
    });
    return {
      findings: [],
      verdicts: [{ detector: 'counter', minute, kind: 'judged' as const }],
      changes,
    };
  },
});

describe('the state of a detector', () => {
  test('killed between any two partitions, no series sees a minute twice or never', () => {
    const row = fc.record({
      minute: fc.nat(9),
      service: fc.constantFrom(...SERVICES),
      count: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), fc.nat(9), fc.nat(40), (rows, split, written) => {
        const counts = new CountHistory();
        counts.replace({ counts: rows.map((one) => ({ ...one, template_id: 't' })) });
        const drive = (state: DetectionState, from: number, to: number) =>
          driveMinutes({ detectors: [counter], state, counts, templates: new Map(), from, to });
        const first = new DetectionState();
        drive(first, 0, split);
        const stored = storedState(first, [counter]);
        drive(first, split, split + 1);
        const partitions = new Map(stored.partitions['counter']);
        for (const [number, partition] of storedState(first, [counter]).partitions['counter']!.slice(
          0,
          written,
        )) {
          partitions.set(number, partition);
        }
        const second = takenUp({ ...stored, partitions: { counter: [...partitions] } }, [counter]);
        drive(second, split, 10);
        const sums = Map.groupBy(rows, ({ service }) => service);
        expect(Object.fromEntries(second.of(counter).entries)).toEqual(
          Object.fromEntries(
            [...sums].map(([service, all]) => [service, all.reduce((sum, { count }) => sum + count, 0)]),
          ),
        );
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('only what changed is handed out to be stored', () => {
    const states = new SeriesStates({ version: 1, entry: z.number() });
    const keys = Array.from({ length: 40_000 }, (_, number) => `template_${number}/checkout`);
    states.apply(new Map(keys.map((key) => [key, 1])), 0);
    expect(states.takeChanged(1).size).toBe(PARTITIONS);
    expect(states.takeChanged(2).size).toBe(0);
    states.apply(new Map([[keys[7]!, 2]]), 2);
    const changed = states.takeChanged(3);
    expect([...changed.keys()]).toEqual([partitionOf(keys[7]!)]);
    expect(changed.get(partitionOf(keys[7]!))).toMatchObject({
      version: 1,
      until: 3,
      entries: { [keys[7]!]: 2 },
    });
  });

  test('keys spread over partitions: the largest of 100,000 series holds less than twice its share', () => {
    const sizes = new Array<number>(PARTITIONS).fill(0);
    for (let number = 0; number < 100_000; number++) {
      sizes[partitionOf(`template_timeout_${number >> 5}/service-${number & 31}`)]! += 1;
    }
    expect(Math.max(...sizes)).toBeLessThan((2 * 100_000) / PARTITIONS);
  });
});
