import { useEffect, useMemo, useState } from 'react';
import type { FilteredKind } from '../../common/filter_fields.ts';
import { messageOf } from '../../common/errors.ts';
import { useServices } from '../app/services.ts';
import { type UrlPatch, useUrlState } from '../url/url_params.ts';
import { filtersOf, type KibanaFilter } from './kibana_filter.ts';

/** What the documents of a view are narrowed to. */
export interface DocumentFilter {
  readonly kind: FilteredKind;
  /** As the bar shows it: KQL … */
  readonly query: string;
  /** … and the filters beside it, the pinned ones first. */
  readonly filters: readonly KibanaFilter[];
  /** As the API takes it; undefined: nothing is left out. */
  readonly filter: string | undefined;
  /** Why the query cannot be read: then there is nothing to be asked. */
  readonly problem?: string;
}

/** Takes away what the address has of it. Pinned filters are Kibana's, and stay. */
export const NO_DOCUMENT_FILTER: UrlPatch = { kql: undefined, filters: undefined, page: undefined };

const NONE: readonly KibanaFilter[] = [];

/** Filters that are pinned in Kibana, of whichever app. */
function usePinnedFilters(): readonly KibanaFilter[] {
  const { searchBar } = useServices();
  const [pinned, setPinned] = useState(() => searchBar?.pinned.get() ?? NONE);
  useEffect(() => searchBar?.pinned.follow(() => setPinned(searchBar.pinned.get())), [searchBar]);
  return pinned;
}

/** The query and the filters of the address, and the pinned ones. Where Kibana has no search bar there are none. */
export function useDocumentFilter(kind: FilteredKind): DocumentFilter {
  const { searchBar } = useServices();
  const { kql: query = '', filters: own } = useUrlState().params;
  const pinned = usePinnedFilters();
  return useMemo(() => {
    const filters = [...pinned, ...filtersOf(own)];
    const shown = { kind, query, filters };
    if (!searchBar) return { ...shown, filter: undefined };
    try {
      const clause = searchBar.clauseOf(shown);
      return { ...shown, filter: clause && JSON.stringify(clause) };
    } catch (error) {
      return { ...shown, filter: undefined, problem: messageOf(error) };
    }
  }, [searchBar, kind, query, own, pinned]);
}
