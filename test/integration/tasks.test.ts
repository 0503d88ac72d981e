import { beforeEach, describe, expect, test, vi } from 'vitest';
import { composeLogAi } from '../../ml-service/src/compose.ts';
import type { TaskPorts } from '../../ml-service/src/tasks/cycle/cycle.ts';
import type { Lease } from '../../ml-service/src/ports/state.ts';
import { leaseOf } from '../../ml-service/src/tasks/run/task.ts';
import { CYCLE, type RunnableTask } from '../../ml-service/src/tasks/run/task_runner.ts';
import { Killed, mortalPorts, tellingLives } from '../fixtures/killed_ports.ts';
import { FAILURE_MINUTE, smallShop } from '../fixtures/small_shop.ts';
import { standingClock } from '../fixtures/standing_clock.ts';
import { ownLogAi } from '../fixtures/own_log_ai.ts';
import { beginAnew, readFinalState, readLabel, ship, startProcess } from '../fixtures/task_world.ts';

/** The tasks of pipeline mode on a real cluster: what they leave there, whoever is killed whenever. */

const INDEX = 'logs-tasks';
const MINUTE = 60_000;
const START = Math.floor(Date.now() / MINUTE) * MINUTE - 45 * MINUTE;
const SHOP = smallShop(START);
/** When the tasks run whose calls are counted: all lines were written. */
const NOW = START + 45 * MINUTE;
/** By then all of its templates are known. */
const KNOWN_UNTIL = START + (FAILURE_MINUTE + 1) * MINUTE;

describe('the tasks', () => {
  const { client, logAi, config } = ownLogAi(INDEX, { LOG_AI_TASKS__LEASE_TTL_SECONDS: '3' });
  beforeEach(() => beginAnew(logAi, INDEX));

  const startNow = (wrap = (ports: TaskPorts): TaskPorts => ports) =>
    startProcess(logAi, (ports) => wrap(standingClock(ports, NOW)));
  /** Lives so many calls; whether it came to the end. */
  const runUntilKilled = async (life: number): Promise<boolean> => {
    const victim = startNow((ports) => mortalPorts(ports, life).ports);
    try {
      await victim.run();
      return true;
    } catch (error) {
      if (error instanceof Killed) return false;
      throw error;
    }
  };
  const record = async (): Promise<readonly string[]> => {
    let recorder: ReturnType<typeof mortalPorts>;
    await startNow((ports) => (recorder = mortalPorts(ports, Infinity)).ports).run();
    return recorder!.calls;
  };

  describe('killed at any moment', () => {
    // A life for each call: minutes where others want the processor, too.
    test('of their first run, they lose nothing and double nothing', { timeout: 600_000 }, async () => {
      await ship(client, INDEX, SHOP);
      await record();
      const undisturbed = await readFinalState(client, INDEX);
      expect(Object.keys(undisturbed.labels)).toHaveLength(SHOP.length);
      expect(undisturbed.texts).toEqual([
        'Failed to connect to host <*>: refused after <*> tries',
        'GET <*> answered in <*>ms',
        'Order <*> is paid by user kim',
      ]);

      await beginAnew(logAi, INDEX);
      await ship(client, INDEX, SHOP);
      for (let life = 0; !(await runUntilKilled(life));) life += 1;
      expect(await readFinalState(client, INDEX)).toEqual(undisturbed);
    });

    // A dozen lives of three cycles each.
    test('of a later run, they lose nothing and double nothing', { timeout: 600_000 }, async () => {
      const known = SHOP.filter((line) => Date.parse(line['@timestamp']) < KNOWN_UNTIL);
      const late = SHOP.filter((line) => Date.parse(line['@timestamp']) >= KNOWN_UNTIL);
      // A template that is known becomes another one: its text changes, its id stays.
      const changing = { ...SHOP[0]!, _id: 'changing', message: 'Order 7 is paid by user lee' };
      const begin = async () => {
        await beginAnew(logAi, INDEX);
        await ship(client, INDEX, known);
        await startNow().run();
        await ship(client, INDEX, [...late, changing]);
      };
      await begin();
      const lives = tellingLives(await record());
      const undisturbed = await readFinalState(client, INDEX);
      expect(undisturbed.texts).toContain('Order <*> is paid by user <*>');
      for (const life of lives) {
        await begin();
        expect(await runUntilKilled(life)).toBe(life === lives.at(-1));
        await startNow().run();
        const killed = await readFinalState(client, INDEX);
        await ship(client, INDEX, [{ ...changing, _id: 'next', message: 'Order 8 is paid by user max' }]);
        const next = await readLabel(client, { index: INDEX, id: 'next' });
        expect({ life, next: next.parse.status, ...killed }).toEqual({
          life,
          next: 'parsed',
          ...undisturbed,
        });
      }
    });
  });

  describe('of two processes', () => {
    test('one runs them, the other takes over when the lease ends, and learns on', async () => {
      const [first, second] = [composeLogAi(config), composeLogAi(config)];
      await ship(client, INDEX, SHOP.slice(0, 10));
      const leases = new Map<RunnableTask, Lease>();
      for (const task of CYCLE)
        leases.set(task, (await first.ports.state.acquireLease(leaseOf(task), 3000))!);
      const held = (task: RunnableTask) => Promise.resolve(leases.get(task)!);
      await expect(second.runner.runCycleNow()).rejects.toMatchObject({ code: 'conflict' });
      await first.runner.runCycle(held);
      const known = await first.ports.templates.load();

      // The first one falls silent, as a process does that is killed or paused.
      await ship(client, INDEX, SHOP.slice(10));
      const taken = await vi.waitFor(() => second.runner.runCycleNow(), { timeout: 15_000, interval: 300 });
      expect(taken.learned.failed + taken.learned.conflicts).toBe(0);
      const ids = (await second.ports.templates.load()).map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining(known.map(({ id }) => id)));
      expect(ids).toHaveLength(3);

      // It wakes up: what it wanted to write is refused.
      await ship(client, INDEX, [{ ...SHOP[0]!, _id: 'late', message: 'Nobody has said this before' }]);
      await expect(first.runner.runCycle(held)).rejects.toMatchObject({ code: 'conflict' });
      await Promise.all([first.close(), second.close()]);
    });

    test('one that ends in order need not be waited for', async () => {
      const [first, second] = [composeLogAi(config), composeLogAi(config)];
      await first.runner.runCycleNow();
      await expect(second.runner.runCycleNow()).rejects.toMatchObject({ code: 'conflict' });
      await first.close();
      await expect(second.runner.runCycleNow()).resolves.toMatchObject({ counted_minutes: 0 });
      await second.close();
    });

    test('that learned one template under two ids, both come to use the older', async () => {
      const process = startProcess(logAi);
      await ship(client, INDEX, SHOP);
      await process.run();
      const younger = (await logAi.ports.templates.load()).find(({ text }) => text.startsWith('Order'))!;
      const first_seen = new Date(START - MINUTE).toISOString();
      const older = { ...younger, id: 'template_paid_order_0001', first_seen };
      await logAi.ports.templates.save([older]);

      const successor = startProcess(logAi);
      const { detection } = await successor.run();
      expect(await logAi.ports.templates.get(younger.id)).toMatchObject({ id: older.id });
      const line = { ...SHOP[1]!, _id: 'next', '@timestamp': new Date(START + 42 * MINUTE).toISOString() };
      await ship(client, INDEX, [line]);
      expect((await readLabel(client, { index: INDEX, id: 'next' })).template?.id).toBe(older.id);
      // Lines that carry the younger id are known to be of the older one: it is nothing new.
      const { detection: next } = await successor.run();
      expect(
        [...detection.anomalies, ...next.anomalies].map(({ log_ai }) => log_ai.template?.id),
      ).not.toContain(older.id);
    });
  });

  describe('count every document once', () => {
    const linesCounted = async () => {
      const { counts } = await readFinalState(client, INDEX);
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    };

    test('also those that come late, are repaired, or are read again', async () => {
      const labelled = SHOP.filter(({ message }) => message);
      await ship(client, INDEX, SHOP);
      const process = startProcess(logAi);
      await process.run();
      // What is skipped is counted, too, and is of no template.
      expect(await linesCounted()).toBe(SHOP.length);

      const late = { ...SHOP[0]!, _id: 'late', message: 'GET /orders/late answered in 7ms' };
      const unknown = { ...SHOP[0]!, _id: 'unknown', message: 'Nobody has said this before' };
      await ship(client, INDEX, [late, unknown]);
      const { learned } = await process.run();
      expect(learned).toMatchObject({ documents: 1, repaired: 1 });
      expect(await linesCounted()).toBe(SHOP.length + 2);

      await process.run();
      await startProcess(logAi).run();
      const range = { from: START, to: START + 60 * MINUTE };
      await startProcess(logAi).backfill(range);
      expect(await linesCounted()).toBe(SHOP.length + 2);
      const lines = (await logAi.ports.templates.load()).map(({ line_count }) => line_count);
      expect(lines.reduce((sum, count) => sum + count, 0)).toBe(labelled.length + 2);
    });
  });
});
