import { expect, test } from 'vitest';
import { serviceNameOfPod } from '../../../ml-service/src/ingest/envelope.ts';

test.each([
  ['checkout-64469b5b48-25zj6', 'checkout'],
  ['order-other-service-7d9f8b6c5-abcde', 'order-other-service'],
  ['kafka-2', 'kafka'],
  ['kafka-12', 'kafka'],
  ['checkout', 'checkout'],
  // Words of the right length are no hash.
  ['shop-inventory-order', 'shop-inventory-order'],
  ['orders-v2', 'orders-v2'],
])('%s belongs to %s', (pod, service) => {
  expect(serviceNameOfPod(pod)).toBe(service);
});
