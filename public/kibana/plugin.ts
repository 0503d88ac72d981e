import { VIEW_NAMES } from '../app/view_names.ts';
import { APP_ID } from './app_id.ts';
import { translate } from './i18n.ts';
import type { AppMountParameters, CoreSetup, SetupPlugins } from './contract.ts';
import { loadChunk } from './load_chunk.ts';
import { registerRuleTypes } from './rule_types.ts';
import { showMountFailure } from './mount_failure.ts';

/** Kibana's own category, under which its log apps stand (`DEFAULT_APP_CATEGORIES.observability`). */
const observability = () => ({
  id: 'observability',
  label: translate('logAi.plugin.category', { defaultMessage: 'Observability' }),
  euiIconType: 'logoObservability',
  order: 3000,
});

/** Whether the page was opened at the app; a base path and a space may stand before it. */
const isOpenedAtApp = () => location.pathname.split('/app/')[1]?.split('/')[0] === APP_ID;

/** A plugin as Kibana's browser drives it. */
export interface LogAiBrowserPlugin {
  setup(core: CoreSetup, plugins: SetupPlugins): void;
  start(): void;
  stop(): void;
}

/** Shows the app, or why it cannot be shown: then a click tries again. Returns what takes either away. */
async function mountOrExplain({
  core,
  parameters,
}: {
  readonly core: CoreSetup;
  readonly parameters: AppMountParameters;
}): Promise<() => void> {
  let unmount = (): void => undefined;
  let isLeft = false;
  const mount = async (): Promise<void> => {
    try {
      const [[coreStart, plugins], { mountApp }] = await Promise.all([
        core.getStartServices(),
        loadChunk('app'),
      ]);
      if (!isLeft) unmount = mountApp({ core: coreStart, plugins, parameters });
    } catch (error) {
      if (isLeft) return;
      console.error(error); // eslint-disable-line no-console -- with its stack, for whoever reports it
      unmount = showMountFailure({ element: parameters.element, error, onRetry: () => void retry() });
    }
  };
  const retry = async (): Promise<void> => {
    unmount();
    await mount();
  };
  await mount();
  return () => {
    isLeft = true;
    unmount();
  };
}

export function createPlugin(): LogAiBrowserPlugin {
  return {
    setup(core, { home, triggersActionsUi }) {
      core.application.register({
        id: APP_ID,
        title: 'Log AI',
        euiIconType: 'logsApp',
        category: observability(),
        keywords: ['logs', 'anomalies', 'log patterns'],
        deepLinks: VIEW_NAMES.map(({ path, title, keywords }) => ({
          id: path,
          path: `/${path}`,
          title: title(),
          keywords,
        })),
        mount: (parameters) => mountOrExplain({ core, parameters }),
      });
      home?.featureCatalogue.register({
        id: APP_ID,
        title: 'Log AI',
        subtitle: translate('logAi.plugin.home.subtitle', { defaultMessage: 'Understand your logs' }),
        description: translate('logAi.plugin.home.description', {
          defaultMessage:
            'Read every log line: find out what is new, what is abnormal, and which requests failed.',
        }),
        icon: 'logsApp',
        path: `/app/${APP_ID}`,
        category: 'data',
        showOnHomePage: false,
      });
      if (triggersActionsUi) registerRuleTypes({ registry: triggersActionsUi.ruleTypeRegistry, core });
      // Its script comes while Kibana is still starting. What goes wrong is told when it is opened, which tries again.
      if (isOpenedAtApp()) loadChunk('app').catch(() => undefined);
    },
    start() {
      return;
    },
    stop() {
      return;
    },
  };
}
