import { expect, test } from 'vitest';
import { sourceNameOf } from '../../../../ml-service/src/detect/sources/source_name.ts';

test.each([
  ['logs-app-2026.11.29', 'logs-app'],
  ['logs-app-2026-11-29', 'logs-app'],
  ['logs-app_20261129', 'logs-app'],
  ['logs-app-2026.11', 'logs-app'],
  ['logs-app-2026.w48', 'logs-app'],
  ['logs-app-2026.11.29.13', 'logs-app'],
  ['logs-app-2026.11.29-000002', 'logs-app'],
  ['logs-app-000002', 'logs-app'],
  ['logs-2026.11.29-app', 'logs-2026.11.29-app'],
  ['logs-shop-default', 'logs-shop-default'],
  ['logs-web2026', 'logs-web2026'],
  ['logs-release-2026.13', 'logs-release-2026.13'],
  ['logs-port-8080', 'logs-port-8080'],
  ['-2026.11.29', '-2026.11.29'],
])('%s is of the source %s', (data_stream, name) => {
  expect(sourceNameOf(data_stream)).toBe(name);
});
