import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** What is Kibana's own is not on npm: tests of the app and of the server half have the host's. */
const resolve = { alias: { '@kbn/i18n': join(import.meta.dirname, 'test/host/i18n/kbn_i18n.ts') } };

export default defineConfig({
  test: {
    // Files run in one order everywhere, not by how long they took here before.
    cache: false,
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/conformance/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/integration/elasticsearch.setup.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
      {
        resolve,
        test: {
          name: 'security',
          include: ['test/security/**/*.test.ts'],
          globalSetup: ['test/security/security.setup.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 300_000,
        },
      },
      {
        resolve,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/world.setup.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        resolve,
        // The same, in a Kibana that runs already: its pages are larger than the host's.
        test: {
          name: 'kibana',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/kibana.setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 40_000 } },
        },
      },
    ],
  },
});
