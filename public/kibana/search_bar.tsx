import { useEffect, useState } from 'react';
import { FILTER_FIELDS, type FilteredKind, type FilterFieldType } from '../../common/filter_fields.ts';
import type { SearchBarService } from '../app/services.ts';
import { isPinned, type KibanaFilter } from '../filters/kibana_filter.ts';
import { APP_ID } from './app_id.ts';
import type { CoreStart, DataViewField, StartPlugins } from './contract.ts';
import { translate } from './i18n.ts';

/** Of `@kbn/es-query`, which Kibana loads once for all its plugins. */
interface EsQuery {
  /** @throws KQLSyntaxError */
  buildEsQuery(
    dataView: { readonly title: string; readonly fields: readonly DataViewField[] },
    queries: readonly { readonly language: 'kuery'; readonly query: string }[],
    filters: readonly KibanaFilter[],
    config: Readonly<Record<string, unknown>>,
  ): object;
}

interface Page {
  readonly __kbnSharedDeps__?: { readonly KbnEsQuery?: Partial<EsQuery> };
}

/** What Kibana calls a type. */
function kibanaTypeOf(type: FilterFieldType): string {
  if (type === 'date' || type === 'boolean') return type;
  return type === 'keyword' || type === 'text' ? 'string' : 'number';
}

/** Where values to choose from are looked up, by who may read there. */
const TITLES: Readonly<Record<FilteredKind, string>> = {
  anomalies: 'log-ai-anomalies*',
  incidents: 'log-ai-incidents',
  templates: 'log-ai-templates',
  requests: 'log-ai-requests*',
};

const nameOf = (kind: FilteredKind) =>
  ({
    anomalies: () => translate('logAi.filters.anomalies', { defaultMessage: 'Anomalies of Log AI' }),
    incidents: () => translate('logAi.filters.incidents', { defaultMessage: 'Incidents of Log AI' }),
    templates: () => translate('logAi.filters.templates', { defaultMessage: 'Templates of Log AI' }),
    requests: () => translate('logAi.filters.requests', { defaultMessage: 'Failed requests of Log AI' }),
  })[kind]();

function fieldsOf(kind: FilteredKind): DataViewField[] {
  return Object.entries<FilterFieldType>(FILTER_FIELDS[kind]).map(([name, type]) => ({
    name,
    type: kibanaTypeOf(type),
    esTypes: [type],
    searchable: true,
    aggregatable: type !== 'text',
  }));
}

/**
 * Kibana's bar for KQL and filters, and what they become; undefined where Kibana lacks a part of it.
 *
 * The data view lives as long as the page, and its fields are told: to look them up takes rights on our indices, which users of
 * the app need not have.
 */
export function searchBarOf(
  core: CoreStart,
  { unifiedSearch, data }: StartPlugins,
): SearchBarService | undefined {
  const { buildEsQuery } = (globalThis as Page).__kbnSharedDeps__?.KbnEsQuery ?? {};
  const manager = data?.query.filterManager;
  const dataViews = data?.dataViews;
  if (!unifiedSearch || !buildEsQuery || !manager || !dataViews) return undefined;
  const { SearchBar } = unifiedSearch.ui;
  const { uiSettings } = core;
  const dataViewOf = (kind: FilteredKind) =>
    dataViews.create(
      {
        id: `log-ai-filter-${kind}`,
        title: TITLES[kind],
        name: nameOf(kind),
        allowNoIndex: true,
        fields: Object.fromEntries(fieldsOf(kind).map((field) => [field.name, field])),
      },
      true,
    );
  return {
    pinned: {
      get: () => manager.getGlobalFilters(),
      set: (filters) => manager.setGlobalFilters(filters.filter(isPinned)),
      follow(listener) {
        const subscription = manager.getUpdates$().subscribe(listener);
        return () => subscription.unsubscribe();
      },
    },
    clauseOf({ kind, query, filters }) {
      if (query.trim() === '' && filters.every(({ meta }) => meta['disabled'] === true)) return undefined;
      return buildEsQuery(
        { title: TITLES[kind], fields: fieldsOf(kind) },
        [{ language: 'kuery', query }],
        filters,
        {
          allowLeadingWildcards: uiSettings.get('query:allowLeadingWildcards'),
          queryStringOptions: uiSettings.get('query:queryString:options'),
          ignoreFilterIfFieldNotInIndex: uiSettings.get('courier:ignoreFilterIfFieldNotInIndex'),
          dateFormatTZ: uiSettings.get('dateFormat:tz'),
        },
      );
    },
    Bar: function Bar({ kind, query, filters, onQuery, onFilters }) {
      const [dataView, setDataView] = useState<object>();
      useEffect(() => {
        let isLeft = false;
        void dataViewOf(kind).then((created) => {
          if (!isLeft) setDataView(created);
        });
        return () => {
          isLeft = true;
        };
      }, [kind]);
      // As high as the bar will be: what stands below does not move.
      if (!dataView) return <div css={{ height: 40 }} />;
      return (
        <SearchBar
          appName={APP_ID}
          indexPatterns={[dataView]}
          query={{ language: 'kuery', query }}
          filters={filters}
          onQuerySubmit={({ query: submitted }) => onQuery(submitted?.query ?? '')}
          onFiltersUpdated={onFilters}
          // Left out it is shown, too, but the filters stand in its row.
          showQueryInput
          showDatePicker={false}
          showSubmitButton={false}
          showQueryMenu={false}
          displayStyle="inPage"
        />
      );
    },
  };
}
