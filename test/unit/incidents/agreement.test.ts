import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AnomalySketch,
  IncidentWorld,
  type RequestSketch,
  type SeenIncident,
} from '../../fixtures/incident_world.ts';

const RUNS = 300;
const service = fc.constantFrom('gateway', 'checkout', 'payment', 'inventory', 'search');

const anomaly = fc.record({
  start: fc.integer({ min: 0, max: 120 }),
  length: fc.integer({ min: 0, max: 12 }),
  service,
  template: fc.constantFrom('timeout', 'refused', 'slow', 'new', 'reload', 'full'),
  risk: fc.integer({ min: 1, max: 100 }),
});
const request = fc.record({
  minute: fc.integer({ min: 0, max: 130 }),
  services: fc.uniqueArray(service, { minLength: 1, maxLength: 3 }),
});
const stream = fc.record({
  anomalies: fc.array(anomaly, { minLength: 1, maxLength: 14 }),
  requests: fc.array(request, { maxLength: 20 }),
});
type Stream = typeof stream extends fc.Arbitrary<infer T> ? T : never;

/** Something that comes: an anomaly as it is known by then, or a failed request. */
type Arrival =
  | { readonly anomaly: AnomalySketch; readonly order: number }
  | { readonly request: RequestSketch; readonly order: number };

const orderOf = (one: { readonly start: number }, number: number) =>
  `a${String(one.start).padStart(3, '0')}_${number}`;

const sketchesOf = ({ anomalies, requests }: Stream) => ({
  anomalies: anomalies.map(({ length, ...one }, number): AnomalySketch => ({
    ...one,
    id: orderOf(one, number),
    end: one.start + length,
  })),
  requests: requests.map((one, number): RequestSketch => ({ ...one, id: `r${number}` })),
});

async function arrive(world: IncidentWorld, arrivals: readonly Arrival[]): Promise<void> {
  const spans = arrivals.flatMap((one) =>
    'anomaly' in one ? world.found(one.anomaly) : world.failed(one.request),
  );
  await world.tell(spans);
}

/** In the order in which it began, cut where `cuts` say. */
async function worldOf(
  arrivals: readonly Arrival[],
  { cuts = [], kills = [] }: { cuts?: readonly number[]; kills?: readonly number[] } = {},
): Promise<IncidentWorld> {
  const world = new IncidentWorld();
  const ends = [...new Set([...cuts.map((cut) => cut % (arrivals.length + 1)), arrivals.length])].sort(
    (a, b) => a - b,
  );
  let from = 0;
  for (const [number, to] of ends.entries()) {
    world.writes_left = kills[number] ?? Infinity;
    await arrive(world, arrivals.slice(from, to));
    from = to;
  }
  world.writes_left = Infinity;
  return world;
}

const inTime = (given: Stream): Arrival[] => {
  const { anomalies, requests } = sketchesOf(given);
  const all = [
    ...anomalies.map((one): Arrival => ({ anomaly: one, order: one.start })),
    ...requests.map((one): Arrival => ({ request: one, order: one.minute })),
  ];
  // Of one moment anomalies come in the order of their ids: the order in which evidence is told.
  return all.sort(
    (a, b) =>
      a.order - b.order || ('anomaly' in a && 'anomaly' in b ? (a.anomaly.id < b.anomaly.id ? -1 : 1) : 0),
  );
};

const withoutIds = (seen: readonly SeenIncident[]) => seen.map(({ id: _id, ...rest }) => rest);
const cuts = fc.array(fc.nat({ max: 40 }), { maxLength: 12 });
const kills = fc.array(fc.nat({ max: 5 }), { maxLength: 12 });

test('what comes in time gives the same ids, windows and status however it is cut, and whoever is killed', async () => {
  let joined = 0;
  await fc.assert(
    fc.asyncProperty(stream, cuts, kills, async (given, cut, killed) => {
      const arrivals = inTime(given);
      const replayed = await worldOf(arrivals);
      const live = await worldOf(arrivals, { cuts: cut, kills: killed });
      expect(live.seen()).toEqual(replayed.seen());
      joined += replayed.seen().filter(({ anomalies }) => anomalies.length > 1).length;
    }),
    { seed: 1, numRuns: RUNS },
  );
  expect(joined).toBeGreaterThan(RUNS);
}, 60_000);

test('whatever comes when, the incidents are those of all evidence together, and telling them again changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      stream.chain((given) =>
        fc.tuple(fc.constant(given), fc.shuffledSubarray(inTime(given), { minLength: inTime(given).length })),
      ),
      cuts,
      kills,
      fc.array(fc.tuple(fc.nat({ max: 130 }), fc.nat({ max: 130 })), { maxLength: 4 }),
      async ([given, shuffled], cut, killed, again) => {
        const live = await worldOf(shuffled, { cuts: cut, kills: killed });
        const seen = live.seen();
        expect(withoutIds(seen)).toEqual(withoutIds((await worldOf(inTime(given))).seen()));
        const stored = structuredClone([...live.incidents]);
        await live.tell([...again.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const), [0, 140]]);
        expect([...live.incidents]).toEqual(stored);
      },
    ),
    { seed: 2, numRuns: RUNS },
  );
}, 60_000);

test('anomalies that grow, shrink and are expected leave what a run over the last state of them finds', async () => {
  const version = fc.record({
    of: fc.nat({ max: 13 }),
    earlier: fc.integer({ min: -4, max: 4 }),
    longer: fc.integer({ min: -6, max: 6 }),
    status: fc.constantFrom('resolved', 'resolved', 'resolved', 'expected'),
  });
  await fc.assert(
    fc.asyncProperty(stream, fc.array(version, { maxLength: 12 }), cuts, async (given, versions, cut) => {
      const arrivals = inTime(given);
      const { anomalies } = sketchesOf(given);
      const last = new Map(anomalies.map((one) => [one.id, one]));
      const changes = versions.map(({ of, earlier, longer, status }) => {
        const one = last.get(anomalies[of % anomalies.length]!.id)!;
        const start = Math.max(0, one.start - earlier);
        const changed: AnomalySketch = { ...one, start, end: Math.max(start, one.end + longer), status };
        last.set(one.id, changed);
        return { before: one, changed };
      });
      const live = await worldOf(arrivals, { cuts: cut });
      for (const { changed } of changes) await live.tell(live.found(changed));
      const replayed = new IncidentWorld();
      replayed.found(...last.values());
      replayed.failed(...sketchesOf(given).requests);
      await replayed.tell([[0, 200]]);
      const found = live.seen().filter(({ status }) => status !== 'expected');
      const told = (seen: readonly SeenIncident[]) =>
        withoutIds(seen)
          .map((one) => JSON.stringify(one))
          .sort();
      expect(told(found)).toEqual(told(replayed.seen()));
    }),
    { seed: 3, numRuns: RUNS },
  );
}, 60_000);

test('each anomaly names the incident that lists it, and none is listed twice', async () => {
  await fc.assert(
    fc.asyncProperty(stream, cuts, kills, async (given, cut, killed) => {
      const world = await worldOf(inTime(given), { cuts: cut, kills: killed });
      const listed = world.seen().flatMap(({ id, anomalies }) => anomalies.map((one) => [one, id] as const));
      const named = [...world.anomalies.values()].map(
        ({ event, anomaly: { incident_id } }) => [event.id, incident_id] as const,
      );
      expect(new Map(listed)).toEqual(new Map(named));
      expect(listed).toHaveLength(named.length);
    }),
    { seed: 4, numRuns: RUNS },
  );
}, 60_000);
