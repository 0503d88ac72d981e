import { createMemoryHistory } from 'history';
import { afterEach, expect, it, vi } from 'vitest';
import type { SetupPlugins } from '../../../public/kibana/contract.ts';
import { createCoreContracts } from '../../host/browser/core_contracts.ts';

/** Log AI in the list of what Kibana can do. */

function createContracts() {
  return createCoreContracts({
    metadata: {
      kibana_version: '8.12.2',
      build_number: 70_281,
      base_path: '',
      capabilities: {},
      ui_settings: {},
    },
    is_dark: false,
    history: createMemoryHistory(),
    window: { location: { href: '', origin: '', assign: () => undefined } },
    page: { title: 'Elastic' },
    i18n: { Context: () => null },
  });
}

/** Sets the plugin up as a page does that shows another app. */
async function setUp(contracts: ReturnType<typeof createContracts>, plugins: SetupPlugins) {
  vi.stubGlobal('location', { pathname: '/app/home' });
  vi.stubGlobal('document', { currentScript: { src: 'http://kibana.test/logAi.plugin.js' } });
  const { createPlugin } = await import('../../../public/kibana/plugin.ts');
  createPlugin().setup(contracts.setup, plugins);
}

afterEach(() => vi.unstubAllGlobals());

it('has an entry that leads to the app, under the id that its feature gives', async () => {
  const contracts = createContracts();
  await setUp(contracts, contracts.setup_plugins);
  expect([...contracts.catalogue.values()]).toMatchObject([
    { id: 'logAi', path: '/app/logAi', category: 'data' },
  ]);
});

it('gets along without the plugin that keeps the list', async () => {
  const contracts = createContracts();
  await setUp(contracts, {});
  expect(contracts.catalogue.size).toBe(0);
});
