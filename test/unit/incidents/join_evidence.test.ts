import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../../../ml-service/src/incidents/evidence.ts';
import { joinEvidence } from '../../../ml-service/src/incidents/join_evidence.ts';
import { IncidentsConfig } from '../../../ml-service/src/settings/incidents.ts';
import { timeOfMinute } from '../../../common/minutes.ts';
import {
  type AnomalySketch,
  anomalyOf,
  requestOf,
  type RequestSketch,
  ZERO,
} from '../../fixtures/incident_world.ts';

const settings = IncidentsConfig.parse({});

function groups(anomalies: readonly AnomalySketch[], requests: readonly RequestSketch[] = []): string[][] {
  return joinEvidence({
    evidence: anomalies.map(anomalyOf).map(evidenceOf),
    failures: requests.map((one) => ({
      time: timeOfMinute(ZERO + one.minute),
      service: one.services[0]!,
      count: 1,
      samples: [requestOf(one)],
    })),
    settings,
  }).map(({ evidence }) => evidence.map(({ id }) => id));
}

const A = { id: 'a', service: 'inventory', start: 10, end: 14 };

describe('evidence', () => {
  test.each<[string, AnomalySketch, string[][]]>([
    [
      'of one service five minutes later',
      { id: 'b', service: 'inventory', start: 19, end: 20 },
      [['a', 'b']],
    ],
    [
      'of one service six minutes later',
      { id: 'b', service: 'inventory', start: 20, end: 21 },
      [['a'], ['b']],
    ],
    [
      'of another service at the same time',
      { id: 'b', service: 'search', start: 10, end: 14 },
      [['a'], ['b']],
    ],
    [
      'of one template a quarter of an hour later',
      { id: 'b', template: 'a', service: 'search', start: 29, end: 30 },
      [['a', 'b']],
    ],
    [
      'of one template later than that',
      { id: 'b', template: 'a', service: 'inventory', start: 30, end: 31 },
      [['a'], ['b']],
    ],
    [
      'that people expected',
      { id: 'b', service: 'inventory', start: 11, end: 12, status: 'expected' },
      [['a']],
    ],
  ])('%s', (_what, b, expected) => {
    expect(groups([b, A])).toEqual(expected);
    expect(groups([A, b])).toEqual(expected);
  });

  const B = { id: 'b', service: 'gateway', start: 12, end: 15 };
  test.each<[string, RequestSketch[], string[][]]>([
    ['that failed in both', [{ id: 'r', minute: 13, services: ['inventory', 'gateway'] }], [['a', 'b']]],
    [
      'that failed in both and in one between them',
      [{ id: 'r', minute: 13, services: ['inventory', 'checkout', 'gateway'] }],
      [['a', 'b']],
    ],
    [
      'that failed in both ten minutes later',
      [{ id: 'r', minute: 25, services: ['inventory', 'gateway'] }],
      [['a'], ['b']],
    ],
    [
      'that failed in one of them',
      [
        { id: 'r', minute: 13, services: ['gateway'] },
        { id: 's', minute: 13, services: ['inventory'] },
      ],
      [['a'], ['b']],
    ],
  ])('of two services is of one cause by a request %s', (_what, requests, expected) => {
    expect(groups([A, B], requests)).toEqual(expected);
  });

  test('requests that fail all the time do not connect what is abnormal an hour apart', () => {
    const requests = Array.from({ length: 60 }, (_, minute) => ({
      id: `r${minute}`,
      minute,
      services: ['inventory'],
    }));
    expect(groups([A, { ...A, id: 'b', start: 50, end: 52 }], requests)).toEqual([['a'], ['b']]);
  });

  test('twenty thousand anomalies and as many requests take a second of the processor', () => {
    const evidence = Array.from({ length: 20_000 }, (_, at) => {
      const sketch = { id: `a${at}`, service: `service-${at % 50}`, start: at % 1440, end: (at % 1440) + 5 };
      return evidenceOf(anomalyOf(sketch));
    });
    const failures = Array.from({ length: 20_000 }, (_, at) => ({
      time: timeOfMinute(ZERO + (at % 1440)),
      service: `service-${at % 7}`,
      count: 1,
      samples: [
        requestOf({ id: `r${at}`, minute: at % 1440, services: [`service-${at % 7}`, `service-${at % 11}`] }),
      ],
    }));
    const began = process.cpuUsage();
    expect(joinEvidence({ evidence, failures, settings }).length).toBeGreaterThan(0);
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(1000);
  });
});
