import { EuiContext } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { createBrowserHistory } from 'history';
import moment from 'moment-timezone';
import type { ReactNode } from 'react';
import ReactDom from 'react-dom';
import type { CoreStart } from '../../../public/kibana/contract.ts';
import type { i18n as imitated, Translation } from '../i18n/kbn_i18n.ts';
import { createCoreContracts } from './core_contracts.ts';
import { isDark } from './dark_mode.ts';
import { showFailure } from './failure_page.ts';
import { Frame } from './frame.tsx';
import { readMetadata } from './page_globals.ts';
import { KibanaContextProvider } from './kibana_react.tsx';
import { createPlugin } from './plugin_bundle.ts';

/** Core in the browser: makes the contracts, drives the plugin, and shows its app. */

function I18nContext({ children }: { readonly children: ReactNode }) {
  return <EuiContext i18n={{}}>{children}</EuiContext>;
}

/** Whoever makes a moment makes it in the user's zone, and with their first day of the week. */
function setMoment(ui_settings: CoreStart['uiSettings']): void {
  const zone = moment.tz.zone(ui_settings.get('dateFormat:tz'));
  if (zone) moment.tz.setDefault(zone.name);
  const dow = moment.weekdays().indexOf(ui_settings.get('dateFormat:dow'));
  moment.updateLocale(moment.locale(), { week: { dow } });
}

/** Before any plugin is set up. Where it does not come the page is in English. */
async function loadTranslations(): Promise<void> {
  try {
    const answer = await fetch(readMetadata().translations_url, { credentials: 'same-origin' });
    (i18n as typeof imitated).init((await answer.json()) as Translation);
  } catch (error) {
    console.error(error); // eslint-disable-line no-console
  }
}

function start(): void {
  const metadata = readMetadata();
  const contracts = createCoreContracts({
    metadata,
    is_dark: isDark(),
    history: createBrowserHistory({ basename: metadata.base_path }),
    window,
    page: document,
    i18n: { Context: I18nContext },
  });
  const { application, breadcrumbs$, is_visible$, toasts } = contracts;
  setMoment(contracts.start.uiSettings);
  const plugin = createPlugin(metadata.plugin_id, window.__kbnBundles__);
  // Neither is waited for.
  plugin.setup(contracts.setup, contracts.setup_plugins);
  application.close();
  const contract = plugin.start(contracts.start, contracts.plugins);
  contracts.setStarted([contracts.start, contracts.plugins, contract]);
  ReactDom.render(
    <Frame {...{ application, breadcrumbs$, is_visible$, toasts }} />,
    document.getElementById('kibana-body'),
  );
}

const core = {
  async __kbnBootstrap__() {
    try {
      await loadTranslations();
      start();
    } catch (error) {
      console.error(error); // eslint-disable-line no-console
      showFailure({
        title: 'Something went wrong',
        text: 'Try refreshing the page or going back to the previous page and trying again.',
        detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  },
};

window.__kbnBundles__.define('entry/core/public', () => core, 0);
window.__kbnBundles__.define('plugin/kibanaReact/public', () => ({ KibanaContextProvider }), 0);
