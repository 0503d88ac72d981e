import { beforeEach, describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../../common/minutes.ts';
import type {
  IdExtent,
  ParameterLine,
} from '../../../../ml-service/src/correlate/joining/request_parameters.ts';
import type { LogStore, RequestIdUse } from '../../../../ml-service/src/ports/logs.ts';
import type { RequestParameters } from '../../../../ml-service/src/tasks/catalog/request_parameter_book.ts';
import { readRequestIdState } from '../../../../ml-service/src/tasks/request_ids/request_id_state.ts';
import { requestIdsTask } from '../../../../ml-service/src/tasks/request_ids/request_ids_task.ts';
import { leaseOf } from '../../../../ml-service/src/tasks/run/task.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';

const START = Date.parse('2026-11-22T10:00:30.000Z');
const orderOf = (number: number) => `order-${10_000 + number}`;

/** Forty orders, each through two services. */
const ORDERS: readonly ParameterLine[] = Array.from({ length: 40 }, (_, number) =>
  ['gateway', 'stock'].map((service) => ({
    time: START - 30 * MINUTE_MS + number * 1000,
    service,
    template_id: `template_${service}`,
    params: { order: orderOf(number) },
  })),
).flat();

/** Logs of which the task asks four things, and a clock. */
class World {
  now = START;
  use: RequestIdUse = { naming: [], unnaming: ['gateway', 'stock'] };
  lines: readonly ParameterLine[] = ORDERS;
  /** How long after its first line each id stands in another one, milliseconds. */
  span_ms = 40;
  known: readonly RequestParameters[] = [];
  asked = 0;
  readonly state = new SharedState().storeOf('a', () => this.now);
  private readonly task;

  constructor(learns_request_ids = true) {
    const { state } = this;
    const logs: Pick<LogStore, 'requestIdUse' | 'unnamedLines' | 'idExtents' | 'valueLines'> = {
      requestIdUse: () => {
        this.asked += 1;
        return Promise.resolve(this.use);
      },
      unnamedLines: async function* (this: World) {
        yield await Promise.resolve(this.lines);
      }.bind(this),
      valueLines: async function* (this: World) {
        const reference = { _index: 'logs', _id: '1' };
        yield await Promise.resolve(ORDERS.map((line) => ({ ...line, reference })));
      }.bind(this),
      idExtents: (ids) => {
        const extents = ids.map((id): [string, IdExtent] => {
          const first = ORDERS.find(({ params }) => params['order'] === id)!.time;
          return [id, { first, last: first + this.span_ms, request_lines: 0 }];
        });
        return Promise.resolve(new Map(extents));
      },
    };
    this.task = requestIdsTask({
      ports: { logs, state, now: () => this.now, pause: () => Promise.resolve() } as never,
      keeper: {
        view: () =>
          Promise.resolve({
            resolve: (id: string) => id,
            request_parameters: { all: () => this.known },
          } as never),
      },
      visibility: () => Promise.resolve({ settle_ms: 0, look_back_ms: 0 }),
      lag_ms: 0,
      learns_request_ids,
    });
  }

  async run() {
    const lease = (await this.state.acquireLease(leaseOf('request_ids'), 60_000))!;
    return this.task.run({ lease, until: Infinity });
  }
}

const decided = (names: readonly string[]) =>
  ['gateway', 'stock'].map((service) => ({
    template_id: `template_${service}`,
    names,
    decided: new Date(START).toISOString(),
  }));

describe('the task that learns which parameters hold ids of requests', () => {
  let world: World;
  beforeEach(async () => {
    world = new World();
    await world.state.write('watermark:relabel', { done_until: START });
  });

  test('decides for who learns templates, and is done for ten minutes', async () => {
    expect(await world.run()).toEqual({ lines: 80, decisions: decided(['order']) });
    expect(await readRequestIdState(world.state)).toMatchObject({
      decisions: decided(['order']),
      learned: 2,
      examples: [{ template_id: 'template_gateway' }, { template_id: 'template_stock' }],
      refused: [],
    });
    world.now += 9 * MINUTE_MS;
    expect(await world.run()).toMatchObject({ lines: 0 });
    world.now += MINUTE_MS;
    expect(await world.run()).toMatchObject({ lines: 80 });
  });

  test('looks again in a minute where the log has only begun', async () => {
    world.lines = ORDERS.slice(0, 10).map((line) => ({ ...line, time: START - MINUTE_MS }));
    expect(await world.run()).toEqual({ lines: 10, decisions: [] });
    world.now += MINUTE_MS;
    expect(await world.run()).toMatchObject({ lines: 10 });
  });

  test.each<[string, RequestIdUse]>([
    ['all lines have ids', { naming: ['gateway', 'stock'], unnaming: [] }],
    ['one service writes all lines', { naming: ['gateway'], unnaming: ['gateway'] }],
    ['there are none', { naming: [], unnaming: [] }],
  ])('reads no line where %s', async (_case, use) => {
    world.use = use;
    expect(await world.run()).toEqual({ lines: 0, decisions: [] });
    expect(world.asked).toBe(1);
  });

  test('reads lines of one service where others name the requests', async () => {
    world.use = { naming: ['gateway'], unnaming: ['stock'] };
    expect(await world.run()).toMatchObject({ lines: 80 });
  });

  test('decides nothing anew that is taken up, and takes back what is clearly contradicted', async () => {
    world.known = decided(['order']);
    world.lines = [];
    expect((await world.run()).decisions).toEqual([]);
    world.now += 10 * MINUTE_MS;
    world.span_ms = 9 * MINUTE_MS;
    expect((await world.run()).decisions).toEqual([]);
    world.now += 10 * MINUTE_MS;
    world.span_ms = 11 * MINUTE_MS;
    const taken_back = decided([]).map((one) => ({ ...one, decided: new Date(world.now).toISOString() }));
    expect((await world.run()).decisions).toEqual(taken_back);
    expect(await readRequestIdState(world.state)).toMatchObject({
      learned: 0,
      refused: [{ reason: 'recurs' }, { reason: 'recurs' }],
    });
  });

  test('does nothing where it is switched off, nor before lines have their labels', async () => {
    expect(await new World().run()).toEqual({ lines: 0, decisions: [] });
    const off = new World(false);
    await off.state.write('watermark:relabel', { done_until: START });
    expect(await off.run()).toEqual({ lines: 0, decisions: [] });
    expect(off.asked).toBe(0);
  });
});
