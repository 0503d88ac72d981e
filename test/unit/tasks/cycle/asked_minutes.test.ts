import { expect, test } from 'vitest';
import { leaseOf } from '../../../../ml-service/src/tasks/run/task.ts';
import { MemoryLogs, MINUTE } from '../../../fixtures/memory_logs.ts';

const NOW_MINUTE = 30_000_000;

/** A day ago lines lie that were counted, and whose counts are gone since. */
async function dayAgo() {
  const world = new MemoryLogs(NOW_MINUTE * MINUTE + 30_000);
  const minutes = [NOW_MINUTE - 1440, NOW_MINUTE - 1439];
  const live = world.startProcess({ owner: 'live' });
  await live.run();
  for (const minute of minutes) world.lines.push({ time: minute * MINUTE, count: 7 });
  return { world, minutes, live, job: world.startProcess({ owner: 'job' }) };
}

test('a job asks the process that counts for its minutes, and hears when they are', async () => {
  const { world, minutes, live, job } = await dayAgo();
  expect(await job.runner.count(minutes)).toBe(false);
  expect(await job.runner.isCounted(minutes)).toBe(false);
  world.now += MINUTE;
  await live.run();
  expect(await job.runner.isCounted(minutes)).toBe(true);
  expect(minutes.map((minute) => world.countOf(minute))).toEqual([7, 7]);
});

test('a job counts by itself where nobody else does, and lets others count afterwards', async () => {
  const { world, minutes, live, job } = await dayAgo();
  world.now += 2 * MINUTE; // the lease of the other process is over
  expect(await job.runner.count(minutes)).toBe(true);
  expect(minutes.map((minute) => world.countOf(minute))).toEqual([7, 7]);
  expect(await live.ports.state.acquireLease(leaseOf('count'), MINUTE)).toBeDefined();
});

test('a job counts what it asked for where the process that was to count it is gone', async () => {
  const { world, minutes, job } = await dayAgo();
  expect(await job.runner.count(minutes)).toBe(false);
  world.now += 2 * MINUTE;
  expect(await job.runner.isCounted(minutes)).toBe(true);
  expect(minutes.map((minute) => world.countOf(minute))).toEqual([7, 7]);
});
