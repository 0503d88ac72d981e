import type { Action, History, Href, Location, LocationDescriptorObject } from 'history';

/** The history that an app gets: it sees addresses without the app's own beginning. */
export type ScopedHistory = Pick<
  History,
  'length' | 'action' | 'location' | 'push' | 'replace' | 'go' | 'goBack' | 'goForward' | 'block' | 'listen'
> & {
  createHref(location: LocationDescriptorObject, options?: { prependBasePath?: boolean }): Href;
  createSubHistory(base_path: string): ScopedHistory;
};

/**
 * Narrows a history to what lies below `base_path`. As in Kibana, and unlike `createBrowserHistory({ basename })`, the
 * path of the app's own address is empty, not `/`.
 */
export function scopeHistory(parent: History | ScopedHistory, base_path: string): ScopedHistory {
  const inside = (path: string) =>
    path === '' ? base_path : `${base_path}/${path}`.replaceAll(/\/{2,}/g, '/');
  const outward = (to: LocationDescriptorObject): LocationDescriptorObject =>
    to.pathname === undefined ? to : { ...to, pathname: inside(to.pathname) };
  const inward = (at: Location): Location => ({ ...at, pathname: at.pathname.slice(base_path.length) });
  const go = (method: 'push' | 'replace') => (to: string | LocationDescriptorObject, state?: unknown) => {
    if (typeof to === 'string') parent[method](inside(to), state);
    else parent[method](outward(to));
  };
  const scoped: ScopedHistory = {
    get length() {
      return parent.length;
    },
    get action() {
      return parent.action;
    },
    get location() {
      return inward(parent.location);
    },
    push: go('push'),
    replace: go('replace'),
    go: (steps) => parent.go(steps),
    goBack: () => parent.goBack(),
    goForward: () => parent.goForward(),
    block: (prompt) => parent.block(prompt),
    listen: (listener: (location: Location, action: Action) => void) =>
      parent.listen((location, action) => {
        if (location.pathname.startsWith(base_path)) listener(inward(location), action);
      }),
    createHref: (location, { prependBasePath = true } = {}) =>
      parent.createHref(
        prependBasePath ? { ...outward(location), pathname: inside(location.pathname ?? '') } : location,
      ),
    createSubHistory: (below) => scopeHistory(scoped, below),
  };
  return scoped;
}
