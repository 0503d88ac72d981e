import { beforeEach, describe, expect, test } from 'vitest';
import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import type { IncidentDocument } from '../../../../common/documents/incident_document.ts';
import { MINUTE_MS, timeOfMinute } from '../../../../common/minutes.ts';
import { mergeAnomaly, withExpectation } from '../../../../ml-service/src/store/merge_anomaly.ts';
import type { RankedCause } from '../../../../ml-service/src/correlate/cause/rank_causes.ts';
import { incidentsTask } from '../../../../ml-service/src/tasks/incidents/incidents_task.ts';
import { leaseOf, readDoneUntil, watermarkOf } from '../../../../ml-service/src/tasks/run/task.ts';
import {
  type AnomalySketch,
  anomalyOf,
  IncidentWorld,
  requestOf,
  ZERO,
} from '../../../fixtures/incident_world.ts';
import { memoryIncidents } from '../../../fixtures/memory_incidents.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';

/** Anomalies written at a minute, and runs of the task at a minute. */
class TaskWorld extends IncidentWorld {
  /** What requests show at the moment. */
  causes: readonly RankedCause[] = [];
  /** When that was asked, minutes. */
  readonly asked: number[] = [];
  private minute = 0;
  private readonly state = new SharedState().storeOf('process', () => this.clock());

  private clock(): number {
    return timeOfMinute(ZERO + this.minute);
  }

  write(minute: number, ...sketches: readonly AnomalySketch[]): void {
    const updated = new Date(timeOfMinute(ZERO + minute)).toISOString();
    this.found(...sketches);
    for (const { id } of sketches) this.change(id, (one) => ({ ...one, event: { ...one.event, updated } }));
  }

  change(id: string, how: (anomaly: AnomalyDocument) => AnomalyDocument): void {
    this.anomalies.set(id, how(this.anomalies.get(id)!));
  }

  /** Of incidents that live, their anomalies and their status; and how many are open. */
  async run(minute: number, { until = Infinity } = {}): Promise<[open: number, ...string[]]> {
    this.minute = minute;
    const { state } = this;
    await state.write(watermarkOf('detect'), { done_until: this.clock() });
    const ports = { incidents: memoryIncidents(this), state, now: () => this.clock() };
    const lease = (await state.acquireLease(leaseOf('incidents'), 1000))!;
    const causesOf = () => {
      this.asked.push(minute);
      return Promise.resolve(this.causes);
    };
    const task = incidentsTask({ ports, incident_settings: this.settings, causesOf });
    const { open } = await task.run({ lease, until });
    return [open, ...this.seen().map(({ anomalies, status }) => `${anomalies.join(' ')}: ${status}`)];
  }

  doneUntil = async () => ((await readDoneUntil(this.state, 'incidents'))! - timeOfMinute(ZERO)) / MINUTE_MS;
}

describe('the task', () => {
  let world: TaskWorld;
  beforeEach(() => {
    world = new TaskWorld();
  });
  const A = { id: 'a', service: 'inventory', start: 10, end: 12 };

  test('takes up what was written since, and resolves what has been quiet', async () => {
    world.write(11, { ...A, status: 'active' });
    expect(await world.run(12)).toEqual([1, 'a: active']);
    world.write(16, A, { id: 'b', service: 'inventory', start: 13, end: 14 });
    expect(await world.run(17)).toEqual([1, 'a b: active']);
    expect(await world.run(18)).toEqual([1, 'a b: active']);
    expect(await world.run(19)).toEqual([0, 'a b: resolved']);
  });

  test('finds what was written earlier than it was seen', async () => {
    expect(await world.run(12)).toEqual([0]);
    world.write(11, A);
    expect(await world.run(30)).toEqual([0, 'a: resolved']);
    expect(await world.doneUntil()).toBe(25);
  });

  test('tells what was written once, though it is read until it has settled', async () => {
    let told = 0;
    const stored = memoryIncidents(world);
    const state = new SharedState().storeOf('process', () => timeOfMinute(ZERO + 13));
    const task = incidentsTask({
      ports: {
        incidents: {
          ...stored,
          readAnomaliesIn: (range) => {
            told += 1;
            return stored.readAnomaliesIn(range);
          },
        },
        state,
        now: () => timeOfMinute(ZERO + 13),
      },
      incident_settings: world.settings,
      causesOf: () => Promise.resolve([]),
    });
    const run = async () => {
      const before = told;
      await task.run({ lease: (await state.acquireLease(leaseOf('incidents'), 1000))!, until: Infinity });
      return told > before;
    };
    world.write(12, A);
    expect([await run(), await run()]).toEqual([true, false]);
    world.write(13, { id: 'b', service: 'inventory', start: 13, end: 14 });
    expect([await run(), await run()]).toEqual([true, false]);
  });

  test('joins incidents when a request that connects them comes', async () => {
    world.write(12, A, { id: 'b', service: 'gateway', start: 10, end: 12 });
    expect(await world.run(40)).toEqual([0, 'a: resolved', 'b: resolved']);
    const request = requestOf({ id: 'r', minute: 11, services: ['inventory', 'gateway'] });
    const created = new Date(timeOfMinute(ZERO + 41)).toISOString();
    world.requests.set('r', { ...request, event: { ...request.event, created } });
    expect(await world.run(42)).toEqual([0, 'a b: resolved']);
  });

  test('follows what people say of an anomaly, and what they take back', async () => {
    world.write(12, A, { id: 'b', service: 'inventory', start: 10, end: 12 });
    await world.run(40);
    const at = (minute: number) => ({ by: 'anna', at: new Date(timeOfMinute(ZERO + minute)).toISOString() });
    world.change('a', (one) => withExpectation(one, true, at(50)));
    expect(await world.run(51)).toEqual([0, 'b: resolved']);
    world.change('b', (one) => withExpectation(one, true, at(60)));
    expect(await world.run(61)).toEqual([0, 'b: expected']);
    world.change('a', (one) => withExpectation(one, false, at(70)));
    world.change('b', (one) => withExpectation(one, false, at(70)));
    expect(await world.run(71)).toEqual([0, 'a b: resolved']);
  });

  test('goes on where its time was up', async () => {
    const many = Array.from({ length: 1200 }, (_, number) => ({
      id: `a${String(number).padStart(4, '0')}`,
      service: `service-${number}`,
      start: 100 * Math.floor(number / 500),
      end: 100 * Math.floor(number / 500) + 1,
    }));
    for (const [number, one] of many.entries()) world.write(number / 100, one);
    const [, ...first] = await world.run(100_000, { until: 0 });
    expect(first).toHaveLength(500);
    await world.run(100_001, { until: 0 });
    const [, ...all] = await world.run(100_002, { until: 0 });
    expect(all).toHaveLength(1200);
  });
});

test('what detectors write anew stays of its incident', () => {
  const found = anomalyOf({ id: 'a', start: 1, end: 3 });
  const stored = { ...found, anomaly: { ...found.anomaly, incident_id: 'incident_1' } };
  const grown = anomalyOf({ id: 'a', start: 1, end: 9 });
  expect(mergeAnomaly(stored, grown).anomaly).toMatchObject({
    incident_id: 'incident_1',
    last_seen: grown.anomaly.last_seen,
  });
});

describe('the headline', () => {
  let world: TaskWorld;
  beforeEach(() => {
    world = new TaskWorld();
  });
  const cause = (service: string, score: number): RankedCause => ({ service, score, evidence: [] });
  const said = () => {
    const [{ incident, event }] = [...world.incidents.values()] as [IncidentDocument];
    const { first_service, headline, services, cause: { until = '' } = {} } = incident;
    expect([headline.service, event.reason.split(':')[0]]).toEqual([first_service, first_service]);
    expect(headline.services).toEqual(services);
    return { first_service, services, until: until.slice(11, 16) };
  };
  /** The gateway says that something is wrong, while it waits for others. */
  const goesOn = async (minute: number) => {
    world.write(
      minute,
      { id: 'a', template: 't', service: 'gateway', start: 10, end: minute, risk: 90, status: 'active' },
      { id: 'b', template: 't', service: 'stock', start: 11, end: minute, status: 'active' },
    );
    await world.run(minute);
    return said();
  };

  test('names the service that requests show to be the cause, once that is clear', async () => {
    world.causes = [cause('stock', 12), cause('gateway', 9.5)];
    expect(await goesOn(12)).toMatchObject({ first_service: 'gateway', until: '14:12' });
    world.causes = [cause('stock', 24), cause('gateway', 9.5)];
    expect(await goesOn(14)).toMatchObject({ first_service: 'stock', until: '14:14' });
  });

  test('stays as it is until another one is clear, however often the incident is told', async () => {
    world.causes = [cause('stock', 24)];
    await goesOn(12);
    world.causes = [cause('gateway', 25), cause('stock', 24)];
    expect(await goesOn(20)).toMatchObject({ first_service: 'stock' });
    world.causes = [cause('gateway', 50), cause('stock', 24)];
    expect(await goesOn(39)).toMatchObject({ first_service: 'gateway' });
  });

  test('is asked for when the incident is twice as long, of its first half hour, and when it is over', async () => {
    for (let minute = 11; minute < 60; minute += 1) await goesOn(minute);
    expect(world.asked).toEqual([11, 12, 14, 18, 26]);
    world.write(
      60,
      { id: 'a', template: 't', service: 'gateway', start: 10, end: 60, risk: 90 },
      { id: 'b', template: 't', service: 'stock', start: 11, end: 60 },
    );
    await world.run(70);
    expect(world.asked).toEqual([11, 12, 14, 18, 26, 70]);
  });

  test('names no service that the evidence does not speak of: its readers may not know it', async () => {
    world.causes = [cause('vault', 24)];
    expect(await goesOn(12)).toMatchObject({ first_service: 'gateway', services: ['gateway', 'stock'] });
    // Of one that requests crossed which failed they know.
    world.requests.set('r', requestOf({ id: 'r', minute: 11, services: ['stock', 'vault'] }));
    expect(await goesOn(15)).toMatchObject({
      first_service: 'vault',
      services: ['vault', 'gateway', 'stock'],
    });
  });

  test('of what is in one service only is not asked for', async () => {
    world.write(12, { id: 'a', service: 'gateway', start: 10, end: 12 });
    await world.run(40);
    expect(world.asked).toEqual([]);
  });
});
