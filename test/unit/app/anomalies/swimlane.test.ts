import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { laneNameOf, swimlane, touches } from '../../../../public/anomalies/swimlane.ts';
import { anomalyAt } from './anomaly_at.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-01-15T14:00:00Z');
/** Ten minutes from 14:00 on. */
const BUCKETS = { start: START, interval_ms: MINUTE, size: 10 };
const at = (minute: number) => new Date(START + minute * MINUTE).toISOString();

/** Lanes as `name score: bucket×count=score …`. */
function drawn(anomalies: Parameters<typeof swimlane>[0]['anomalies'], by: 'service' | 'type' = 'service') {
  return swimlane({ anomalies, by, buckets: BUCKETS }).map(
    ({ name, score, count, cells }) =>
      `${name} ${score} (${count}): ${cells.map((cell) => `${cell.bucket}×${cell.count}=${cell.worst.event.risk_score}`).join(' ')}`,
  );
}

describe('swimlane', () => {
  test('an anomaly paints every bucket that it touches, and none beyond its end', () => {
    expect(drawn([anomalyAt({ start: at(2), end: at(5) })])).toEqual(['cart 80 (1): 2×1=80 3×1=80 4×1=80']);
  });

  test('what begins before or ends after the range is cut off', () => {
    expect(drawn([anomalyAt({ start: at(-5), end: at(1) })])).toEqual(['cart 80 (1): 0×1=80']);
    expect(drawn([anomalyAt({ start: at(9), end: at(15) })])).toEqual(['cart 80 (1): 9×1=80']);
  });

  test('what lies outside of the range is not there', () => {
    expect(
      drawn([anomalyAt({ start: at(-5), end: at(0) }), anomalyAt({ start: at(10), end: at(12) })]),
    ).toEqual([]);
  });

  test('one that ends as it begins paints the bucket of its start', () => {
    expect(drawn([anomalyAt({ start: at(3), end: at(3) })])).toEqual(['cart 80 (1): 3×1=80']);
  });

  test('a cell shows the worst of its anomalies and how many there are', () => {
    const anomalies = [
      anomalyAt({ id: 'a', start: at(1), end: at(3), score: 30 }),
      anomalyAt({ id: 'b', start: at(2), end: at(4), score: 60 }),
    ];
    expect(drawn(anomalies)).toEqual(['cart 60 (2): 1×1=30 2×2=60 3×1=60']);
  });

  test('the most severe lane comes first, then the one with more, then by name', () => {
    const anomalies = [
      anomalyAt({ id: 'a', service: 'b', start: at(1), end: at(2), score: 50 }),
      anomalyAt({ id: 'b', service: 'a', start: at(1), end: at(2), score: 50 }),
      anomalyAt({ id: 'c', service: 'many', start: at(1), end: at(2), score: 50 }),
      anomalyAt({ id: 'd', service: 'many', start: at(1), end: at(2), score: 50 }),
      anomalyAt({ id: 'e', service: 'worst', start: at(1), end: at(2), score: 51 }),
    ];
    expect(drawn(anomalies).map((lane) => lane.split(' ')[0])).toEqual(['worst', 'many', 'a', 'b']);
  });

  test('lanes by type', () => {
    const anomalies = [
      anomalyAt({ start: at(1), end: at(2) }),
      anomalyAt({ type: 'new_template', start: at(1), end: at(2), score: 1 }),
    ];
    expect(drawn(anomalies, 'type')).toEqual(['frequency 80 (1): 1×1=80', 'new_template 1 (1): 1×1=1']);
  });
});

const anyAnomaly = fc
  .record({
    service: fc.constantFrom('cart', 'auth', 'search'),
    begin: fc.integer({ min: -8 * MINUTE, max: 12 * MINUTE }),
    length: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 15 * MINUTE })),
    score: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ service, begin, length, score }) =>
    anomalyAt({
      id: `${service}${begin}${length}${score}`,
      service,
      start: new Date(START + begin).toISOString(),
      end: new Date(START + begin + length).toISOString(),
      score,
    }),
  );
const anyAnomalies = fc.uniqueArray(anyAnomaly, { selector: ({ event }) => event.id, maxLength: 30 });

describe('laws of the swimlane', () => {
  test('a cell is what touches its lane and time: that many, the highest score; no other cells', () => {
    fc.assert(
      fc.property(anyAnomalies, (anomalies) => {
        const lanes = swimlane({ anomalies, by: 'service', buckets: BUCKETS });
        for (const service of ['cart', 'auth', 'search']) {
          for (let bucket = 0; bucket < BUCKETS.size; bucket += 1) {
            const from = START + bucket * MINUTE;
            const inside = anomalies.filter(
              (anomaly) =>
                laneNameOf(anomaly, 'service') === service && touches(anomaly, { from, to: from + MINUTE }),
            );
            const cell = lanes
              .find(({ name }) => name === service)
              ?.cells.find((one) => one.bucket === bucket);
            expect(cell?.count ?? 0).toBe(inside.length);
            expect(cell?.worst.event.risk_score).toBe(
              inside.length === 0 ? undefined : Math.max(...inside.map(({ event }) => event.risk_score)),
            );
          }
        }
      }),
    );
  });

  test('the order of the anomalies makes no difference', () => {
    fc.assert(
      fc.property(
        anyAnomalies.chain((anomalies) =>
          fc.tuple(
            fc.constant(anomalies),
            fc.shuffledSubarray(anomalies, { minLength: anomalies.length, maxLength: anomalies.length }),
          ),
        ),
        ([anomalies, shuffled]) => {
          expect(swimlane({ anomalies: shuffled, by: 'service', buckets: BUCKETS })).toEqual(
            swimlane({ anomalies, by: 'service', buckets: BUCKETS }),
          );
        },
      ),
    );
  });

  test('lanes fall in score, cells rise in time, and a lane has its highest score in a cell', () => {
    fc.assert(
      fc.property(anyAnomalies, (anomalies) => {
        const lanes = swimlane({ anomalies, by: 'service', buckets: BUCKETS });
        expect(lanes.map(({ score }) => score)).toEqual(
          lanes.map(({ score }) => score).sort((a, b) => b - a),
        );
        for (const { cells, score } of lanes) {
          const buckets = cells.map(({ bucket }) => bucket);
          expect(buckets).toEqual([...new Set(buckets)].sort((a, b) => a - b));
          expect(Math.max(...cells.map(({ worst }) => worst.event.risk_score))).toBe(score);
        }
      }),
    );
  });
});
