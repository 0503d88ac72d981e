import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { composeLogAi, type LogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { Killed, mortalPorts } from '../fixtures/killed_ports.ts';
import { smallShop } from '../fixtures/small_shop.ts';
import { beginAnew, type FinalState, readFinalState, ship, startProcess } from '../fixtures/task_world.ts';

/** The tasks of pipeline mode on a real cluster: what they leave there, whoever is killed whenever. */

const INDEX = 'logs-tasks';
const MINUTE = 60_000;
const START = Math.floor(Date.now() / MINUTE) * MINUTE - 45 * MINUTE;
const SHOP = smallShop(START);
const config = loadConfig({
  env: {
    ELASTICSEARCH_URL,
    LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
    LOG_AI_TASKS__LEASE_TTL_SECONDS: '3',
  },
});

describe('the tasks', () => {
  const client = connectToCluster();
  let logAi: LogAi;

  beforeAll(async () => {
    await cleanCluster(client, `${INDEX}*`);
    logAi = composeLogAi(config);
    await logAi.setUp();
  });
  beforeEach(async () => {
    await beginAnew(logAi, INDEX);
    await ship(client, INDEX, SHOP);
  });
  afterAll(async () => {
    await logAi.close();
    await cleanCluster(client, `${INDEX}*`);
    await client.close();
  });

  describe('killed at any moment', () => {
    let calls: readonly string[];
    let undisturbed: FinalState;

    test('undisturbed, they label, count, judge and correlate everything', async () => {
      const recorder = mortalPorts(logAi.ports, Infinity);
      const process = startProcess(logAi, () => recorder.ports);
      await process.run();
      ({ calls } = recorder);
      undisturbed = await readFinalState(client, INDEX);
      expect(Object.keys(undisturbed.labels)).toHaveLength(SHOP.length);
      expect(undisturbed).toMatchSnapshot();
    });

    test('they lose nothing and double nothing', async () => {
      const problems: string[] = [];
      for (let life = 0; life < calls.length; life += 1) {
        await beginAnew(logAi, INDEX);
        await ship(client, INDEX, SHOP);
        const victim = startProcess(logAi, (ports) => mortalPorts(ports, life).ports);
        await victim.run().catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error;
        });
        await startProcess(logAi).run();
        try {
          expect(await readFinalState(client, INDEX)).toEqual(undisturbed);
          await ship(client, INDEX, [{ ...SHOP[0]!, _id: 'later' }]);
          const later = await client.get<any>({ index: INDEX, id: 'later' });
          expect(later._source.log_ai.parse.status).toBe('parsed');
        } catch (error) {
          problems.push(`life ${life} before ${calls[life]}: ${(error as Error).message}\n${(error as any).diff ?? ''}`);
        }
      }
      expect(problems.join('\n')).toBe('');
    });
  });
});
