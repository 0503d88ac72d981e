import { expect, test } from 'vitest';
import type { IncidentStory } from '../../../../common/api.ts';
import { timelineOf } from '../../../../public/incidents/timeline.ts';
import { SAMPLE_DOCUMENTS } from '../../../fixtures/sample_documents.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 15, 14, minute)).toISOString();

function anomaly(id: string, service: string | undefined, from: number, to: number) {
  const { service: _, ...sample } = SAMPLE_DOCUMENTS.anomalies;
  return {
    ...sample,
    event: { ...sample.event, id, start: at(from), end: at(to) },
    anomaly: { ...sample.anomaly, first_seen: at(from), last_seen: at(to) },
    ...(service !== undefined && { service: { name: service } }),
  };
}

function story(
  parts: Pick<IncidentStory, 'anomalies'> & { services: string[]; failed?: [string, number][] },
) {
  const { incident } = { incident: SAMPLE_DOCUMENTS.incidents };
  const request = SAMPLE_DOCUMENTS.requests;
  return {
    incident: {
      ...incident,
      event: { ...incident.event, start: at(10), end: at(20) },
      incident: { ...incident.incident, first_service: 'inventory', services: parts.services },
    },
    anomalies: parts.anomalies,
    requests: (parts.failed ?? []).map(([service, minute]) => ({
      ...request,
      first_error: { ...request.first_error, service, '@timestamp': at(minute) },
    })),
  };
}

const shown = (given: IncidentStory) => {
  const { lanes, buckets } = timelineOf(given, 0);
  const minute = (part: number) =>
    Math.round((buckets.start + part * buckets.size * buckets.interval_ms - Date.parse(at(0))) / 60_000);
  return lanes.map(({ service, bars, failures }) => ({
    service,
    bars: bars.map(({ anomaly: { event }, left, width }) => [event.id, minute(left), minute(left + width)]),
    failures: failures.map(minute),
  }));
};

test('each service has a lane, where it began on top, with its anomalies and first errors', () => {
  const given = story({
    services: ['checkout', 'inventory'],
    anomalies: [anomaly('b', 'checkout', 12, 18), anomaly('a', 'inventory', 10, 20)],
    failed: [
      ['inventory', 11],
      ['inventory', 14],
    ],
  });
  expect(shown(given)).toEqual([
    { service: 'inventory', bars: [['a', 10, 20]], failures: [11, 14] },
    { service: 'checkout', bars: [['b', 12, 18]], failures: [] },
  ]);
});

test('what belongs to no service, or to one that the incident does not list, has a lane behind the others', () => {
  const given = story({
    services: ['inventory'],
    anomalies: [anomaly('a', 'inventory', 10, 20), anomaly('b', undefined, 13, 14)],
    failed: [['payment', 15]],
  });
  expect(shown(given)).toEqual([
    { service: 'inventory', bars: [['a', 10, 20]], failures: [] },
    { service: 'payment', bars: [], failures: [15] },
    { service: undefined, bars: [['b', 13, 14]], failures: [] },
  ]);
});

test('anomalies of one time lie below each other; one that comes later takes the first row that is free', () => {
  const given = story({
    services: ['inventory'],
    anomalies: [
      anomaly('a', 'inventory', 10, 14),
      anomaly('b', 'inventory', 12, 18),
      anomaly('c', 'inventory', 15, 20),
    ],
  });
  const [lane] = timelineOf(given, 0).lanes;
  expect([lane!.bars.map(({ anomaly: { event }, row }) => [event.id, row]), lane!.rows]).toEqual([
    [
      ['a', 0],
      ['b', 1],
      ['c', 0],
    ],
    2,
  ]);
});

test('an anomaly of one moment is as long as the minute that it is counted in', () => {
  const given = story({ services: ['inventory'], anomalies: [anomaly('a', 'inventory', 12, 12)] });
  expect(shown(given)).toEqual([{ service: 'inventory', bars: [['a', 12, 13]], failures: [] }]);
});

test('an incident of one minute still has an axis on which one sees it', () => {
  const given = story({ services: ['inventory'], anomalies: [] });
  const { buckets } = timelineOf(
    { ...given, incident: { ...given.incident, event: { ...given.incident.event, end: at(10) } } },
    0,
  );
  expect((buckets.size * buckets.interval_ms) / 60_000).toBeGreaterThanOrEqual(5);
});
