import { describe, expect, test } from 'vitest';
import { mergeIncident } from '../../../ml-service/src/incidents/incident_record.ts';
import { incidentIdOf } from '../../../ml-service/src/incidents/match_incidents.ts';
import { type AnomalySketch, IncidentWorld } from '../../fixtures/incident_world.ts';

const INVENTORY: AnomalySketch = { id: 'a', service: 'inventory', start: 10, end: 14, risk: 60 };
const GATEWAY: AnomalySketch = { id: 'b', service: 'gateway', start: 9, end: 15, risk: 80 };

async function worldOf(...anomalies: readonly AnomalySketch[]): Promise<IncidentWorld> {
  const world = new IncidentWorld();
  await world.tell(world.found(...anomalies));
  return world;
}
const only = (world: IncidentWorld) => {
  expect(world.seen()).toHaveLength(1);
  return world.incidents.get(world.seen()[0]!.id)!;
};

describe('an incident', () => {
  test('began where most of its requests failed first, though another service was abnormal before', async () => {
    const world = await worldOf(INVENTORY, GATEWAY);
    expect(world.seen()).toHaveLength(2);
    await world.tell(
      world.failed(
        { id: 'r1', minute: 11, services: ['inventory', 'gateway'] },
        { id: 'r2', minute: 12, services: ['inventory', 'gateway'] },
        { id: 'r3', minute: 12, services: ['gateway'] },
      ),
    );
    expect(only(world)).toMatchObject({
      event: {
        risk_score: 80,
        reason: 'inventory: 2 anomalies in 2 services (gateway, inventory), 3 failed requests: "b".',
      },
      incident: {
        first_service: 'inventory',
        services: ['gateway', 'inventory'],
        anomaly_ids: ['b', 'a'],
        request_ids: ['r1', 'r2', 'r3'],
        failed_requests: 3,
      },
    });
  });

  test('counts requests without an error that left the way of others, and began where the anomaly says', async () => {
    const world = await worldOf({ ...INVENTORY, service: 'payment' });
    const services = ['gateway', 'shipping'];
    await world.tell(
      world.failed(
        { id: 'part of it', minute: 11, services, left: { anomaly_id: 'a' } },
        { id: 'part of another', minute: 11, services, left: { anomaly_id: 'z' } },
        { id: 'stopped', minute: 12, services, left: { break_point: { service: 'payment' } } },
        { id: 'stopped elsewhere', minute: 12, services, left: { break_point: { service: 'gateway' } } },
        {
          id: 'never came there',
          minute: 13,
          services,
          left: {
            break_point: { service: 'stock', missing: { service: 'payment', template_id: 'authorised' } },
          },
        },
      ),
    );
    expect(only(world)).toMatchObject({
      event: { reason: 'payment: 1 anomaly, 3 failed requests: "a".' },
      incident: { first_service: 'payment', request_ids: ['part of it', 'stopped', 'never came there'] },
    });
  });

  test('began, where no request failed, in the service of the earliest anomaly, weighted by its risk', async () => {
    const early = { id: 'c', template: 'pool', service: 'search', start: 8, end: 9, risk: 5 };
    const world = await worldOf(
      early,
      { ...INVENTORY, template: 'pool' },
      { ...GATEWAY, template: 'pool', start: 14 },
    );
    expect(only(world).incident.first_service).toBe('inventory');
  });

  test('is resolved once it has been quiet for five minutes', async () => {
    const world = new IncidentWorld();
    for (const [judged_until, status, expected] of [
      [12, 'active', 'active'],
      [18, 'resolved', 'active'],
      [19, 'resolved', 'resolved'],
    ] as const) {
      world.judged_until = judged_until;
      await world.tell(world.found({ ...INVENTORY, status }));
      expect([judged_until, only(world).incident.status]).toEqual([judged_until, expected]);
    }
  });

  test('is reopened within a quarter of an hour and keeps its id; later it is another one', async () => {
    const world = await worldOf(INVENTORY);
    const { id } = only(world).event;
    world.judged_until = 26;
    await world.tell(
      world.found({ ...INVENTORY, id: 'again', template: 'a', start: 25, end: 26, status: 'active' }),
    );
    expect(only(world)).toMatchObject({ event: { id }, incident: { status: 'active', anomaly_total: 2 } });
    world.judged_until = 1000;
    await world.tell(world.found({ ...INVENTORY, id: 'later', template: 'a', start: 60, end: 61 }));
    expect(world.seen().map(({ anomalies }) => anomalies)).toEqual([['a', 'again'], ['later']]);
  });

  test('that turns out to be part of another names the older one, which takes over what people said', async () => {
    const world = await worldOf(INVENTORY, GATEWAY);
    const [older, younger] = [incidentIdOf('b'), incidentIdOf('a')];
    const stored = world.incidents.get(younger)!;
    const note = { by: 'anna', at: '2026-11-22T14:12:00.000Z', text: 'Looking at the database.' };
    const acknowledged = { by: 'anna', at: '2026-11-22T14:11:00.000Z' };
    world.incidents.set(younger, {
      ...stored,
      incident: { ...stored.incident, notes: [note], acknowledged },
    });
    const { raised } = world.incidents.get(older)!.incident;
    await world.tell(world.failed({ id: 'r', minute: 12, services: ['inventory', 'gateway'] }));
    expect(only(world)).toMatchObject({
      event: { id: older },
      incident: { notes: [note], acknowledged, raised },
    });
    expect(world.incidents.get(younger)!.incident).toMatchObject({ merged_into: older, status: 'resolved' });
  });

  test('of which people expected everything is expected, and is what it was when they take that back', async () => {
    const world = await worldOf(INVENTORY);
    const before = only(world);
    await world.tell(world.found({ ...INVENTORY, status: 'expected' }));
    expect(only(world).incident.status).toBe('expected');
    await world.tell(world.found(INVENTORY));
    expect(only(world).incident).toEqual(before.incident);
  });
});

describe('an incident raises an alert', () => {
  test.each<[string, Partial<AnomalySketch>, number, boolean]>([
    ['for what is there for good', {}, 60, true],
    ['not for what is interim', { is_interim: true }, 0, false],
    ['not for what was found too late', { is_late: true }, 0, false],
    ['not for what people expected', { status: 'expected' }, NaN, false],
  ])('%s', async (_what, how, score, raised) => {
    const world = await worldOf({ ...INVENTORY, ...how });
    const [incident] = [...world.incidents.values()];
    expect(incident?.incident.alert_score ?? NaN).toBe(score);
    expect(incident?.incident.raised !== undefined).toBe(raised);
  });

  test('once, and again only where its risk rises into a higher band', async () => {
    const world = await worldOf({ ...INVENTORY, risk: 60 });
    const raisedBy = async (risk: number) => {
      const { raised } = only(world).incident;
      await world.tell(world.found({ ...INVENTORY, risk }));
      return only(world).incident.raised !== raised;
    };
    expect(await raisedBy(74)).toBe(false);
    expect(await raisedBy(30)).toBe(false);
    expect(await raisedBy(60)).toBe(false);
    expect(await raisedBy(80)).toBe(true);
  });
});

test('what people say while an incident is told anew stays', async () => {
  const world = await worldOf(INVENTORY);
  const found = only(world);
  const said = {
    notes: [{ at: '2026-11-22T14:12:00.000Z', text: 'Mine.' }],
    released: { at: '2026-11-22T14:12:00.000Z' },
  };
  const stored = { ...found, incident: { ...found.incident, ...said } };
  expect(mergeIncident(stored, found)).toBe(stored);
  expect(mergeIncident(stored, { ...found, is_interim: true })).toMatchObject({
    incident: said,
    is_interim: true,
  });
});
