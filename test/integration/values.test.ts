import { beforeEach, describe, expect, test } from 'vitest';
import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import type { IncidentDocument } from '../../common/documents/incident_document.ts';
import type { ValueLine } from '../../ml-service/src/ports/logs.ts';
import { ParameterConfig } from '../../ml-service/src/settings/detectors.ts';
import { readProgress } from '../../ml-service/src/tasks/cycle/progress.ts';
import { standingClock } from '../fixtures/standing_clock.ts';
import { ownLogAi } from '../fixtures/own_log_ai.ts';
import { beginAnew, ship, startProcess } from '../fixtures/task_world.ts';

/** Values on a real cluster: read as samples, judged minute by minute, told as one incident. */

const INDEX = 'logs-values';
const MINUTE = 60_000;
const START = Math.floor(Date.now() / MINUTE) * MINUTE - 90 * MINUTE;
/** In minutes after the start: the fault, and when it is looked for. */
const FAULT = 70;
const LOOKED = FAULT + 2;
const ORDERS_A_MINUTE = 50;

/** Payments and checks of health; from a minute on a payment takes twice as long, and so does its order. */
function payments(minutes: number, slow_from = Infinity) {
  return Array.from({ length: minutes * ORDERS_A_MINUTE }, (_, number) => {
    const minute = number / ORDERS_A_MINUTE;
    const took = (300 + ((number * 37) % 200)) * (minute >= slow_from ? 2 : 1);
    const line = (step: number, service: string, message: string, request_id?: string) => ({
      _id: `${number}-${step}`,
      '@timestamp': new Date(START + minute * MINUTE + step * 15).toISOString(),
      message,
      log: { level: 'INFO' },
      service: { name: service },
      ...(request_id !== undefined && { http: { request: { id: request_id } } }),
    });
    return [
      line(0, 'payment', `Payment was authorised in ${took}ms`, `order-${number}`),
      line(1, 'checkout', `Order completed in ${took + 40 + (number % 9)}ms`, `order-${number}`),
      line(2, 'gateway', `Health check passed in ${3 + (number % 5)}ms`),
    ];
  }).flat();
}

describe('values', () => {
  const { client, logAi } = ownLogAi(INDEX, { LOG_AI_TASKS__LEASE_TTL_SECONDS: '3' });
  beforeEach(() => beginAnew(logAi, INDEX));

  const processAt = (minutes: number) =>
    startProcess(logAi, (ports) => standingClock(ports, START + minutes * MINUTE), [], {
      parameter: ParameterConfig.parse({}),
    });
  const allOf = async <T>(index: string): Promise<readonly T[]> => {
    await client.indices.refresh({ index, ignore_unavailable: true });
    const { hits } = await client.search<T>({ index, size: 1000, ignore_unavailable: true });
    return hits.hits.map(({ _source }) => _source!);
  };

  test('of a latency that doubles are one incident within two minutes', { timeout: 120_000 }, async () => {
    await ship(client, INDEX, payments(LOOKED, FAULT));
    const before = processAt(FAULT + 0.5);
    await before.run();
    expect(await allOf<AnomalyDocument>('log-ai-anomalies')).toEqual([]);
    const process = processAt(LOOKED + 0.2);
    await process.run();
    const found = await allOf<AnomalyDocument>('log-ai-anomalies');
    expect(found.map(({ service }) => service!.name).sort()).toEqual(['checkout', 'payment']);
    const payment = found.find(({ service }) => service!.name === 'payment')!;
    expect(payment).toMatchObject({
      event: { start: new Date(START + FAULT * MINUTE).toISOString() },
      anomaly: { type: 'parameter', status: 'active', context: { measure: 'duration' } },
      data_streams: [INDEX],
      is_interim: false,
    });
    expect(payment.event.reason).toMatch(/^payment: .*ms of "Payment was authorised in .*" at .* ms since /);
    expect(payment.actual! / payment.typical!).toBeCloseTo(2, 0);
    expect(payment.anomaly.samples.length).toBeGreaterThan(0);
    const incidents = await allOf<IncidentDocument>('log-ai-incidents');
    expect(incidents).toHaveLength(1);
    expect(incidents[0]!.incident.anomaly_ids).toHaveLength(2);
    const { parameter } = await readProgress(process.ports.state, START + LOOKED * MINUTE);
    expect(parameter).toMatchObject({ templates: 3, left_out_templates: 0, left_out_minutes: 0 });
    expect(parameter!.share).toBeGreaterThan(0.1);
    expect(parameter!.share).toBeLessThan(0.5);
    expect(parameter!.parameters['judged']).toBe(3);
  });

  test('are drawn by request where lines have one, and a smaller share is part of a larger one', async () => {
    await ship(client, INDEX, payments(10));
    await processAt(10).run();
    const { logs, templates } = logAi.ports;
    const ids = (await templates.load({})).map(({ id }) => id);
    const range = { from: START + 2 * MINUTE, to: START + 8 * MINUTE };
    const counts = await logs.countTemplates(ids, range);
    expect([...counts.values()]).toEqual([300, 300, 300]);
    expect(await logs.countTemplates([...ids, 'nobody'], range)).toEqual(counts);
    const read = async (share: number, max_lines = 10_000) => {
      const lines: ValueLine[] = [];
      const samples = [{ template_ids: ids, share }];
      for await (const page of logs.valueLines({ range, samples, max_lines })) lines.push(...page);
      return lines;
    };
    const all = await read(1);
    expect(all).toHaveLength(900);
    for (const { params } of all) expect(Object.values(params)).toEqual([expect.any(Number)]);
    const [half, quarter] = [await read(1 / 2), await read(1 / 4)];
    for (const [some, share] of [
      [half, 1 / 2],
      [quarter, 1 / 4],
    ] as const) {
      const requests = Map.groupBy(some, ({ request_id }) => request_id);
      for (const [id, lines] of requests) if (id !== undefined) expect(lines).toHaveLength(2);
      const without = requests.get(undefined)!.length;
      expect(Math.abs(without / 300 - share)).toBeLessThan(0.1);
      expect(Math.abs(some.length / 900 - share)).toBeLessThan(0.1);
    }
    const idsOf = (lines: readonly ValueLine[]) => lines.map(({ reference }) => reference._id);
    expect(idsOf(half)).toEqual(expect.arrayContaining(idsOf(quarter)));
    expect(await read(1, 70)).toHaveLength(70);
  });
});
