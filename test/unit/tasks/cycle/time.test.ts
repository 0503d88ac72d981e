import { describe, expect, test } from 'vitest';
import { MemoryLogs, MINUTE } from '../../../fixtures/memory_logs.ts';

/** What is promised of time: minutes are judged as they were, whatever is slow, late, away or down. */

/** A minute since the epoch. */
const START = Date.parse('2026-11-22T10:00:00Z') / MINUTE;

/** Ten lines a minute from START on, as far as they were written until now. */
function steadyWorld(minutes: number): MemoryLogs {
  const world = new MemoryLogs((START + minutes) * MINUTE);
  world.fill({ from: START, to: START + minutes, count: () => 10 });
  return world;
}

const frequencies = (world: MemoryLogs) =>
  [...world.anomalies.values()].filter(({ anomaly }) => anomaly.type === 'frequency');

describe('judging follows what was counted, minus the lag', () => {
  test('counting that takes 75 s has a burst of 900 lines judged as 900', async () => {
    const world = steadyWorld(90);
    const burst = START + 90;
    for (let second = 0; second < 60; second += 1)
      world.lines.push({ time: burst * MINUTE + second * 1000, count: 15 });
    world.fill({ from: burst + 1, to: burst + 10, count: () => 10 });
    const process = world.startProcess();
    world.now = burst * MINUTE + 10_000;
    // The clock moves while lines are counted: the burst ends meanwhile.
    world.onRead = (question) => {
      if (question === 'countMinutes') world.now += 75_000;
    };
    for (let run = 0; run < 4; run += 1) {
      await process.run();
      const judged = world.shared.values.get('watermark:detect') as { done_until: number };
      if (judged.done_until > burst * MINUTE) break;
      world.now += 10_000;
    }
    expect(world.countOf(burst)).toBe(900);
    const [found, ...others] = frequencies(world);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ event: { start: new Date(burst * MINUTE).toISOString() } });
    // The mean of the window, of which nine minutes are as always.
    expect(found!.actual).toBeCloseTo((900 + 9 * 10) / 10);
  });

  test('a minute is counted once what is on its way is there, and not before', async () => {
    const world = steadyWorld(90);
    // Written in the last second, on its way for 9 s, and seen by searches 2 s after that.
    const last = (START + 90) * MINUTE - 1000;
    world.lines.push({ time: last, ingested: last + 9000, visible: last + 11_000, count: 500 });
    const process = world.startProcess();
    world.now = (START + 90) * MINUTE + 11_000;
    await process.run();
    expect(world.countOf(START + 89)).toBe(0);
    world.now += 1000;
    await process.run();
    expect(world.countOf(START + 89)).toBe(510);
  });

  test('no task is judged by the clock of another: what is not learned is not counted', async () => {
    const world = steadyWorld(90);
    const process = world.startProcess();
    const take = async (task: 'learn' | 'relabel' | 'count' | 'detect') =>
      (await process.ports.state.acquireLease(`task:${task}`, 60_000))!;
    const run = async (task: 'learn' | 'relabel' | 'count' | 'detect') =>
      process.runner.run(task, { lease: await take(task) });
    world.now += 15_000;
    await run('count');
    expect(world.countOf(START + 50)).toBe(0);
    for (const task of ['learn', 'relabel', 'count', 'detect'] as const) await run(task);
    const until = (task: string) =>
      (world.shared.values.get(`watermark:${task}`) as { done_until: number }).done_until;
    expect(until('learn')).toBe(world.now - 2000);
    expect(until('count')).toBe((START + 90) * MINUTE);
    expect(until('detect')).toBe((START + 90) * MINUTE);
    // Learning stands still: so does what needs it.
    world.fill({ from: START + 90, to: START + 95, count: () => 10 });
    world.now += 5 * MINUTE;
    await run('count');
    await run('detect');
    expect(until('detect')).toBe((START + 90) * MINUTE);
  });
});

describe('documents that come late', () => {
  test('are counted, and told', async () => {
    const world = steadyWorld(90);
    const process = world.startProcess();
    world.now += 15_000;
    await process.run();
    const minute = START + 80;
    world.lines.push({ time: minute * MINUTE, ingested: world.now + 1000, count: 7 });
    world.now += 60_000;
    expect(await process.run()).toMatchObject({ late_documents: 7 });
    expect(world.countOf(minute)).toBe(17);
    world.now += 60_000;
    expect(await process.run()).toMatchObject({ late_documents: 0 });
  });

  test('are told once, though learning labels them anew a minute later', async () => {
    const world = steadyWorld(90);
    const process = world.startProcess();
    world.now += 15_000;
    await process.run();
    const lines = { time: (START + 20) * MINUTE, count: 7 };
    world.lines.push({ ...lines, ingested: world.now + 1000 });
    world.now += MINUTE;
    expect(await process.run()).toMatchObject({ late_documents: 7 });
    world.lines.splice(-1, 1, { ...lines, ingested: world.now + 1000 });
    world.now += MINUTE;
    expect(await process.run()).toMatchObject({ late_documents: 0 });
  });

  test('are no history that is shipped once counting has begun: it held nothing before', async () => {
    const world = steadyWorld(90);
    const process = world.startProcess();
    world.now += 15_000;
    await process.run();
    world.fill({ from: START - 30, to: START - 20, count: () => 900 }, { ingested: world.now + 1000 });
    world.now += MINUTE;
    expect(await process.run()).toMatchObject({ late_documents: 0 });
    expect(world.countOf(START - 30)).toBe(900);
  });

  test('have the minutes that were judged without them judged again', async () => {
    const world = steadyWorld(120);
    const process = world.startProcess();
    world.now += 15_000;
    await process.run();
    expect(frequencies(world)).toEqual([]);
    const burst = START + 100;
    world.fill({ from: burst, to: burst + 5, count: () => 900 }, { ingested: world.now + 1000 });
    world.now += MINUTE;
    await process.run();
    expect(frequencies(world).map(({ event }) => event.start)).toEqual([iso(burst)]);
    expect(world.shared.values.get('detector:late')).toMatchObject({ minutes: [] });
  });

  test('of an index that is refreshed every two minutes are counted, though their moment has passed', async () => {
    const world = steadyWorld(90);
    const process = world.startProcess({ visibility: { settle_ms: 2000, look_back_ms: 122_000 } });
    const moment = (START + 89) * MINUTE;
    world.lines.push({ time: moment, visible: moment + 118_000, count: 5 });
    // Also those that happened long ago.
    world.lines.push({ time: START * MINUTE, ingested: moment, visible: moment + 118_000, count: 3 });
    world.now += 15_000;
    await process.run();
    expect(world.countOf(START + 89)).toBe(10);
    world.now += 60_000;
    await process.run();
    expect([world.countOf(START + 89), world.countOf(START)]).toEqual([15, 13]);
  });

  test('that searches show later than any setting says are seen by their number', async () => {
    const world = steadyWorld(90);
    const process = world.startProcess();
    const moment = (START + 89) * MINUTE;
    world.lines.push({ time: moment, visible: moment + 5 * MINUTE, count: 4 });
    world.now += 15_000;
    await process.run();
    world.now += 5 * MINUTE;
    expect(await process.run()).toMatchObject({ late_documents: 4 });
    expect(world.countOf(START + 89)).toBe(14);
  });
});

test('what was unknown and is learned gets a moment that is counted once: by whoever counts next', async () => {
  const world = steadyWorld(90);
  const moments: number[] = [];
  const unknown = { _index: 'logs', _id: 'a' };
  const process = world.startProcess({
    wrap: (ports) => ({
      ...ports,
      logs: {
        ...ports.logs,
        async *unknown() {
          yield await Promise.resolve([
            { reference: unknown, seq_no: 1, primary_term: 1, source: { message: 'Order 1 is paid' } },
          ]);
        },
        repair: (repairs) => {
          moments.push(...repairs.map(({ fields }) => Date.parse(fields.ingested!)));
          return Promise.resolve({ repaired: repairs.length, conflicts: 0, refused: [] });
        },
      },
    }),
  });
  const learnedUntil = () =>
    (world.shared.values.get('watermark:learn') as { done_until: number }).done_until;
  world.now += 15_000;
  await process.run();
  const first = learnedUntil();
  expect(moments.splice(0)).toEqual([first - 1]);
  // The clock stands: never before what was said to be done.
  await process.run();
  expect(moments.splice(0)).toEqual([first]);
  world.now += 10_000;
  await process.run();
  expect(moments).toEqual([learnedUntil() - 1]);
});

describe('a pause', () => {
  /** Down for 400 minutes, in the midst of which 30 have 400 times the rate. */
  function pausedWorld() {
    const world = steadyWorld(120);
    const burst = START + 300;
    const resumed = START + 120 + 400;
    const fillPause = () =>
      world.fill({
        from: START + 120,
        to: resumed,
        count: (minute) => (minute >= burst && minute < burst + 30 ? 4000 : 10),
      });
    return { world, burst, resumed, fillPause };
  }

  /** Judged until the pause; what happened in it is there by now. */
  async function pausedUntilNow() {
    const { fillPause, ...paused } = pausedWorld();
    paused.world.now += 15_000;
    await paused.world.startProcess().run();
    fillPause();
    return paused;
  }

  test('of 400 minutes is judged, the oldest first, with the history before it', async () => {
    const { world, burst, resumed } = await pausedUntilNow();
    world.now = resumed * MINUTE + 15_000;
    const process = world.startProcess();
    const first = await process.run();
    // The live minutes are judged at once, whatever waits.
    expect(world.shared.values.get('watermark:detect')).toEqual({ done_until: resumed * MINUTE });
    expect(first.detection.verdicts).toMatchObject([{ kind: 'judged', minutes: 1 }]);
    let unknown = first.detection.unknown_minutes;
    for (let run = 0; run < 20; run += 1) {
      world.now += 1000;
      unknown += (await process.run()).detection.unknown_minutes;
    }
    expect(unknown).toBe(0);
    expect(world.shared.values.get('detector:catch_up')).toEqual([]);
    const found = frequencies(world).find(({ event }) => event.start === iso(burst));
    expect(found).toMatchObject({ anomaly: { status: 'resolved' }, is_late: true });
    expect(found!.actual! / found!.typical!).toBeGreaterThan(100);
    // It was over hours before anybody could be told: no storm of old alerts.
    expect([...world.anomalies.values()].filter(({ is_late }) => !is_late)).toEqual([]);
  });

  test('is judged only as far as it is counted, however slow that is', async () => {
    const { world, burst, resumed } = await pausedUntilNow();
    world.fill({ from: resumed, to: resumed + 40, count: () => 10 });
    world.now = resumed * MINUTE + 15_000;
    const process = world.startProcess();
    // A chunk of thirty minutes is more than a run has time for.
    world.onRead = (question) => {
      if (question === 'countMinutes') world.now += 35_000;
    };
    let unknown = 0;
    let waited = 0;
    for (let run = 0; run < 40; run += 1) {
      const { detection } = await process.run();
      unknown += detection.unknown_minutes;
      const { behind } = world.shared.values.get('watermark:count') as { behind: unknown[] };
      if (behind.length > 0) waited += 1;
    }
    expect(waited).toBeGreaterThan(3);
    expect(unknown).toBe(0);
    expect(frequencies(world).map(({ event }) => event.start)).toContain(iso(burst));
  });

  test('has late minutes of the time before it wait until it is judged', async () => {
    const { world, burst, resumed } = await pausedUntilNow();
    world.now = resumed * MINUTE + 15_000;
    const process = world.startProcess();
    const before = START + 80;
    world.fill({ from: before, to: before + 5, count: () => 900 }, { ingested: world.now - 10_000 });
    for (let run = 0; run < 20; run += 1) {
      world.now += MINUTE;
      world.fill({ from: resumed + run, to: resumed + run + 1, count: () => 10 });
      await process.run();
    }
    expect(world.shared.values.get('detector:late')).toMatchObject({ minutes: [] });
    const starts = frequencies(world).map(({ event }) => event.start);
    expect(starts).toEqual(expect.arrayContaining([iso(before), iso(burst)]));
    expect(new Set(starts).size).toBe(starts.length);
  });

  test('ends with what is going on now: that does alert', async () => {
    const { world, resumed } = await pausedUntilNow();
    const process = world.startProcess();
    world.now = resumed * MINUTE + 15_000;
    await process.run();
    for (let minute = 0; minute < 6; minute += 1) {
      world.fill({ from: resumed + minute, to: resumed + minute + 1, count: () => 900 });
      world.now += MINUTE;
      await process.run();
    }
    const live = frequencies(world).filter(({ is_late }) => !is_late);
    expect(live.map(({ event }) => event.start)).toEqual([iso(resumed)]);
  });

  test('that a kill interrupts anywhere leaves what it leaves undisturbed', async () => {
    const outcome = async (lives: readonly number[]) => {
      const { world, resumed } = await pausedUntilNow();
      world.now = resumed * MINUTE + 15_000;
      for (const life of lives) {
        let writes = 0;
        const process = world.startProcess({
          wrap: (ports) => ({
            ...ports,
            state: {
              ...ports.state,
              write: (...args) =>
                (writes += 1) > life ? Promise.reject(new Error('killed')) : ports.state.write(...args),
            },
          }),
        });
        await process.run().catch(() => undefined);
      }
      const process = world.startProcess();
      for (let run = 0; run < 20; run += 1) await process.run();
      return {
        counts: Array.from({ length: 520 }, (_, minute) => world.countOf(START + minute)),
        anomalies: [...world.anomalies.values()].map(({ event: { id, start, end }, anomaly: { status } }) => [id, start, end, status]),
      };
    }; // prettier-ignore
    const undisturbed = await outcome([]);
    expect(undisturbed.anomalies).not.toEqual([]);
    for (let life = 0; life < 40; life += 3)
      expect({ life, ...(await outcome([life])) }).toEqual({ life, ...undisturbed });
    expect(await outcome([1, 5, 9, 13])).toEqual(undisturbed);
  });
});

describe('counts never shrink by accident', () => {
  test('a late document for a minute whose index is closed leaves what was counted there', async () => {
    const world = new MemoryLogs((START + 90) * MINUTE + 15_000);
    world.fill({ from: START, to: START + 90, count: () => 10 }, { index: 'old' });
    const process = world.startProcess();
    await process.run();
    world.closed.add('old');
    world.lines.push({ time: (START + 80) * MINUTE, ingested: world.now, index: 'new', count: 3 });
    world.now += 60_000;
    await process.run();
    expect(world.countOf(START + 80)).toBe(13);
    // Open again, it is what it holds that counts: documents that were deleted are gone.
    world.closed.delete('old');
    world.lines.splice(80, 1);
    world.lines.push({ time: (START + 80) * MINUTE, ingested: world.now, index: 'new', count: 1 });
    world.now += 60_000;
    await process.run();
    expect(world.countOf(START + 80)).toBe(4);
  });
});

function iso(minute: number): string {
  return new Date(minute * MINUTE).toISOString();
}
