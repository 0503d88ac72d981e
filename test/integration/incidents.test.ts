import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR } from '../../common/api/caller.ts';
import { generateShop } from '../../demo/shop/generate.ts';
import { shipHistory } from '../../demo/shop/ship.ts';
import { composeLogAi, type LogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { incidentServices } from '../../ml-service/src/service/incidents.ts';
import { IncidentsConfig } from '../../ml-service/src/settings/incidents.ts';
import { incidentsTask } from '../../ml-service/src/tasks/incidents/incidents_task.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { Killed, mortalPorts, tellingLives } from '../fixtures/killed_ports.ts';
import { standingClock } from '../fixtures/standing_clock.ts';
import { readFinalState, startProcess } from '../fixtures/task_world.ts';

/** The web shop on a real cluster: its database stops answering for eight minutes, twice. */

const MINUTE = 60_000;
const START = Date.parse('2026-01-15T14:00:00Z');
const at = (minute: number) => START + minute * MINUTE;
const OUTAGES = [
  { kind: 'database_timeout', start: at(45), end: at(53) },
  { kind: 'database_timeout', start: at(90), end: at(98) },
] as const;
const END = 165;
const INDEX = 'logs-*';

describe('incidents of the web shop', () => {
  const client = connectToCluster();
  let logAi: LogAi;

  beforeAll(async () => {
    await cleanCluster(client, INDEX);
    logAi = composeLogAi(loadConfig({ env: { ELASTICSEARCH_URL } }));
    await logAi.setUp();
    const ship = async (from: number, to: number) => {
      const documents = generateShop({
        seed: 7,
        start: at(from),
        end: at(to),
        requestsPerSecond: 2,
        incidents: OUTAGES,
      });
      const { failed } = await shipHistory({ target: { url: ELASTICSEARCH_URL }, documents });
      expect(failed).toBe(0);
      // A backfill reads what can be seen when it begins.
      await client.indices.refresh({ index: INDEX });
    };
    await ship(0, 2);
    await backfill(0, 2);
    await ship(2, END);
    await backfill(0, END);
  }, 600_000);
  afterAll(async () => {
    await logAi.close();
    await cleanCluster(client, INDEX);
    await client.close();
  });

  const backfill = (from: number, to: number, now = END) =>
    startProcess(logAi, (ports) => standingClock(ports, at(now))).backfill({ from: at(from), to: at(to) });
  const services = () => incidentServices({ ...logAi.ports, now: () => at(END) });
  const between = async (from: number, to: number) => {
    const range = { from: new Date(at(from)).toISOString(), to: new Date(at(to)).toISOString() };
    const query = { ...range, offset: 0, size: 100, sort: 'newest', min_score: 0 } as const;
    return (await services().incidents({ query })).incidents;
  };
  const minuteOf = (time: string) => (Date.parse(time) - START) / MINUTE;
  const theOne = async (from: number, to: number) => {
    const found = await between(from, to);
    expect(found.map(({ event }) => event.reason)).toHaveLength(1);
    return found[0]!;
  };
  const forgetWatermark = () =>
    client.delete({ index: 'log-ai-state', id: 'watermark:incidents' }, { ignore: [404] });
  /** As they were before anybody joined them. */
  const forget = async () => {
    await client.deleteByQuery({ index: 'log-ai-incidents', query: { match_all: {} }, refresh: true });
    await client.updateByQuery({
      index: 'log-ai-anomalies',
      query: { match_all: {} },
      script: { source: "ctx._source.anomaly.remove('incident_id')" },
      refresh: true,
    });
    await forgetWatermark();
  };
  const tellWith = async (life: number) => {
    const { ports, calls } = mortalPorts(standingClock(logAi.ports, at(END)), life);
    const task = incidentsTask({
      ports,
      incident_settings: IncidentsConfig.parse({}),
      causesOf: () => Promise.resolve([]),
    });
    const lease = (await logAi.ports.state.acquireLease('task:incidents', 60_000))!;
    try {
      await task.run({ lease, until: Infinity });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
    return calls;
  };
  const stored = async () => {
    const { incidents, anomalies } = await readFinalState(client, INDEX);
    return { incidents, anomalies };
  };

  test('the outage is one incident that began in inventory, and its second coming is another one', async () => {
    const first = await theOne(45, 53);
    const second = await theOne(90, 98);
    for (const [{ event, incident }, began] of [
      [first, 45],
      [second, 90],
    ] as const) {
      expect(incident).toMatchObject({ status: 'resolved', first_service: 'inventory' });
      expect(Math.abs(minuteOf(event.start) - began)).toBeLessThanOrEqual(2);
      expect(minuteOf(event.end)).toBeLessThanOrEqual(began + 10);
      expect(event.reason).toMatch(
        /^inventory: \d+ anomalies in \d services .*, \d+ failed requests: "Failed to connect/,
      );
      expect(incident.alert_score).toBe(100);
      expect(incident.raised).toBeDefined();
    }
    expect(first.incident.services).toEqual(
      expect.arrayContaining(['gateway', 'checkout', 'inventory', 'web-frontend']),
    );
    expect(first.event.id).not.toBe(second.event.id);
  });

  test('requests show where it began, to those who may read their lines', async () => {
    for (const [from, to] of [
      [45, 53],
      [90, 98],
    ] as const) {
      const { event, data_streams } = await theOne(from, to);
      const { causes, requests, share } = await services().incident_causes({ id: event.id });
      // Some 80,000 lines: of more than 50,000 half of the requests are read.
      expect({ first: causes[0]?.service, share }).toEqual({ first: 'inventory', share: 0.5 });
      expect(causes[0]!.evidence[0]!.step.service).toBe('inventory');
      expect(requests).toBeGreaterThan(1000);
      const others = { ...OPERATOR, data_streams: ['logs-other-default'] };
      await expect(services().incident_causes({ id: event.id }, others)).rejects.toMatchObject({
        code: 'not_found',
      });
      const reader = { ...OPERATOR, data_streams: [...data_streams!] };
      expect(await services().incident_causes({ id: event.id }, reader)).toMatchObject({ requests });
    }
  });

  test('an hour without an outage has none that alerts anybody', async () => {
    expect((await between(100, END)).filter(({ incident }) => incident.alert_score > 0)).toEqual([]);
  });

  test('a range that is read again, wherever it is cut, changes nothing', async () => {
    const before = await stored();
    await backfill(30, 50);
    await backfill(50, 110);
    expect(await stored()).toEqual(before);
  });

  test('killed between any two writes, the next run leaves what an undisturbed one does', async () => {
    await forget();
    const calls = await tellWith(Infinity);
    const undisturbed = await stored();
    const lives = tellingLives(calls);
    // All that changes most at once, and some of the rest.
    const chosen = lives.filter((_, number) => number < 6 || number % 9 === 0);
    // The two outages, and nothing else.
    expect(Object.keys(undisturbed.incidents)).toHaveLength(2);
    for (const life of chosen) {
      await forget();
      await tellWith(life);
      await tellWith(Infinity);
      expect({ life, ...(await stored()) }).toEqual({ life, ...undisturbed });
    }
  });

  test('what people say is there with the evidence, and stays when it is told again', async () => {
    const { event } = await theOne(45, 53);
    const { id } = event;
    const anna = { user: 'anna' };
    await services().acknowledge_incident({ id, body: { acknowledged: true } }, anna);
    await services().note_incident({ id, body: { text: 'The database was restarted.' } }, anna);
    const now = new Date(at(END)).toISOString();
    await forgetWatermark();
    await tellWith(Infinity);
    const story = await services().incident({ id });
    expect(story.incident.incident).toMatchObject({
      acknowledged: { by: 'anna', at: now },
      notes: [{ by: 'anna', at: now, text: 'The database was restarted.' }],
    });
    expect(story.anomalies.map((one) => one.event.id)).toEqual(story.incident.incident.anomaly_ids);
    expect(story.anomalies.every((one) => one.anomaly.incident_id === id)).toBe(true);
    expect(story.requests.length).toBeGreaterThan(0);
    expect(story.requests[0]!.first_error?.service).toBe('inventory');
    const released = await services().acknowledge_incident(
      { id, body: { acknowledged: false } },
      { user: 'kim' },
    );
    expect(released).toMatchObject({ incident: { released: { by: 'kim', at: now } } });
    expect(released).not.toHaveProperty('incident.acknowledged');
  });

  test('an incident is seen by those who may read all that it speaks of', async () => {
    const { event, data_streams } = await theOne(45, 53);
    const { id } = event;
    const reader = { user: 'anna', data_streams: data_streams! };
    expect(await services().incident({ id }, reader)).toMatchObject({ incident: { event: { id } } });
    const outsider = { user: 'kim', data_streams: ['logs-other-default'] };
    await expect(services().incident({ id }, outsider)).rejects.toMatchObject({ code: 'not_found' });
    await expect(services().note_incident({ id, body: { text: 'x' } }, outsider)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('lists are filtered and paged', async () => {
    const range = { from: new Date(at(0)).toISOString(), to: new Date(at(END)).toISOString() };
    const all = { ...range, offset: 0, size: 100, min_score: 0 } as const;
    const { total, incidents } = await services().incidents({ query: { ...all, sort: 'worst' } });
    const scores = incidents.map(({ event }) => event.risk_score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    const page = await services().incidents({ query: { ...all, sort: 'worst', offset: 1, size: 2 } });
    expect(page).toEqual({ total, incidents: incidents.slice(1, 3) });
    const search = await services().incidents({ query: { ...all, sort: 'newest', service: 'web-frontend' } });
    expect(search.incidents.every(({ incident }) => incident.services.includes('web-frontend'))).toBe(true);
    expect(search.total).toBeLessThan(total);
    const worst = await services().incidents({ query: { ...all, sort: 'newest', min_score: 80 } });
    expect(worst.incidents.every(({ event }) => event.risk_score >= 80)).toBe(true);
    expect((await services().incidents({ query: { ...all, sort: 'newest', status: 'active' } })).total).toBe(
      0,
    );
    const filtered = (clause: object) =>
      services().incidents({ query: { ...all, sort: 'newest', filter: JSON.stringify(clause) } });
    const began = await filtered({ term: { 'incident.first_service': 'inventory' } });
    expect(began.total).toBe(
      incidents.filter(({ incident }) => incident.first_service === 'inventory').length,
    );
    expect((await filtered({ term: { 'incident.first_service': 'nobody' } })).total).toBe(0);
    await expect(filtered({ range: { 'event.risk_score': { gte: 'many' } } })).rejects.toMatchObject({
      code: 'request_invalid',
    });
  });
});
