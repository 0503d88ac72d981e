import { expect, test } from 'vitest';
import { dataStreamOf } from '../../../common/data_streams.ts';

test.each([
  ['.ds-logs-shop-default-2026.11.28-000001', 'logs-shop-default'],
  ['.ds-logs-shop-default-2026.11.28-1000000', 'logs-shop-default'],
  ['.ds-logs-shop-2026.11.28-000001-2026.11.28-000002', 'logs-shop-2026.11.28-000001'],
  ['.ds-logs-shop-default-000001', 'logs-shop-default'],
  ['.fs-logs-shop-default-2026.11.28-000001', 'logs-shop-default'],
  ['partial-.ds-logs-shop-default-2026.11.28-000001', 'logs-shop-default'],
  ['shrink-a1b2-.ds-logs-shop-default-2026.11.28-000001', 'logs-shop-default'],
  ['app-2026.11.28', 'app-2026.11.28'],
  ['app-2026.11.28-000001', 'app-2026.11.28-000001'],
  ['.ds-logs', '.ds-logs'],
])('%s belongs to %s', (index, stream) => {
  expect(dataStreamOf(index)).toBe(stream);
});
