import { beforeEach, describe, expect, test } from 'vitest';
import type { RequestDocument } from '../../common/documents/request_document.ts';
import { RequestsConfig } from '../../ml-service/src/settings/requests.ts';
import { readProgress } from '../../ml-service/src/tasks/cycle/progress.ts';
import { Killed, mortalPorts } from '../fixtures/killed_ports.ts';
import { standingClock } from '../fixtures/standing_clock.ts';
import { ownLogAi } from '../fixtures/own_log_ai.ts';
import { beginAnew, ship, startProcess } from '../fixtures/task_world.ts';

/** Requests on a real cluster: who calls whom by minute, samples of those that succeed, and those that stop or are degraded. */

const INDEX = 'logs-courses';
const MINUTE = 60_000;
const SECOND = 1000;
const HOUR = 60 * MINUTE;
/** So much is known of how requests end: those of more than an hour ago say what is usual. */
const KNOWN = 85;
const START = Math.floor(Date.now() / MINUTE) * MINUTE - (KNOWN + 5) * MINUTE;
const ORDERS_A_MINUTE = 6;

type Line = readonly [service: string, message: string, level?: string];

/** An order of a shop; its lines are ten milliseconds apart. */
function order(number: number, lines: readonly Line[], first_line = 0) {
  const begin = START + (number / ORDERS_A_MINUTE) * MINUTE;
  return lines.map(([service, message, level = 'INFO'], step) => ({
    _id: `${number}-${first_line + step}`,
    '@timestamp': new Date(begin + (first_line + step) * 10).toISOString(),
    message,
    log: { level },
    service: { name: service, version: '2.4.1' },
    host: { name: `node-${number % 2}` },
    http: { request: { id: `order-${number}` } },
  }));
}

const begun = (number: number): readonly Line[] => [
  ['gateway', `Received order ${number} from a customer`],
  ['stock', `Reserved ${(number % 7) + 1} items in the warehouse`],
];
const ended = (number: number): readonly Line[] => [
  ['gateway', `Stock of order ${number} is reserved, payment follows`],
  ['payment', `Payment of ${number % 90} EUR was authorised`],
  ['gateway', `Order ${number} was answered in ${(number % 40) + 10} ms`],
];
const bounced = (number: number): Line => ['mail', `Mail for ${number} bounced, mailbox is full`, 'ERROR'];

/** Orders of some minutes that succeed. */
function orders(from: number, to: number) {
  return Array.from({ length: (to - from) * ORDERS_A_MINUTE }, (_, at) => {
    const number = from * ORDERS_A_MINUTE + at;
    return order(number, [...begun(number), ...ended(number)]);
  }).flat();
}

describe('courses of requests', () => {
  const { client, logAi } = ownLogAi(INDEX, { LOG_AI_TASKS__LEASE_TTL_SECONDS: '3' });
  beforeEach(() => beginAnew(logAi, INDEX));

  /** @param minutes - When it is, after the start; else now. */
  const process = (
    { minutes, life = Infinity }: { minutes?: number; life?: number } = {},
    settings: Partial<RequestsConfig> = {},
  ) =>
    startProcess(
      logAi,
      (ports) => {
        const clock = minutes === undefined ? ports : standingClock(ports, START + minutes * MINUTE);
        return mortalPorts(clock, life).ports;
      },
      [],
      { requests: RequestsConfig.parse(settings) },
    );
  const rangeOf = (from: number, to: number) => ({ from: START + from * MINUTE, to: START + to * MINUTE });
  const callsOf = async (from: number, to: number) =>
    (await logAi.ports.courses.sumEdges({ range: rangeOf(from, to) })).map(
      ({ caller = '', callee, calls }) => `${caller} → ${callee} ${calls}`,
    );
  const requests = async () =>
    (await logAi.ports.records.readRequests({ range: rangeOf(0, KNOWN + 5), size: 100 })).records;

  test(
    'what stops where others go on failed, what comes to its end is degraded, and late lines say otherwise',
    { timeout: 300_000 },
    async () => {
      await ship(client, INDEX, [...orders(0, 20), ...orders(KNOWN - 3, KNOWN)]);
      await process({ minutes: KNOWN + 0.6 }).run();
      expect(await callsOf(10, 20)).toEqual([' → gateway 60', 'gateway → payment 60', 'gateway → stock 60']);
      const [edge] = await logAi.ports.courses.sumEdges({ range: rangeOf(10, 11), data_streams: [INDEX] });
      expect(edge).toMatchObject({ failures: 0, retries: 0, latency_sum: 6 * 40, latency_max: 40, share: 1 });
      const [sample] = await logAi.ports.courses.readSamples({ range: rangeOf(10, 11), size: 1 });
      expect(sample).toMatchObject({
        outcome: 'succeeded',
        path: { service: 'gateway', template_id: expect.any(String) as string },
        line_count: 5,
        data_streams: [INDEX],
      });
      expect(sample!.steps.map(({ offset_ms, service }) => [offset_ms, service])).toEqual([
        [0, 'gateway'],
        [10, 'stock'],
        [20, 'gateway'],
        [30, 'payment'],
        [40, 'gateway'],
      ]);
      expect(await requests()).toEqual([]);

      const first = KNOWN * ORDERS_A_MINUTE;
      await ship(client, INDEX, [
        ...order(first, [...begun(first), ...ended(first), bounced(first)]),
        ...order(first + 1, begun(first + 1)),
        ...order(first + 2, begun(first + 2)),
        ...order(first + 3, [...begun(first + 3), ...ended(first + 3)]),
      ]);
      await process({ minutes: KNOWN + 3 }).run();
      const found = await requests();
      const idsOf = (some: readonly RequestDocument[]) =>
        some.map(({ request_id, outcome }) => `${request_id} ${outcome}`);
      expect(idsOf(found)).toEqual([
        `order-${first + 2} failed`,
        `order-${first + 1} failed`,
        `order-${first} degraded`,
      ]);
      expect(found[0]).toMatchObject({
        error_count: 0,
        break_point: { service: 'stock', missing: { service: 'gateway' } },
        path: { service: 'gateway' },
        hosts: ['node-0'],
      });
      expect(found[0]!.first_error).toBeUndefined();
      expect(found[2]).toMatchObject({ first_error: { service: 'mail' }, error_count: 1 });
      const of = (outcome: 'failed' | 'degraded') =>
        logAi.ports.records.readRequests({ range: rangeOf(0, KNOWN + 5), size: 1, outcome });
      expect(await of('failed')).toMatchObject({ total: 2, totals: { failed: 2, degraded: 1 } });
      expect(await of('degraded')).toMatchObject({ total: 1, totals: { failed: 2, degraded: 1 } });

      // It went on after all.
      await ship(client, INDEX, order(first + 1, ended(first + 1), 2));
      await process({ minutes: KNOWN + 4 }).run();
      expect(idsOf(await requests())).toEqual([`order-${first + 2} failed`, `order-${first} degraded`]);
    },
  );

  test(
    'a minute is read again when lines of it come late, and nothing is counted twice',
    { timeout: 300_000 },
    async () => {
      await ship(client, INDEX, orders(60, 66));
      await process().run();
      expect(await callsOf(60, 66)).toEqual([' → gateway 36', 'gateway → payment 36', 'gateway → stock 36']);
      await new Promise((resolve) => setTimeout(resolve, 2 * SECOND));
      const late = 63 * ORDERS_A_MINUTE + 0.5;
      await ship(client, INDEX, order(late, [...begun(1), ...ended(1)]));
      for (let run = 0; run < 2; run += 1) {
        const one = process();
        await one.run();
        await new Promise((resolve) => setTimeout(resolve, 2 * SECOND));
      }
      expect(await callsOf(63, 64)).toEqual([' → gateway 7', 'gateway → payment 7', 'gateway → stock 7']);
      expect(await callsOf(60, 66)).toEqual([' → gateway 37', 'gateway → payment 37', 'gateway → stock 37']);
    },
  );

  test(
    'a backfill leaves what the live task would have left, and knows how requests of the range end',
    { timeout: 300_000 },
    async () => {
      // The lines of the second one lie in two hours: they are labelled one after the other.
      const hour = Math.floor(START / HOUR) * HOUR + HOUR;
      const late = [5.01, (hour - 25 - START) / MINUTE].map((minute) => minute * ORDERS_A_MINUTE);
      await client.indices.create({ index: INDEX, settings: { final_pipeline: '_none' } });
      await ship(client, INDEX, [
        ...orders(0, 75),
        ...late.flatMap((number) => order(number, [...begun(1), ...ended(1), bounced(1)])),
      ]);
      const past = process();
      const { job } = await past.backfill(rangeOf(0, 75));
      expect(job.result).toMatchObject({ request_minutes: 75 });
      const kept = async () => ({
        edges: await logAi.ports.courses.sumEdges({ range: rangeOf(0, 75) }),
        samples: await logAi.ports.courses.readSamples({ range: rangeOf(0, 75), size: 1000 }),
      });
      const left = await kept();
      const calls = left.edges.map(({ caller = '', callee, calls }) => `${caller} → ${callee} ${calls}`);
      expect(calls).toEqual([
        ' → gateway 452',
        'gateway → mail 2',
        'gateway → payment 452',
        'gateway → stock 452',
      ]);
      expect(left.samples).toHaveLength(75 * ORDERS_A_MINUTE);
      const outcomes = (await requests()).map(({ outcome, line_count }) => [outcome, line_count]);
      expect(outcomes).toEqual([
        ['degraded', 6],
        ['degraded', 6],
      ]);
      // The live task reads these minutes as well, the service having been started only just now.
      await process().run();
      expect(await kept()).toEqual(left);
    },
  );

  test('whoever is killed whenever, the same is there in the end', { timeout: 300_000 }, async () => {
    await ship(client, INDEX, orders(60, 66));
    for (let life = 30; ; life += 29) {
      try {
        await process({ life }).run();
        break;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
    }
    expect(await callsOf(60, 66)).toEqual([' → gateway 36', 'gateway → payment 36', 'gateway → stock 36']);
    const samples = await logAi.ports.courses.readSamples({ range: rangeOf(60, 66), size: 100 });
    expect(samples).toHaveLength(36);
  });

  test('of more lines than may be read a share is, and Status says so', { timeout: 300_000 }, async () => {
    const many = Array.from({ length: 200 }, (_, at) =>
      order(60 * ORDERS_A_MINUTE + at / 40, [...begun(at), ...ended(at)]),
    );
    await ship(client, INDEX, many.flat());
    const one = process({}, { max_lines_per_second: 8, samples_a_minute: 10 });
    await one.run();
    const edges = await logAi.ports.courses.sumEdges({ range: rangeOf(60, 62) });
    expect(edges.map(({ share }) => share)).toEqual([0.25, 0.25, 0.25]);
    for (const { calls } of edges) {
      expect(calls % 4).toBe(0);
      expect(calls).toBeGreaterThan(100);
      expect(calls).toBeLessThan(300);
    }
    expect(await logAi.ports.courses.readSamples({ range: rangeOf(60, 62), size: 100 })).toHaveLength(10);
    const { courses } = await readProgress(one.ports.state, Date.now());
    expect(courses).toMatchObject({ late_minutes: 0 });
  });
});
