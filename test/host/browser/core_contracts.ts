import type { History } from 'history';
import { of } from 'rxjs';
import type {
  CatalogueFeature,
  CoreSetup,
  CoreStart,
  SetupPlugins,
  StartPlugins,
} from '../../../public/kibana/contract.ts';
import type { PageMetadata } from '../page/metadata.ts';
import { type ApplicationWindow, createApplication } from './application.ts';
import { createBasePath } from './base_path.ts';
import { createChrome } from './chrome.ts';
import { createHttp } from './http.ts';
import { createTimefilter } from './timefilter.ts';
import { createTriggers } from './triggers.tsx';
import { ToastList, Toasts } from './toasts.ts';
import { UiSettings } from './ui_settings.ts';
import { UI_SETTINGS_DEFAULTS } from './ui_settings_defaults.ts';

/** Makes what the plugin gets of Kibana, and beside it what the page shows of that. */
export function createCoreContracts({
  metadata,
  is_dark,
  history,
  window,
  page,
  i18n,
}: {
  readonly metadata: Pick<
    PageMetadata,
    'base_path' | 'build_number' | 'capabilities' | 'kibana_version' | 'ui_settings'
  >;
  readonly is_dark: boolean;
  readonly history: History;
  readonly window: ApplicationWindow;
  readonly page: { title: string };
  readonly i18n: CoreStart['i18n'];
}) {
  const { kibana_version, build_number, ui_settings } = metadata;
  const capabilities: CoreStart['application']['capabilities'] = metadata.capabilities;
  const base_path = createBasePath(metadata.base_path);
  const application = createApplication({ history, base_path, window });
  const { current_app_id$ } = application;
  const chrome = createChrome({ page, current_app_id$ });
  const uiSettings = new UiSettings(UI_SETTINGS_DEFAULTS, { ...ui_settings, 'theme:darkMode': is_dark });
  const toasts = new ToastList();
  const theme = { theme$: of({ darkMode: is_dark }) };
  const start = {
    application: { ...application.start, capabilities },
    chrome: chrome.start,
    http: createHttp({ kibana_version, build_number, base_path }),
    i18n,
    notifications: { toasts: new Toasts(toasts, uiSettings) },
    theme,
    uiSettings,
  } satisfies CoreStart;
  const triggers = createTriggers();
  const plugins = {
    data: { query: { timefilter: { timefilter: createTimefilter(uiSettings) } } },
    triggersActionsUi: triggers.start,
  } satisfies StartPlugins;
  const started = Promise.withResolvers<readonly [typeof start, typeof plugins, unknown]>();
  const setup = {
    application: application.setup,
    getStartServices: () => started.promise,
  } satisfies CoreSetup;
  const catalogue = new Map<string, CatalogueFeature>();
  const setup_plugins = {
    home: {
      featureCatalogue: {
        register(feature: CatalogueFeature) {
          if (catalogue.has(feature.id)) {
            throw new Error(`Feature with id [${feature.id}] has already been registered. Use a unique id.`);
          }
          catalogue.set(feature.id, feature);
        },
      },
    },
    triggersActionsUi: triggers.setup,
  } satisfies SetupPlugins;
  return {
    setup,
    /** Of other plugins, as this one is set up. */
    setup_plugins,
    /** What the list of all that Kibana can do would show. */
    catalogue,
    start,
    plugins,
    setStarted: started.resolve,
    application,
    breadcrumbs$: chrome.breadcrumbs$,
    is_visible$: chrome.is_visible$,
    toasts,
  };
}
