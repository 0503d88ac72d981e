import { useCallback, useMemo } from 'react';
import { useHistory, useLocation } from 'react-router-dom';

/** Everything that a view can be sent along with in a link. All of it is optional, and none of it is trusted. */
export const URL_PARAMS = [
  /** Date math or ISO 8601, as Kibana's time picker has them. */
  'from',
  'to',
  /** Milliseconds between refreshes, 0 while paused. */
  'refresh',
  /** The state that Kibana's apps share, as others write it: its time is taken, and it goes. */
  '_g',
  /** `true`: the view alone, without Kibana's bars and the app's own header. */
  'embed',
  /** Ids of what is open: flyouts over any view, and what the views of requests and incidents tell all of. */
  'template',
  'anomaly',
  'request',
  'incident',
  'job',
  /** Filters and order of tables. */
  'query',
  /** `meaning`: templates are searched by what the query means, not by its words. */
  'by',
  'service',
  /** A call of a service within a request, by its index. */
  'span',
  'level',
  'type',
  'status',
  'outcome',
  'severity',
  'score',
  'sort',
  'order',
  'page',
  'lanes',
  /** What is shown above the list of failed requests. */
  'tab',
  /** The query and the filters of Kibana's bar: KQL, and JSON. */
  'kql',
  'filters',
  /** What is selected of the swimlane. */
  'cell',
] as const;

export type UrlParam = (typeof URL_PARAMS)[number];
export type UrlParams = Readonly<Partial<Record<UrlParam, string>>>;
/** Changes: undefined takes a parameter away. */
export type UrlPatch = Readonly<Partial<Record<UrlParam, string | undefined>>>;

/** What stays when another view is opened. */
export const LASTING: readonly UrlParam[] = ['from', 'to', 'refresh', 'embed'];

/**
 * @example
 * parseUrlParams('?from=now-1h&x=1') // { from: 'now-1h' }
 */
export function parseUrlParams(search: string): UrlParams {
  const given = new URLSearchParams(search);
  return Object.fromEntries(
    URL_PARAMS.flatMap((name) => {
      const value = given.get(name);
      return value === null || value === '' ? [] : [[name, value]];
    }),
  );
}

/**
 * @example
 * formatUrlParams({ from: 'now-1h', query: undefined }) // '?from=now-1h'
 */
export function formatUrlParams(params: UrlPatch): string {
  const search = new URLSearchParams();
  for (const name of URL_PARAMS) {
    const value = params[name];
    if (value !== undefined && value !== '') search.set(name, value);
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export interface UrlState {
  readonly params: UrlParams;
  /**
   * Changes some parameters; undefined takes one away. `replace` leaves no step in the browser's history: for what
   * changes while somebody types.
   */
  readonly set: (patch: UrlPatch, how?: 'push' | 'replace') => void;
  /** The address that `set` would lead to, for links. */
  readonly hrefHere: (patch: UrlPatch) => string;
  /** The address of a view with these parameters and the time that is chosen, for links. */
  readonly hrefOf: (view: string, patch?: UrlPatch) => string;
  /** Opens a view, as a click on its link does. */
  readonly open: (view: string, patch?: UrlPatch) => void;
}

/** The state of the page that a link carries along. */
export function useUrlState(): UrlState {
  const history = useHistory();
  const { pathname, search } = useLocation();
  const params = useMemo(() => parseUrlParams(search), [search]);
  const set = useCallback<UrlState['set']>(
    (patch, how = 'push') => {
      // Several changes in one event must see each other.
      const { pathname, search: current } = history.location;
      history[how]({ pathname, search: formatUrlParams({ ...parseUrlParams(current), ...patch }) });
    },
    [history],
  );
  const hrefHere = useCallback<UrlState['hrefHere']>(
    (patch) => history.createHref({ pathname, search: formatUrlParams({ ...params, ...patch }) }),
    [history, pathname, params],
  );
  const searchOf = useCallback(
    (patch: UrlPatch = {}) => {
      const lasting = Object.fromEntries(LASTING.map((name) => [name, params[name]]));
      return formatUrlParams({ ...lasting, ...patch });
    },
    [params],
  );
  const hrefOf = useCallback<UrlState['hrefOf']>(
    (view, patch) => history.createHref({ pathname: `/${view}`, search: searchOf(patch) }),
    [history, searchOf],
  );
  const open = useCallback<UrlState['open']>(
    (view, patch) => history.push({ pathname: `/${view}`, search: searchOf(patch) }),
    [history, searchOf],
  );
  return useMemo(() => ({ params, set, hrefHere, hrefOf, open }), [params, set, hrefHere, hrefOf, open]);
}
