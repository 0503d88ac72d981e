import type { BasePath } from './base_path.ts';

/** Where an app lies, without the base path. */
export const routeOf = (id: string) => `/app/${id}`;

/**
 * Joined as Kibana joins: no doubled slash anywhere, a query included, and none at the end. What is behind a `#` may end
 * as it likes.
 */
export function addressOfApp(id: string, path = ''): string {
  const joined = `${routeOf(id)}${path === '' || /^[?#]/.test(path) ? path : `/${path}`}`;
  const single = joined.replaceAll(/\/{2,}/g, '/');
  return single.includes('#') ? single : single.replace(/\/$/, '');
}

/** Whether an address lies below a route: `/app/logAi2` does not lie below `/app/logAi`. */
export function isBelow(address: string, route: string): boolean {
  return address.startsWith(route) && /^($|[/?#])/.test(address.slice(route.length));
}

/**
 * The registered app to which an address leads, and the path in it. Nothing where Kibana loads a page: another site,
 * another space, an address without the base path, an app that is not registered.
 */
export function appAt(
  url: string,
  {
    here,
    base_path,
    apps,
  }: { readonly here: string; readonly base_path: BasePath; readonly apps: Iterable<string> },
): { readonly id: string; readonly path: string } | undefined {
  const { origin } = new URL(here);
  const local = url.startsWith(origin) ? url.slice(origin.length) : url;
  const address = local.startsWith('/') ? local : resolved(local, here);
  if (!address.startsWith(base_path.get())) return undefined;
  const inside = base_path.remove(address);
  const id = [...apps].find((app) => isBelow(inside, routeOf(app)));
  return id === undefined ? undefined : { id, path: inside.slice(routeOf(id).length) };
}

/** Another site's address stays as it is. */
function resolved(relative: string, here: string): string {
  const { origin, href } = new URL(relative, here);
  return origin === new URL(here).origin ? href.slice(origin.length) : href;
}
