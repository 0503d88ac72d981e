import { EuiContext } from '@elastic/eui';
import { createBrowserHistory } from 'history';
import type { ReactNode } from 'react';
import ReactDom from 'react-dom';
import { BehaviorSubject, NEVER } from 'rxjs';
import { createApplication } from './application.ts';
import { createChrome } from './chrome.ts';
import { isDark } from './dark_mode.ts';
import { showFailure } from './failure_page.ts';
import { Frame } from './frame.tsx';
import { createHttp } from './http.ts';
import { readMetadata } from './page_globals.ts';
import { scopeHistory } from './scoped_history.ts';
import { createToasts } from './toasts.tsx';
import { createUiSettings } from './ui_settings.ts';

/** Core in the browser: makes the contracts, drives the plugin, and shows its app. */

interface BrowserPlugin {
  setup(core: object, plugins: object): unknown;
  start(core: object, plugins: object): unknown;
}

/** Kibana says it in these words, and shows nothing else from then on. */
function loadPlugin(id: string): (context: object) => BrowserPlugin {
  const key = `plugin/${id}/public`;
  if (!window.__kbnBundles__.has(key)) {
    throw new Error(`Definition of plugin "${id}" not found and may have failed to load.`);
  }
  const { plugin } = (window.__kbnBundles__.get(key) ?? {}) as { plugin?: unknown };
  if (typeof plugin !== 'function')
    throw new Error(`Definition of plugin "${id}" should be a function (${key}).`);
  return plugin as (context: object) => BrowserPlugin;
}

function I18nContext({ children }: { readonly children: ReactNode }) {
  return <EuiContext i18n={{}}>{children}</EuiContext>;
}

async function start(): Promise<void> {
  const { kibana_version, plugin_id, capabilities } = readMetadata();
  const history = createBrowserHistory();
  const application = createApplication(history, capabilities);
  const chrome = createChrome();
  const toasts = createToasts();
  const dark = { darkMode: isDark() };
  const theme$ = new BehaviorSubject(dark).asObservable();
  const shared = {
    http: createHttp(kibana_version),
    notifications: { toasts },
    uiSettings: createUiSettings(),
    theme: { theme$, getTheme: () => dark },
    executionContext: {
      context$: NEVER,
      get: () => ({}),
      set: () => undefined,
      clear: () => undefined,
      getAsLabels: () => ({}),
      withGlobalContext: (context: object) => context,
    },
  };
  const core_start = {
    ...shared,
    application: application.start,
    chrome,
    docLinks: { DOC_LINK_VERSION: 'current', ELASTIC_WEBSITE_URL: 'https://www.elastic.co/', links: {} },
    i18n: { Context: I18nContext },
  };
  const context = {
    opaqueId: Symbol(plugin_id),
    env: {
      mode: { name: 'production', dev: false, prod: true },
      packageInfo: { version: kibana_version, branch: 'main', buildNum: 1, buildSha: 'host', dist: true },
    },
    logger: { get: () => console },
    config: { get: () => ({}) },
  };
  const plugin = loadPlugin(plugin_id)(context);
  const { promise: started, resolve: setStarted } =
    Promise.withResolvers<readonly [object, object, unknown]>();
  await plugin.setup({ ...shared, application: application.setup, getStartServices: () => started }, {});
  const contract = await plugin.start(core_start, {});
  setStarted([core_start, {}, contract]);
  ReactDom.render(
    <Frame
      application={application}
      chrome={chrome}
      toasts={toasts}
      theme$={theme$}
      scopeTo={(route) => scopeHistory(history, route)}
    />,
    document.getElementById('kibana-body'),
  );
}

const core = {
  __kbnBootstrap__: () =>
    start().catch((error: unknown) => {
      console.error(error); // eslint-disable-line no-console
      showFailure({
        title: 'Something went wrong',
        text: 'Try refreshing the page or going back to the previous page and trying again.',
        detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }),
};

window.__kbnBundles__.define('entry/core/public', () => core, 0);
