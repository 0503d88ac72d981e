import { APP_ID } from './app_id.ts';
import type { CoreSetup } from './contract.ts';
import { loadAppChunk } from './load_chunk.ts';

/** Kibana's own category, under which its log apps stand (`DEFAULT_APP_CATEGORIES.observability`). */
const OBSERVABILITY = {
  id: 'observability',
  label: 'Observability',
  euiIconType: 'logoObservability',
  order: 3000,
};

/** A plugin as Kibana's browser drives it. */
export interface LogAiBrowserPlugin {
  setup(core: CoreSetup): void;
  start(): void;
  stop(): void;
}

export function createPlugin(): LogAiBrowserPlugin {
  return {
    setup(core) {
      core.application.register({
        id: APP_ID,
        title: 'Log AI',
        euiIconType: 'logsApp',
        category: OBSERVABILITY,
        async mount(parameters) {
          const [[coreStart], { mountApp }] = await Promise.all([core.getStartServices(), loadAppChunk()]);
          return mountApp({ core: coreStart, parameters });
        },
      });
    },
    start() {
      return;
    },
    stop() {
      return;
    },
  };
}
