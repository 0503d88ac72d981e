import type { History } from 'history';
import { BehaviorSubject } from 'rxjs';
import type { AppRegistration } from '../../../public/kibana/contract.ts';
import { addressOfApp, appAt, isBelow, routeOf } from './app_address.ts';
import type { BasePath } from './base_path.ts';

/** The forms of ids that Kibana takes. */
const ID = /^[a-zA-Z0-9_:-]+$/;

/** The window around the app, as far as `core.application` uses it. */
export interface ApplicationWindow {
  readonly location: { readonly href: string; readonly origin: string; assign(url: string): void };
}

/** `core.application`. */
export function createApplication({
  history,
  base_path,
  window,
}: {
  /** Below the base path. */
  readonly history: History;
  readonly base_path: BasePath;
  readonly window: ApplicationWindow;
}) {
  const apps = new Map<string, AppRegistration>();
  const current_app_id$ = new BehaviorSubject<string | undefined>(undefined);
  // Heard before what apps listen to: whoever leaves an app unmounts it while its history still answers.
  const path$ = new BehaviorSubject(history.location.pathname);
  history.listen(({ pathname }) => path$.next(pathname));
  let is_open = true;

  const setup = {
    register(app: AppRegistration) {
      if (!is_open) throw new Error('Applications cannot be registered after "setup"');
      if (!ID.test(app.id)) {
        throw new Error("Invalid application id: it can only be composed of alphanum chars, '-' and '_'");
      }
      if (apps.has(app.id)) {
        throw new Error(`An application is already registered with the id "${app.id}"`);
      }
      if ('appRoute' in app) throw new Error('The host does not imitate apps with a route of their own.');
      apps.set(app.id, app);
    },
  };
  const navigateToApp = async (id: string, options: { path?: string; replace?: boolean } = {}) => {
    // As in Kibana, whoever calls comes first, and then the page changes.
    await Promise.resolve();
    history[options.replace ? 'replace' : 'push'](addressOfApp(id, options.path));
  };
  const start = {
    getUrlForApp(id: string, { path, absolute = false }: { path?: string; absolute?: boolean } = {}) {
      const url = base_path.prepend(addressOfApp(id, path));
      return absolute ? `${window.location.origin}${url}` : url;
    },
    navigateToApp,
    async navigateToUrl(url: string) {
      const app = appAt(url, { here: window.location.href, base_path, apps: apps.keys() });
      if (app) await navigateToApp(app.id, { path: app.path });
      else window.location.assign(url);
    },
  };
  return {
    setup,
    start,
    /** Ends registrations, as `start` does in Kibana. */
    close: () => {
      is_open = false;
    },
    /** The app to which a path of the history belongs. */
    find: (path: string) => [...apps.values()].find(({ id }) => isBelow(path, routeOf(id))),
    path$: path$.asObservable(),
    current_app_id$,
    history,
  };
}

export type Application = ReturnType<typeof createApplication>;
