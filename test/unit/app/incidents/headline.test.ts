import { expect, test } from 'vitest';
import type { Incident } from '../../../../common/api.ts';
import { headlineOf, titleOf } from '../../../../public/incidents/headline.ts';

const incident = (
  headline: Partial<Incident['incident']['headline']>,
  first_service?: string,
): Pick<Incident, 'event' | 'incident'> =>
  ({
    event: { reason: 'The sentence of the document.' },
    incident: {
      ...(first_service !== undefined && { first_service }),
      headline: {
        code: 'anomalies',
        services: ['inventory'],
        numbers: { anomalies: 8, services: 3, failed_requests: 214 },
        ...headline,
      },
    },
  }) as unknown as Pick<Incident, 'event' | 'incident'>;

test.each([
  {
    says: 'the template, and how much belongs to it',
    headline: { code: 'failed_requests', service: 'inventory', template: 'Failed to connect to <host>' },
    expected: {
      service: 'inventory',
      what: 'Failed to connect to <host>',
      amount: '8 anomalies in 3 services · 214 failed requests',
    },
  },
  {
    says: 'nothing of requests where none failed',
    headline: { template: 'Cache miss', numbers: { anomalies: 1, services: 1 } },
    expected: { what: 'Cache miss', amount: '1 anomaly in 1 service' },
  },
  {
    says: 'the amount alone where there is no template',
    headline: { service: 'cart' },
    expected: { service: 'cart', what: '8 anomalies in 3 services' },
  },
  {
    says: 'what the document says, where a newer service has another code',
    headline: { code: 'weather', service: 'cart', template: 'rain' },
    expected: { service: 'cart', what: 'The sentence of the document.' },
  },
])('a headline says $says', ({ headline, expected }) => {
  expect(headlineOf(incident(headline))).toEqual(expected);
});

test('the title names where it began, if that is known', () => {
  expect([titleOf(incident({}, 'inventory')), titleOf(incident({}))]).toEqual([
    'Incident in inventory',
    'Incident',
  ]);
});
