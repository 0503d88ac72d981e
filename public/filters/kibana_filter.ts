/** A filter as Kibana has it: what it is about stands in `meta`, what it asks for in `query`. */
export interface KibanaFilter {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  /** A pinned one, of `globalState`, is of all apps. */
  readonly $state?: { readonly store: 'appState' | 'globalState' };
}

/** Longer addresses get lost on their way. */
const LONGEST = 4000;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFilter = (value: unknown): value is KibanaFilter =>
  isObject(value) && 'meta' in value && isObject(value.meta);

/** Reads the filters of a link; what is none is left out. */
export function filtersOf(text: string | undefined): readonly KibanaFilter[] {
  if (text === undefined || text.length > LONGEST) return [];
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.filter(isFilter) : [];
  } catch {
    return [];
  }
}

/** Filters as a link has them; the pinned ones are Kibana's. */
export function formatFilters(filters: readonly KibanaFilter[]): string | undefined {
  const own = filters.filter((filter) => !isPinned(filter));
  return own.length === 0 ? undefined : JSON.stringify(own);
}

export const isPinned = ({ $state }: KibanaFilter) => $state?.store === 'globalState';
