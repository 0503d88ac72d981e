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

/** Whether the page was opened at the app; a base path and a space may stand before it. */
const isOpenedAtApp = () => location.pathname.split('/app/')[1]?.split('/')[0] === APP_ID;

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
      // Its script comes while Kibana is still starting. What goes wrong is told when it is opened, which tries again.
      if (isOpenedAtApp()) loadAppChunk().catch(() => undefined);
    },
    start() {
      return;
    },
    stop() {
      return;
    },
  };
}
