import { PLUGIN_API_BASE } from '../../common/api/address.ts';
import { CAPABILITIES, FEATURE_ID } from '../../common/capabilities.ts';
import { ApiError, createApiClient } from '../api/api_client.ts';
import type { AppServices } from '../app/services.ts';
import { APP_ID } from './app_id.ts';
import type { CoreStart, HttpFetchError, LinkClick } from './contract.ts';

/** Kibana's errors in the app's terms. */
function apiErrorOf(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown.name === 'AbortError') return thrown;
  const { body, response } = thrown as HttpFetchError;
  if (!response) {
    return new ApiError('kibana_unreachable', 'Kibana does not answer: check the connection.');
  }
  return new ApiError(body?.attributes?.code ?? `http_${response.status}`, body?.message ?? thrown.message);
}

/** What the browser does by itself: it opens a tab, a window or a menu. */
const isForBrowser = ({ button, altKey, ctrlKey, metaKey, shiftKey }: LinkClick) =>
  button !== 0 || altKey || ctrlKey || metaKey || shiftKey;
/** What Kibana lets its user do. Where it does not say, the server half does when it is asked. */
function permissionsOf(capabilities: CoreStart['application']['capabilities']): AppServices['may'] {
  const ours = (capabilities[FEATURE_ID] ?? {}) as Readonly<Record<string, unknown>>;
  const isAllowed = (name: string) => ours[name] !== false;
  return { edit: isAllowed(CAPABILITIES.edit), manage: isAllowed(CAPABILITIES.manage) };
}

/** What the app needs of Kibana, in its own terms. */
export function servicesOf(core: CoreStart): AppServices {
  const { http, notifications, chrome, uiSettings, application } = core;
  return {
    api: createApiClient(async ({ method, address, query, body, signal }) => {
      try {
        return await http.fetch(`${PLUGIN_API_BASE}${address}`, {
          method: method.toUpperCase(),
          ...(query && { query }),
          ...(body !== undefined && { body: JSON.stringify(body) }),
          ...(signal && { signal }),
        });
      } catch (thrown) {
        throw apiErrorOf(thrown);
      }
    }),
    may: permissionsOf(application.capabilities),
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
    settings: {
      time_zone: uiSettings.get('dateFormat:tz'),
      quick_ranges: uiSettings.get('timepicker:quickRanges'),
    },
    setTitle: (view) => {
      chrome.setBreadcrumbs([
        {
          text: 'Log AI',
          href: application.getUrlForApp(APP_ID),
          onClick: (event) => {
            if (isForBrowser(event)) return;
            event.preventDefault();
            void application.navigateToApp(APP_ID);
          },
        },
        { text: view },
      ]);
      chrome.docTitle.change(`${view} - Log AI`);
    },
  };
}
