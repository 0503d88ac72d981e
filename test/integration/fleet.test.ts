import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LogAiFields } from '../../common/documents/log_document.ts';
import { createRandom } from '../../demo/shop/random.ts';
import { composeLogAi, type LogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { countedUntil, readCountState } from '../../ml-service/src/tasks/cycle/count_state.ts';
import { readLateMinutes } from '../../ml-service/src/tasks/judge/late_minutes.ts';
import { readJudgedUntil } from '../../ml-service/src/tasks/judge/stored_state.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { startFaultProxy } from '../fixtures/fault_proxy.ts';
import { type ServiceProcess, startServiceProcess } from '../fixtures/service_process.ts';
import { FAILURE_MINUTE, type ShippedLine, smallShop } from '../fixtures/small_shop.ts';
import { beginAnew, readFinalState, ship } from '../fixtures/task_world.ts';

/** Real processes of `log-ai serve` on a real cluster: killed by the system, or stopped and continued by it. */

const INDEX = 'logs-fleet';
const MINUTE = 60_000;
const START = Math.floor(Date.now() / MINUTE) * MINUTE - 45 * MINUTE;
const SHOP = smallShop(START);
const env = {
  ELASTICSEARCH_URL,
  LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
  LOG_AI_ELASTICSEARCH__LOG_INDICES: `${INDEX}*`,
  LOG_AI_TASKS__LEASE_TTL_SECONDS: '3',
  LOG_AI_TASKS__INTERVAL_SECONDS: '1',
  LOG_AI_TASKS__INDEXING_DELAY_SECONDS: '0',
  LOG_AI_TASKS__DETECTION_LAG_SECONDS: '0',
};
/** Processes start slowly where others want the processor, too. */
const PATIENCE = { timeout: 120_000, interval: 500 };

describe('the service', () => {
  const client = connectToCluster();
  let logAi: LogAi;
  const running: ServiceProcess[] = [];
  const serve = async (url = ELASTICSEARCH_URL): Promise<ServiceProcess> => {
    const service = await startServiceProcess({ ...env, ELASTICSEARCH_URL: url });
    running.push(service);
    return service;
  };

  beforeAll(async () => {
    await cleanCluster(client, `${INDEX}*`);
    logAi = composeLogAi(loadConfig({ env }));
    await logAi.setUp();
  });
  beforeEach(() => beginAnew(logAi, INDEX));
  afterAll(async () => {
    await Promise.all(running.filter((service) => service.isAlive()).map((service) => service.kill()));
    await logAi.close();
    await cleanCluster(client, `${INDEX}*`);
    await client.close();
  });

  /** What is left of documents and counts, as it should be: each has a label, and each minute holds what was written in it. */
  const expectEverythingCounted = async (lines: readonly ShippedLine[]) => {
    const { labels } = await readFinalState(client, INDEX);
    const statuses = Object.values(labels).map((label) => (label as LogAiFields).parse.status);
    expect(statuses.filter((status) => status !== 'parsed')).toEqual(
      lines.filter(({ message }) => !message).map(() => expect.stringMatching(/^skipped:/) as unknown),
    );
    expect(statuses).toHaveLength(lines.length);
    const first = Math.min(...lines.map((line) => Date.parse(line['@timestamp'])));
    const rows = await logAi.ports.records.readCounts(
      Math.floor(first / MINUTE),
      Math.ceil(Date.now() / MINUTE),
    );
    const counted = Map.groupBy(rows, ({ minute }) => minute);
    const written = Map.groupBy(lines, (line) => Math.floor(Date.parse(line['@timestamp']) / MINUTE));
    expect(
      [...counted].map(([minute, some]) => [minute, some.reduce((sum, { count }) => sum + count, 0)]).sort(),
    ).toEqual([...written].map(([minute, some]) => [minute, some.length]).sort());
  };

  test('that was stopped in the midst of writing counts, and continues when another has taken over, changes nothing', async () => {
    const proxy = await startFaultProxy(ELASTICSEARCH_URL);
    await ship(client, INDEX, SHOP);
    const held = proxy.hold({ path: '_bulk', body: 'log-ai-template-counts' });
    const first = await serve(proxy.url);
    await held.caught;
    first.signal('SIGSTOP');

    // What the first one has seen is no longer all.
    const late = Array.from({ length: 5 }, (_, number) => ({ ...SHOP[0]!, _id: `late-${number}` }));
    await ship(client, INDEX, late);
    await serve();
    await vi.waitFor(() => expectEverythingCounted([...SHOP, ...late]), PATIENCE);

    held.release();
    first.signal('SIGCONT');
    // It learns that it was too late, and stays out of the way.
    await vi.waitFor(() => expect(first.log()).toMatch(/"code":"conflict"/), PATIENCE);
    await expectEverythingCounted([...SHOP, ...late]);
    await Promise.all(running.splice(0).map((service) => service.kill()));
    await proxy.close();
    await expectEverythingCounted([...SHOP, ...late]);
  });

  test(
    'that is killed at twenty random moments loses nothing and doubles nothing',
    { timeout: 900_000 },
    async () => {
      const random = createRandom([20_261_128]);
      const known = SHOP.filter((line) => Date.parse(line['@timestamp']) < START + FAILURE_MINUTE * MINUTE);
      const rest = SHOP.filter((line) => !known.includes(line));
      const shipped: ShippedLine[] = [...known];
      await ship(client, INDEX, known);
      for (let life = 0; life < 20; life += 1) {
        const service = await serve();
        const more = lifeLines(life, rest);
        await ship(client, INDEX, more);
        shipped.push(...more);
        await new Promise((resolve) => setTimeout(resolve, 100 + random.fraction() * 4000));
        await service.kill();
      }
      await serve();
      await vi.waitFor(() => expectEverythingCounted(shipped), PATIENCE);
      // All of it is judged, that of the lives that were too short for it as well.
      const { state } = logAi.ports;
      await vi.waitFor(async () => {
        expect((await readLateMinutes(state)).minutes).toEqual([]);
        expect(await readJudgedUntil(state)).toBe(countedUntil(await readCountState(state)));
      }, PATIENCE);
      const { anomalies } = await readFinalState(client, INDEX);
      const seen = Object.values(anomalies) as {
        anomaly: { type: string };
        service: { name: string };
        log_ai: { template: { id: string } };
        event: { start: string; end: string };
      }[];
      expect(seen.length).toBeGreaterThan(0);
      const subjects = Map.groupBy(seen, ({ anomaly, service, log_ai }) =>
        JSON.stringify([anomaly.type, service.name, log_ai.template.id]),
      );
      for (const [subject, episodes] of subjects) {
        const windows = episodes.map(({ event }) => [event.start, event.end] as const).sort();
        const overlapping = windows.filter(([start], at) => at > 0 && start < windows[at - 1]![1]);
        expect({ subject, overlapping }).toEqual({ subject, overlapping: [] });
      }
      const templates = (await logAi.ports.templates.load()).filter(
        ({ merged_into }) => merged_into === undefined,
      );
      const texts = templates.map(({ text }) => text);
      expect(new Set(texts).size).toBe(texts.length);
    },
  );
});

/** What comes while a process lives: some of the rest, a kind of line that nobody has seen, and one that is late. */
function lifeLines(life: number, rest: readonly ShippedLine[]): ShippedLine[] {
  const { service, log } = rest[0] ?? SHOP[0]!;
  const line = { service, ...(log && { log }), http: { request: { id: `life-${life}` } } };
  const at = (minute: number) => new Date(START + minute * MINUTE + life).toISOString();
  return [
    ...rest.slice(life * 2, life * 2 + 2),
    {
      ...line,
      _id: `new-${life}`,
      '@timestamp': at(life),
      message: `Kind ${'abcdefghijklmnopqrst'[life]!} was never seen`,
    },
    {
      ...line,
      _id: `late-${life}`,
      '@timestamp': at(life),
      message: `GET /orders/${life} answered in ${life}ms`,
    },
  ];
}
