import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateShop } from '../../demo/shop/generate.ts';
import { shipHistory } from '../../demo/shop/ship.ts';
import { ExpectRequest } from '../../common/api.ts';
import type { ANOMALY_STATUSES } from '../../common/choices.ts';
import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import type { IncidentDocument } from '../../common/documents/incident_document.ts';
import { composeLogAi, type LogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { expectationServices } from '../../ml-service/src/service/expectations.ts';
import { IncidentsConfig } from '../../ml-service/src/settings/incidents.ts';
import { incidentsTask } from '../../ml-service/src/tasks/incidents/incidents_task.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { standingClock } from '../fixtures/standing_clock.ts';
import { readFinalState, startProcess } from '../fixtures/task_world.ts';

/** The web shop on a real cluster: its database stops answering for eight minutes, twice. The first time it is expected. */

const MINUTE = 60_000;
const START = Date.parse('2026-01-15T14:00:00Z');
const at = (minute: number) => START + minute * MINUTE;
const isoAt = (minute: number) => new Date(at(minute)).toISOString();
const OUTAGES = [
  { kind: 'database_timeout', start: at(45), end: at(53) },
  { kind: 'database_timeout', start: at(90), end: at(98) },
] as const;
/** In the midst of the first outage, and after the second. */
const [MIDST, END] = [50, 125];
const INDEX = 'logs-*';

describe('an outage that is expected', () => {
  const client = connectToCluster();
  let logAi: LogAi;
  /** It is planned before the outage, for the time around it. */
  let maintenance: string;

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
  const backfill = (from: number, to: number, now = to) =>
    startProcess(logAi, (ports) => standingClock(ports, at(now))).backfill({ from: at(from), to: at(to) });
  const services = (now: number) => expectationServices({ ...logAi.ports, now: () => at(now) });
  const say = async (body: object, now: number) =>
    (await services(now).expect({ body: ExpectRequest.parse(body) }, { user: 'anna' })) as { id: string };
  const tellIncidents = async (now: number) => {
    const ports = standingClock(logAi.ports, at(now));
    const lease = (await logAi.ports.state.acquireLease('task:incidents', 60_000))!;
    const task = incidentsTask({
      ports,
      incident_settings: IncidentsConfig.parse({}),
      causesOf: () => Promise.resolve([]),
    });
    await task.run({ lease, until: Infinity });
    // Else the backfill that follows leaves it to whoever has the lease.
    await logAi.ports.state.releaseLease(lease);
  };
  const alerting = async (from: number, to: number) => {
    const range = { from: at(from), to: at(to) };
    const [{ records: anomalies }, { records: incidents }] = await Promise.all([
      logAi.ports.records.readAnomalies({ range, size: 1000 }),
      logAi.ports.incidents.readIncidents({ range, size: 1000 }),
    ]);
    const severe = anomalies.filter(({ event }) => event.risk_score >= 50);
    const statuses: Partial<Record<(typeof ANOMALY_STATUSES)[number], number>> = {};
    for (const { anomaly } of severe) statuses[anomaly.status] = (statuses[anomaly.status] ?? 0) + 1;
    return {
      statuses,
      incidents: incidents
        .filter(({ incident }) => incident.alert_score >= 50)
        .map(({ incident }) => incident.status),
    };
  };

  /** Of each anomaly and incident when it was, how it stands, and what it was expected by. */
  const said = async () => {
    const { anomalies, incidents } = await readFinalState(client, INDEX);
    return {
      anomalies: Object.entries(anomalies as Record<string, AnomalyDocument>).map(([id, { anomaly }]) => [
        id,
        anomaly.first_seen,
        anomaly.last_seen,
        anomaly.status,
        anomaly.expectation?.id,
      ]),
      incidents: Object.entries(incidents as Record<string, IncidentDocument>).map(([id, { incident }]) => [
        id,
        incident.status,
        incident.anomaly_ids,
      ]),
    };
  };

  beforeAll(async () => {
    await cleanCluster(client, INDEX);
    logAi = composeLogAi(loadConfig({ env: { ELASTICSEARCH_URL } }));
    await logAi.setUp();
    await ship(0, 2);
    await backfill(0, 2);
    const planned = { kind: 'maintenance', from: isoAt(44), until: isoAt(70), note: 'Database moves' };
    maintenance = (await say(planned, 2)).id;
    await ship(2, MIDST);
    await backfill(0, MIDST);
  }, 600_000);
  afterAll(async () => {
    await logAi.close();
    await cleanCluster(client, INDEX);
    await client.close();
  });

  test('raises nothing that alerts, and is there to be seen and counted', async () => {
    const { statuses, incidents } = await alerting(40, MIDST);
    expect(incidents).toEqual([]);
    expect(Object.keys(statuses)).toEqual(['expected']);
    const { expectations } = await services(MIDST).expectations({ query: { state: 'open', size: 10 } });
    expect(expectations).toMatchObject([
      { id: maintenance, kind: 'maintenance', note: 'Database moves', by: 'anna' },
    ]);
    expect(expectations[0]!.suppressed).toBeGreaterThanOrEqual(statuses.expected!);
    expect(expectations[0]!.last_suppressed! > isoAt(46)).toBe(true);
  });

  test('is an incident as soon as that is taken back while it goes on, and none when it is expected after all', async () => {
    await services(MIDST).undo_expectation({ id: maintenance }, { user: 'kim' });
    await tellIncidents(MIDST);
    expect(Object.keys((await alerting(40, MIDST)).statuses)).toContain('active');
    expect((await alerting(40, MIDST)).incidents).toEqual(['active']);
    await say({ kind: 'maintenance', from: isoAt(44), until: isoAt(70) }, MIDST);
    await tellIncidents(MIDST);
    const { statuses, incidents } = await alerting(40, MIDST);
    expect([Object.keys(statuses), incidents]).toEqual([['expected'], ['expected']]);
  });

  test('when the expectation has ended the next one alerts', async () => {
    await ship(MIDST, END);
    await backfill(0, END);
    expect((await alerting(40, 70)).statuses).not.toHaveProperty('active');
    const { statuses, incidents } = await alerting(85, END);
    expect(statuses.expected ?? 0).toBe(0);
    expect(incidents).toEqual(['resolved']);
  });

  test('a backfill over all of it says the same', async () => {
    const before = await said();
    await backfill(30, 60, END);
    await backfill(60, END);
    expect(await said()).toEqual(before);
  });
});
