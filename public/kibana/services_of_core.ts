import { CAPABILITIES, FEATURE_ID } from '../../common/capabilities.ts';
import type { AppServices } from '../app/services.ts';
import { discoverPath, REDIRECT_APP } from '../../common/discover/discover_path.ts';
import { spaceOf } from '../../common/spaces.ts';
import { globalTime } from './global_time.ts';
import { ruleFlyoutOf } from './rule_flyout.tsx';
import { searchBarOf } from './search_bar.tsx';
import { apiOf } from './api_of_http.ts';
import type { CoreStart, LinkClick, StartPlugins } from './contract.ts';

/** What the browser does by itself: it opens a tab, a window or a menu. */
const isForBrowser = ({ button, altKey, ctrlKey, metaKey, shiftKey }: LinkClick) =>
  button !== 0 || altKey || ctrlKey || metaKey || shiftKey;

/** Whether Kibana lets its user do it. Where it does not say, whoever is asked then does: the server half, or Kibana's form. */
function isAllowed(
  capabilities: CoreStart['application']['capabilities'],
  name: keyof typeof CAPABILITIES,
): boolean {
  const ours = (capabilities[FEATURE_ID] ?? {}) as Readonly<Record<string, unknown>>;
  return ours[CAPABILITIES[name]] !== false;
}

/** Without the feature of Discover, or of dashboards, a link would lead to a page that is not there. */
function mayOpen(
  app: 'discover' | 'dashboard',
  capabilities: CoreStart['application']['capabilities'],
): boolean {
  const offered = capabilities as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  return offered[app]?.['show'] === true;
}

/** What the app needs of Kibana, in its own terms. */
export function servicesOf(core: CoreStart, plugins: StartPlugins): AppServices {
  const { http, notifications, chrome, uiSettings, application } = core;
  const { capabilities } = application;
  const space = spaceOf(http.basePath.get());
  return {
    api: apiOf(http),
    may: { edit: isAllowed(capabilities, 'edit'), manage: isAllowed(capabilities, 'manage') },
    notify: {
      success: (title) => {
        notifications.toasts.addSuccess({ title });
      },
      failure: (title, error) => {
        notifications.toasts.addDanger({
          title,
          text: error instanceof Error ? error.message : String(error),
        });
      },
    },
    time: globalTime({ timefilter: plugins.data?.query.timefilter.timefilter, uiSettings }),
    settings: {
      date_format: uiSettings.get('dateFormat'),
      time_zone: uiSettings.get('dateFormat:tz'),
      quick_ranges: uiSettings.get('timepicker:quickRanges'),
    },
    discover: mayOpen('discover', capabilities)
      ? {
          hrefOf: (lines) =>
            application.getUrlForApp(REDIRECT_APP, { path: discoverPath({ space, ...lines }) }),
        }
      : undefined,
    dashboards: mayOpen('dashboard', capabilities)
      ? { hrefOf: (id) => application.getUrlForApp('dashboards', { path: `#/view/${id}` }) }
      : undefined,
    ruleFlyout: isAllowed(capabilities, 'rules') ? ruleFlyoutOf(core, plugins) : undefined,
    searchBar: searchBarOf(core, plugins),
    showBars: (isShown) => chrome.setIsVisible(isShown),
    navigate: (href) => void application.navigateToUrl(href),
    setTrail: (trail) => {
      chrome.setBreadcrumbs(
        trail.map((crumb) =>
          'href' in crumb
            ? {
                ...crumb,
                onClick: (event: LinkClick) => {
                  if (isForBrowser(event)) return;
                  event.preventDefault();
                  void application.navigateToUrl(crumb.href);
                },
              }
            : crumb,
        ),
      );
      chrome.docTitle.change(trail.map(({ text }) => text).reverse());
    },
  };
}
