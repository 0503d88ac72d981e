import type { History } from 'history';
import { BehaviorSubject } from 'rxjs';
import type { ScopedHistory } from './scoped_history.ts';
import type { MountPoint } from './toasts.tsx';

/** What an app's `mount` gets. */
export interface AppMountParameters {
  readonly element: HTMLElement;
  readonly history: ScopedHistory;
  readonly appBasePath: string;
  readonly theme$: unknown;
  onAppLeave(handler: unknown): void;
  setHeaderActionMenu(mount: MountPoint | undefined): void;
}

/** What a plugin registers. */
export interface App {
  readonly id: string;
  readonly title: string;
  readonly appRoute?: string;
  mount(parameters: AppMountParameters): Promise<() => void> | (() => void);
}

interface NavigateOptions {
  readonly path?: string;
  readonly replace?: boolean;
  readonly state?: unknown;
  readonly openInNewTab?: boolean;
}

/** `core.application`. One page shows one app: what leads to another loads that page. */
export function createApplication(history: History, features: Readonly<Record<string, unknown>>) {
  const apps = new Map<string, App>();
  const current_app_id$ = new BehaviorSubject<string | undefined>(undefined);

  const routeOf = (id: string) => apps.get(id)?.appRoute ?? `/app/${id}`;
  const addressOf = (id: string, path = '') => {
    const below = path === '' || /^[?#]/.test(path) ? path : `/${path.replace(/^\/+/, '')}`;
    return `${routeOf(id)}${below}`;
  };
  const go = (address: string, { replace = false, state, openInNewTab = false }: NavigateOptions) => {
    const inside = current_app_id$.value !== undefined && isBelow(address, routeOf(current_app_id$.value));
    if (openInNewTab) window.open(address, '_blank');
    else if (inside) history[replace ? 'replace' : 'push'](address, state);
    else if (replace) location.replace(address);
    else location.assign(address);
    return Promise.resolve();
  };
  const setup = {
    register(app: App) {
      if (apps.has(app.id)) throw new Error(`An application is already registered with the id "${app.id}"`);
      apps.set(app.id, app);
    },
    registerAppUpdater: () => undefined,
  };
  const start = {
    currentAppId$: current_app_id$.asObservable(),
    applications$: new BehaviorSubject(apps).asObservable(),
    /** Where there are no users, everything is allowed. */
    capabilities: { navLinks: {}, management: {}, catalogue: {}, ...features },
    getUrlForApp: (id: string, { path, absolute = false }: { path?: string; absolute?: boolean } = {}) =>
      `${absolute ? location.origin : ''}${addressOf(id, path)}`,
    navigateToApp: (id: string, options: NavigateOptions = {}) => go(addressOf(id, options.path), options),
    navigateToUrl: (url: string, options: NavigateOptions = {}) => {
      const { origin, pathname, search, hash } = new URL(url, location.href);
      return go(origin === location.origin ? `${pathname}${search}${hash}` : url, options);
    },
  };
  /** The app to which an address belongs. */
  const find = (path: string) => [...apps.values()].find(({ id }) => isBelow(path, routeOf(id)));
  return { setup, start, find, routeOf, current_app_id$ };
}

export type Application = ReturnType<typeof createApplication>;

function isBelow(address: string, route: string): boolean {
  return address.startsWith(route) && /^($|[/?#])/.test(address.slice(route.length));
}
