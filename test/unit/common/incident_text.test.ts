import { expect, test } from 'vitest';
import { headlineSentence } from '../../../common/incident_text.ts';

const base = {
  services: ['inventory', 'checkout', 'gateway', 'web'],
  template: 'Failed to connect to <host>',
};

test.each([
  [
    { ...base, code: 'failed_requests', service: 'inventory', numbers: { anomalies: 8, services: 4, failed_requests: 1214 } },
    'inventory: 8 anomalies in 4 services (inventory, checkout, gateway and 1 more), 1,214 failed requests: "Failed to connect to <host>".',
  ],
  [
    { code: 'anomalies', service: 'cart', services: ['cart'], numbers: { anomalies: 1, services: 1, failed_requests: 0 } },
    'cart: 1 anomaly.',
  ],
  [{ ...base, code: 'from_a_newer_version', numbers: {} }, undefined],
])('the headline %j reads %j', (headline, sentence) => {
  expect(headlineSentence(headline)).toBe(sentence);
}); // prettier-ignore
