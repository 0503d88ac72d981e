import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import type { IncidentDocument } from '../../common/documents/incident_document.ts';
import type { RequestDocument } from '../../common/documents/request_document.ts';
import { composeService } from '../../ml-service/src/compose.ts';
import { SequenceConfig } from '../../ml-service/src/settings/detectors.ts';
import { RequestsConfig } from '../../ml-service/src/settings/requests.ts';
import { readProgress } from '../../ml-service/src/tasks/cycle/progress.ts';
import { readSessions } from '../../ml-service/src/tasks/sequence/read_sessions.ts';
import { Killed, mortalPorts } from '../fixtures/killed_ports.ts';
import { standingClock } from '../fixtures/standing_clock.ts';
import { ownLogAi } from '../fixtures/own_log_ai.ts';
import { beginAnew, ship, startProcess } from '../fixtures/task_world.ts';

/** Sessions on a real cluster: read in pages, judged as they close, told as one anomaly and one incident. */

const INDEX = 'logs-sequence';
const MINUTE = 60_000;
const START = Math.floor(Date.now() / MINUTE) * MINUTE - 90 * MINUTE;
/** In minutes after the start: the fault, and when it is looked for. */
const FAULT = 70;
const LOOKED = FAULT + 2;
const ORDERS_A_MINUTE = 12;

/** Orders of a shop; from a minute on none of them is paid. */
function orders(minutes: number, unpaid_from = Infinity) {
  return Array.from({ length: minutes * ORDERS_A_MINUTE }, (_, number) => {
    const minute = number / ORDERS_A_MINUTE;
    const line = (step: number, service: string, message: string) => ({
      _id: `${number}-${step}`,
      '@timestamp': new Date(START + minute * MINUTE + step * 15).toISOString(),
      message,
      log: { level: 'INFO' },
      service: { name: service },
      http: { request: { id: `order-${number}` } },
    });
    return [
      line(0, 'gateway', `Received order ${number} from a customer`),
      line(1, 'stock', `Reserved ${(number % 7) + 1} items in the warehouse`),
      ...(minute >= unpaid_from ? [] : [line(2, 'payment', `Payment of ${number % 90} EUR was authorised`)]),
      line(3, 'shipping', `Shipment ${number * 31} is announced to the carrier`),
    ];
  }).flat();
}

describe('sessions', () => {
  const { client, logAi, config } = ownLogAi(INDEX, { LOG_AI_TASKS__LEASE_TTL_SECONDS: '3' });
  beforeEach(() => beginAnew(logAi, INDEX));

  const processAt = (minutes: number, life = Infinity) =>
    startProcess(
      logAi,
      (ports) => mortalPorts(standingClock(ports, START + minutes * MINUTE), life).ports,
      [],
      { sequence: SequenceConfig.parse({}), requests: RequestsConfig.parse({}) },
    );
  const allOf = async <T>(index: string): Promise<readonly T[]> => {
    await client.indices.refresh({ index, ignore_unavailable: true });
    const { hits } = await client.search<T>({ index, size: 100, ignore_unavailable: true });
    return hits.hits.map(({ _source }) => _source!);
  };
  const anomalies = () => allOf<AnomalyDocument>('log-ai-anomalies');
  const requests = () => allOf<RequestDocument>('log-ai-requests');

  test(
    'that leave the payment out are one anomaly and one incident within two minutes',
    { timeout: 120_000 },
    async () => {
      await ship(client, INDEX, orders(LOOKED, FAULT));
      await processAt(FAULT).run();
      expect(await anomalies()).toEqual([]);
      const process = processAt(LOOKED);
      await process.run();
      const found = await anomalies();
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({
        event: { start: new Date(START + FAULT * MINUTE).toISOString() },
        anomaly: {
          type: 'sequence',
          status: 'active',
          context: { deviation: 'missing', position: 2 },
          samples: expect.arrayContaining([{ _index: INDEX, _id: expect.any(String) as string }]) as unknown,
        },
        service: { name: 'payment' },
        data_streams: [INDEX],
        is_interim: false,
      });
      expect(found[0]!.event.reason).toMatch(
        /^payment: "Payment of .* was authorised" is missing after "Reserved /,
      );
      // Those of a minute and a quarter: what ended later may go on.
      expect(found[0]!.actual).toBeGreaterThan(ORDERS_A_MINUTE);
      const incidents = await allOf<IncidentDocument>('log-ai-incidents');
      expect(incidents.map(({ incident }) => incident.anomaly_ids)).toEqual([[found[0]!.event.id]]);
      const { sequence } = await readProgress(process.ports.state, START + LOOKED * MINUTE);
      expect(sequence).toMatchObject({ share: 1, kinds: 1, left_out_minutes: 0 });
    },
  );

  test(
    'that leave the payment out failed, also with a late line, and each is told with its anomaly',
    { timeout: 120_000 },
    async () => {
      await ship(client, INDEX, orders(LOOKED, FAULT));
      for (const minutes of [FAULT, LOOKED]) await processAt(minutes).run();
      const [anomaly] = await anomalies();
      const anomaly_id = anomaly!.event.id;
      const failed = await requests();
      expect(failed).toHaveLength(anomaly!.actual!);
      for (const request of failed)
        expect(request).toMatchObject({
          outcome: 'failed',
          anomaly_id,
          services: ['gateway', 'stock', 'shipping'],
          line_count: 3,
          error_count: 0,
          break_point: { service: 'stock', missing: { service: 'payment' } },
        });
      const [incident] = await allOf<IncidentDocument>('log-ai-incidents');
      expect(incident!.incident).toMatchObject({
        anomaly_ids: [anomaly_id],
        first_service: 'payment',
        failed_requests: failed.length,
      });
      // Somebody adds a line, of no level that matters.
      const { request_id: id } = failed[0]!;
      await ship(client, INDEX, [
        {
          _id: 'late',
          '@timestamp': new Date(START + (LOOKED - 0.5) * MINUTE).toISOString(),
          message: `Shipment 7 is announced to the carrier`,
          log: { level: 'INFO' },
          service: { name: 'shipping' },
          http: { request: { id } },
        },
      ]);
      await processAt(LOOKED).run();
      const now = await requests();
      expect(now).toHaveLength(failed.length);
      expect(now.find(({ request_id }) => request_id === id)).toMatchObject({
        outcome: 'failed',
        anomaly_id,
        line_count: 4,
      });
      const { services } = composeService({ logAi, config, logger: pino({ level: 'silent' }) });
      const story = await services.request({ id });
      expect(story).toMatchObject({
        outcome: 'failed',
        anomaly_id,
        error_count: 0,
        comparison: { break_point: { missing: { service: 'payment' } } },
      });
      const { requests: listed } = await services.requests({
        query: {
          from: new Date(START).toISOString(),
          to: new Date(START + LOOKED * MINUTE).toISOString(),
          size: 100,
          filter: JSON.stringify({ term: { anomaly_id } }),
        },
      });
      expect(listed).toHaveLength(failed.length);
    },
  );

  test('of an hour without a fault are told of nothing', { timeout: 120_000 }, async () => {
    await ship(client, INDEX, orders(LOOKED));
    for (const minutes of [60, 65, LOOKED]) await processAt(minutes).run();
    expect(await anomalies()).toEqual([]);
  });

  test('are told once, whoever is killed whenever', { timeout: 300_000 }, async () => {
    await ship(client, INDEX, orders(LOOKED, FAULT));
    await processAt(FAULT).run();
    for (let life = 40; ; life += 23) {
      try {
        await processAt(LOOKED, life).run();
        break;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
    }
    expect((await anomalies()).map(({ anomaly }) => anomaly.type)).toEqual(['sequence']);
  });

  test('are read whole, in pages, and a smaller share is part of a larger one', async () => {
    await ship(client, INDEX, orders(30));
    const { logs } = logAi.ports;
    const range = { from: START + 5 * MINUTE, to: START + 25 * MINUTE };
    const read = async (share: number, resolve = (id: string) => id) =>
      (await readSessions({ logs, range, timeout_ms: 30_000, share, resolve, passed_over: new Set() }))
        .sessions;
    await processAt(30).run();
    const all = await read(1);
    expect(all).toHaveLength(20 * ORDERS_A_MINUTE);
    for (const { events } of all)
      expect(events.map(({ service }) => service)).toEqual(['gateway', 'stock', 'payment', 'shipping']);
    const keysOf = async (share: number) => (await read(share)).map(({ key }) => key);
    const [half, quarter] = [await keysOf(1 / 2), await keysOf(1 / 4)];
    expect(half.length).toBeGreaterThan(all.length / 3);
    expect(half.length).toBeLessThan((2 * all.length) / 3);
    expect(quarter.length).toBeLessThan(half.length);
    expect(half).toEqual(expect.arrayContaining(quarter));
    expect(await logs.countRequestLines(range)).toBe(20 * ORDERS_A_MINUTE * 4);
  });
});
