import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExpectationDocument } from '../../../../common/documents/expectation_document.ts';
import type { TemplateCount } from '../../../../ml-service/src/detect/counts/count_reader.ts';
import { INCIDENT, profilesOf, templatesOf } from '../../../conformance/detector_scenarios.ts';
import type { RateProfile } from '../../../../ml-service/src/detect/profiles/rate_profile.ts';
import { DetectWorld } from '../../../fixtures/detect_world.ts';

/** Minutes in which lines come, and in which all that began has ended. */
const [FIRST, LAST, END] = [-90, 60, 100] as const;
const TEMPLATES = templatesOf({
  heartbeat: ['Still alive'],
  timeout: ['Timeout after <ms>ms'],
  refused: ['Connection refused by <host>', -20],
  reload: ['Configuration reloaded', 10],
});

/** Nothing is known of what is usual, so the rule judges; or a week is, so that the seasonal detector does. */
const KNOWN = [
  { how: 'by the rule', runs: 40, profiles: new Map<string, RateProfile>() },
  {
    how: 'by what is usual',
    runs: 20,
    profiles: profilesOf({ 'heartbeat/gateway': 50, 'timeout/checkout': 5 }),
  },
];

/** Lines and how many minutes after they were written they are counted. */
interface Delivery {
  readonly row: TemplateCount;
  readonly delay: number;
}

const minuteIn = (from: number, to: number) => fc.integer({ min: from, max: to }).map((at) => INCIDENT + at);
const service = fc.constantFrom('checkout', 'payment');
const delay = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) },
);

/** A steady stream with holes, bursts of random length, noise; some of it late. */
const stream = fc
  .record({
    holes: fc.array(minuteIn(FIRST, LAST), { maxLength: 12 }),
    bursts: fc.array(
      fc.record({
        template_id: fc.constantFrom('timeout', 'refused', 'reload'),
        service,
        start: fc.integer({ min: -20, max: 50 }),
        length: fc.integer({ min: 1, max: 15 }),
        count: fc.integer({ min: 15, max: 900 }),
        delay,
      }),
      { minLength: 1, maxLength: 5 },
    ),
    noise: fc.array(
      fc.record({
        minute: minuteIn(FIRST, LAST),
        template_id: fc.constantFrom('timeout', 'heartbeat'),
        service,
        count: fc.integer({ min: 1, max: 200 }),
        delay,
      }),
      { maxLength: 30 },
    ),
  })
  .map(({ holes, bursts, noise }): Delivery[] => {
    const steady = Array.from({ length: END - FIRST }, (_, at) => INCIDENT + FIRST + at)
      .filter((minute) => !holes.includes(minute))
      .map((minute) => ({
        row: { minute, template_id: 'heartbeat', service: 'gateway', count: 50 },
        delay: 0,
      }));
    const burst = bursts.flatMap(({ start, length, delay: late, ...kind }) =>
      Array.from({ length }, (_, at) => ({
        row: { ...kind, minute: INCIDENT + start + at },
        delay: late,
      })).filter(({ row: { template_id, minute } }) => minute >= firstMinuteOf(template_id)),
    );
    return [...steady, ...burst, ...noise.map(({ delay: late, ...row }) => ({ row, delay: late }))];
  });

const firstMinuteOf = (template_id: string) => TEMPLATES.get(template_id)!.first_seen / 60_000;
const kills = fc.array(fc.record({ minute: minuteIn(FIRST, END), writes: fc.nat({ max: 6 }) }), {
  maxLength: 8,
});
const range = fc
  .tuple(minuteIn(FIRST, END), minuteIn(FIRST, END))
  .map(([a, b]): [number, number] => (a <= b ? [a, b + 1] : [b, a + 1]));
/** What people said before any of it came: `from` and `until` in minutes. */
const stated = fc.array(
  fc.record({
    template_id: fc.option(fc.constantFrom('timeout', 'refused', 'reload'), { nil: undefined }),
    service: fc.option(service, { nil: undefined }),
    range,
    undone: fc.option(minuteIn(FIRST, END), { nil: undefined }),
  }),
  { maxLength: 3 },
);
const isoOf = (minute: number) => new Date(minute * 60_000).toISOString();
const expectationsOf = (said: readonly Said[]) =>
  said.map(({ template_id, service: of, range: [from, until], undone }, number): ExpectationDocument => ({
    id: `expectation_${number}`,
    kind: 'maintenance',
    about: { ...(template_id !== undefined && { template_id }), ...(of !== undefined && { services: [of] }) },
    from: isoOf(from),
    until: isoOf(until),
    created: isoOf(INCIDENT + FIRST),
    ...(undone !== undefined && { undone: isoOf(undone) }),
  }));
type Said = typeof stated extends fc.Arbitrary<(infer T)[]> ? T : never;
const cut = fc.record({ range, writes: fc.option(fc.nat({ max: 6 })), at: minuteIn(FIRST, END) });

/** The live task, minute by minute, killed between two writes now and then; backfills beside it. */
async function liveWorld({
  deliveries,
  killed = [],
  beside = [],
  profiles = new Map(),
  said = [],
}: {
  said?: readonly Said[];
  deliveries: readonly Delivery[];
  killed?: readonly { readonly minute: number; readonly writes: number }[];
  profiles?: ReadonlyMap<string, RateProfile>;
  beside?: readonly { readonly range: readonly [number, number]; readonly at: number }[];
}): Promise<DetectWorld> {
  const world = new DetectWorld(TEMPLATES).learned(profiles).expecting(expectationsOf(said));
  const due = Map.groupBy(deliveries, ({ row, delay: late }) => row.minute + late);
  for (let minute = INCIDENT + FIRST; minute <= INCIDENT + END; minute += 1) {
    world.now = minute * 60_000;
    const arrived = due.get(minute - 1) ?? [];
    if (arrived.length > 0) await world.count(arrived.map(({ row }) => row));
    const kill = killed.find((one) => one.minute === minute);
    if (kill) world.writes_left = kill.writes;
    await world.live(minute);
    world.writes_left = Infinity;
    for (const {
      range: [from, to],
    } of beside.filter(({ at }) => at === minute)) {
      await world.backfill(from, Math.min(to, minute));
    }
  }
  return world;
}

const onTime = (deliveries: readonly Delivery[]) => deliveries.map(({ row }) => ({ row, delay: 0 }));

test.each(KNOWN)(
  '$how live, replay and backfill agree in id, type, window and status, with late documents and kills',
  async ({ profiles, runs }) => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(stream, kills, fc.array(cut, { maxLength: 4 }), stated, async (...given) => {
        const [deliveries, killed, cuts, said] = given;
        const world = await liveWorld({ deliveries, killed, profiles, said });
        const live = world.seen();
        found += live.length;
        expect(live.filter(({ status }) => status === 'active')).toEqual([]);
        for (const {
          range: [from, to],
          writes,
        } of cuts) {
          world.writes_left = writes ?? Infinity;
          await world.backfill(from, to);
          expect(world.seen()).toEqual(live);
        }
        world.writes_left = Infinity;
        await world.backfill(INCIDENT + FIRST, INCIDENT + END);
        expect(world.seen()).toEqual(live);
      }),
      { seed: 1, numRuns: runs },
    );
    expect(found).toBeGreaterThanOrEqual(runs);
  },
  120_000,
);

test.each(KNOWN)(
  '$how backfills beside the live task change nothing of what it finds',
  async ({ profiles, runs }) => {
    await fc.assert(
      fc.asyncProperty(
        stream,
        kills,
        fc.array(cut, { minLength: 1, maxLength: 4 }),
        async (deliveries, killed, cuts) => {
          const timely = onTime(deliveries);
          const alone = await liveWorld({ deliveries: timely, profiles });
          const accompanied = await liveWorld({ deliveries: timely, killed, beside: cuts, profiles });
          expect(accompanied.seen()).toEqual(alone.seen());
        },
      ),
      { seed: 2, numRuns: Math.round(runs * 0.6) },
    );
  },
  120_000,
);

test.each(KNOWN)(
  '$how what was counted in time gives the same ids in worlds that know nothing of each other, however it is cut',
  async ({ profiles, runs }) => {
    await fc.assert(
      fc.asyncProperty(stream, fc.array(minuteIn(FIRST, END), { maxLength: 4 }), stated, async (...given) => {
        const [deliveries, at, said] = given;
        const live = await liveWorld({ deliveries: onTime(deliveries), profiles, said });
        const cuts = [INCIDENT + FIRST, ...at.toSorted((a, b) => a - b), INCIDENT + END];
        const backfilled = live.unjudged(profiles);
        for (const [index, from] of cuts.slice(0, -1).entries())
          await backfilled.backfill(from, cuts[index + 1]!);
        expect(backfilled.seen()).toEqual(live.seen());
      }),
      { seed: 3, numRuns: runs },
    );
  },
  120_000,
);

test.each(KNOWN)(
  '$how late documents leave the windows that a run over all of them finds',
  async ({ profiles, runs }) => {
    await fc.assert(
      fc.asyncProperty(stream, async (deliveries) => {
        const live = await liveWorld({ deliveries, profiles });
        const replayed = live.unjudged(profiles);
        await replayed.backfill(INCIDENT + FIRST, INCIDENT + END);
        const windowsOf = (world: DetectWorld) =>
          world.seen().map(({ type, subject, start, end }) => `${type} ${subject} ${start}–${end}`);
        expect(windowsOf(live)).toEqual(expect.arrayContaining(windowsOf(replayed)));
      }),
      { seed: 4, numRuns: runs },
    );
  },
  120_000,
);
