import { beforeEach, describe, expect, test } from 'vitest';
import type { RequestDocument } from '../../common/documents/request_document.ts';
import type { TemplateDocument } from '../../common/documents/template_document.ts';
import { readProgress } from '../../ml-service/src/tasks/cycle/progress.ts';
import { standingClock } from '../fixtures/standing_clock.ts';
import { ownLogAi } from '../fixtures/own_log_ai.ts';
import { beginAnew, readLabel, ship, startProcess } from '../fixtures/task_world.ts';

/** Ids that no field and no name marks, on a real cluster: they are learned by how they join services. */

const INDEX = 'logs-learned_request_ids';
const MINUTE = 60_000;
const START = Math.floor(Date.now() / MINUTE) * MINUTE - 90 * MINUTE;

const hex = (number: number) => (0x2b7f_1000 + number * 7919).toString(16);
const orderOf = (number: number) => `8f14e45f-ceea-4f6a-9c11-0000${hex(number)}`;
/** Five users come again and again, as do the three hosts. */
const userOf = (number: number) => `user-${10_271 + (number % 5)}`;
const hostOf = (number: number) => `node-00${17 + (number % 3)}`;

/** An order goes through three services, one every twenty seconds; the last one declines some. */
function order(number: number, { declined = number % 15 === 14 } = {}) {
  const line = (step: number, service: string, message: string, level = 'INFO') => ({
    _id: `${number}-${step}`,
    '@timestamp': new Date(START + number * 20_000 + step * 40).toISOString(),
    message,
    log: { level },
    service: { name: service },
  });
  return [
    line(0, 'gateway', `handing over basket ${orderOf(number)} of ${userOf(number)}`),
    line(1, 'orders', `reserved stock of ${orderOf(number)} on ${hostOf(number)}`),
    line(2, 'orders', `greeting ${userOf(number)} by mail`),
    declined
      ? line(3, 'billing', `Card was declined, giving up on ${orderOf(number)}`, 'ERROR')
      : line(3, 'billing', `charged ${orderOf(number)} in ${20 + (number % 7)} ms`),
  ];
}
const orders = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => order(from + at)).flat();

describe('ids of requests that nothing marks', () => {
  const { client, logAi } = ownLogAi(INDEX, { LOG_AI_TASKS__LEASE_TTL_SECONDS: '3' });
  beforeEach(() => beginAnew(logAi, INDEX));

  const processAt = (minutes: number) =>
    startProcess(logAi, (ports) => standingClock(ports, START + minutes * MINUTE), []);
  const labelOf = (id: string) => readLabel(client, { index: INDEX, id });
  const allOf = async <T>(index: string): Promise<readonly T[]> => {
    await client.indices.refresh({ index, ignore_unavailable: true });
    const { hits } = await client.search<T>({ index, size: 1000, ignore_unavailable: true });
    return hits.hits.map(({ _source }) => _source!);
  };
  const learnedOf = async () =>
    (await allOf<TemplateDocument>('log-ai-templates'))
      .flatMap(({ text, request_parameters }) =>
        (request_parameters?.names ?? []).map((name) => text.replace(`<${name}>`, '<ID>')),
      )
      .sort();

  test('join three services, and those of a rare failure follow', { timeout: 180_000 }, async () => {
    await ship(client, INDEX, orders(0, 60));
    const process = processAt(21);
    await process.run();
    expect((await labelOf('14-3')).request_id).toBeUndefined();
    expect(await process.learnRequestIds()).toMatchObject({ lines: 240 });
    // It is done for ten minutes.
    expect(await process.learnRequestIds()).toMatchObject({ lines: 0 });
    await process.run();
    expect(await learnedOf()).toEqual([
      'charged <ID> in <duration_ms> ms',
      'handing over basket <ID> of <subject>',
      'reserved stock of <ID> on <location>',
    ]);
    // Documents that were there are mended, new ones are labelled when they are indexed.
    await ship(client, INDEX, orders(60, 80));
    for (const number of [14, 70]) expect((await labelOf(`${number}-1`)).request_id).toBe(orderOf(number));
    expect((await labelOf('70-2')).request_id).toBeUndefined();
    expect((await labelOf('74-3')).request_id).toBeUndefined();

    const later = processAt(32);
    await later.run();
    await later.learnRequestIds();
    await later.run();
    expect((await labelOf('14-3')).request_id).toBe(orderOf(14));
    await ship(client, INDEX, order(90, { declined: true }));
    expect((await labelOf('90-3')).request_id).toBe(orderOf(90));
    await processAt(33).run();
    const failed = await allOf<RequestDocument>('log-ai-requests');
    expect(failed.map(({ request_id }) => request_id).sort()).toEqual(
      [14, 29, 44, 59, 74, 90].map(orderOf).sort(),
    );
    const one = failed.find(({ request_id }) => request_id === orderOf(90))!;
    expect(one).toMatchObject({ line_count: 3, error_count: 1 });
    expect(one.hops.map(({ service }) => service)).toEqual(['gateway', 'orders', 'billing']);
  });

  test(
    'are told from users and hosts, which join nothing: Status says why',
    { timeout: 180_000 },
    async () => {
      await ship(client, INDEX, orders(0, 60));
      const process = processAt(21);
      await process.run();
      await process.learnRequestIds();
      await process.run();
      const { request_ids } = await readProgress(process.ports.state, START + 21 * MINUTE);
      // The user of two templates, and the host.
      expect(request_ids).toMatchObject({ learned: 3, refused: { recurs: 3 } });
      const named = (await allOf<{ log_ai: { request_id?: string; request_ids?: string[] } }>(INDEX)).flatMap(
        ({ log_ai }) => [log_ai.request_id ?? [], log_ai.request_ids ?? []].flat(),
      );
      expect(new Set(named)).toEqual(new Set(Array.from({ length: 60 }, (_, number) => orderOf(number))));
    },
  );
});
