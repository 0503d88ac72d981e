import type { Action, History, Location, LocationDescriptorObject } from 'history';

/** The history that an app gets: it sees addresses without the app's own beginning. */
export type ScopedHistory = Omit<History, 'createHref'> & {
  createHref(location: LocationDescriptorObject, options?: { prependBasePath?: boolean }): string;
};

/**
 * Narrows a history to what lies below `base_path`. As in Kibana, and unlike `createBrowserHistory({ basename })`, the
 * path of the app's own address is empty, not `/`. Once the page has left the app, all of it throws but what listeners
 * and blocks gave back.
 *
 * @throws Error if the page is elsewhere
 */
export function scopeHistory(parent: History, base_path: string): ScopedHistory {
  if (!parent.location.pathname.startsWith(base_path)) {
    throw new Error(
      `Browser location [${parent.location.pathname}] is not currently in expected basePath [${base_path}]`,
    );
  }
  const visit = followVisit(parent, base_path);
  const inside = (path: string) =>
    path === '' ? base_path : `${base_path}/${path}`.replaceAll(/\/{2,}/g, '/');
  const outward = (to: LocationDescriptorObject): LocationDescriptorObject =>
    to.pathname === undefined ? to : { ...to, pathname: inside(to.pathname) };
  const change = (method: 'push' | 'replace') => (to: string | LocationDescriptorObject, state?: unknown) => {
    visit.verify();
    if (typeof to === 'string') parent[method](inside(to), state);
    else parent[method](outward(to));
  };
  const go = (steps: number) => {
    visit.verify();
    if (visit.has(steps)) parent.go(steps);
  };
  return {
    get length() {
      visit.verify();
      return visit.length();
    },
    get action() {
      visit.verify();
      return parent.action;
    },
    get location() {
      visit.verify();
      return visit.inward(parent.location);
    },
    push: change('push'),
    replace: change('replace'),
    go,
    goBack: () => go(-1),
    goForward: () => go(1),
    block: (prompt) => {
      visit.verify();
      return visit.block(prompt);
    },
    listen: (listener) => {
      visit.verify();
      return visit.listen(listener);
    },
    createHref: (location, { prependBasePath = true } = {}) => {
      visit.verify();
      const whole = { ...outward(location), pathname: inside(location.pathname ?? '') };
      return parent.createHref(prependBasePath ? whole : location);
    },
  };
}

type Listener = (location: Location, action: Action) => void;

/** What happens in the app until the page leaves it: the entries that the app can go back and forward to. */
function followVisit(parent: History, base_path: string) {
  const listeners = new Set<Listener>();
  const blocks = new Set<() => void>();
  let keys = [parent.location.key];
  let at = 0;
  let is_active = true;
  const inward = (location: Location): Location => ({
    ...location,
    pathname: location.pathname.slice(base_path.length),
  });
  const unlisten = parent.listen((location, action) => {
    if (!location.pathname.startsWith(base_path)) {
      unlisten();
      is_active = false;
      for (const unblock of blocks) unblock();
      return;
    }
    if (action === 'PUSH') keys = [...keys.slice(0, at + 1), location.key];
    if (action === 'REPLACE') keys[at] = location.key;
    else at = keys.indexOf(location.key);
    for (const listener of [...listeners]) listener(inward(location), action);
  });
  return {
    inward,
    verify() {
      if (is_active) return;
      throw new Error(`ScopedHistory instance has fell out of navigation scope for basePath: ${base_path}`);
    },
    length: () => keys.length,
    /** Back out of the app leads nothing that the app does. */
    has: (steps: number) => (steps < 0 ? at + steps >= 0 : steps <= at + keys.length - 1),
    listen(listener: Listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    block(prompt: Parameters<History['block']>[0]) {
      const unblock = parent.block(prompt);
      blocks.add(unblock);
      return () => {
        blocks.delete(unblock);
        unblock();
      };
    },
  };
}
