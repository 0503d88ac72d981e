import { EuiSpacer } from '@elastic/eui';
import { useMemo } from 'react';
import { API_LIMITS } from '../../common/api/limits.ts';
import { useAnswer } from '../api/use_answer.ts';
import { useServiceNames } from '../api/use_service_names.ts';
import { FilteredDocuments } from '../filters/document_filter_bar.tsx';
import { NO_DOCUMENT_FILTER, useDocumentFilter } from '../filters/use_document_filter.ts';
import { translate } from '../kibana/i18n.ts';
import { Answered } from '../states/answered.tsx';
import { FilteredOut } from '../states/filter_row.tsx';
import { Panel } from '../states/panel.tsx';
import type { TimeRange } from '../time/time_selection.ts';
import { useTime } from '../time/time_context.tsx';
import { useUrlState } from '../url/url_params.ts';
import { type AnomalyFilters, filtersOf, isFiltered, NO_FILTERS, typesOf } from './anomaly_filters.ts';
import { FilterBar } from './filter_bar.tsx';
import { FoundAnomalies } from './found_anomalies.tsx';
import { NothingAbnormal } from './nothing_abnormal.tsx';

/** What was abnormal: when and where, and why. */
export function AnomaliesView() {
  const { params, set } = useUrlState();
  const { range } = useTime();
  const filters = useMemo(() => filtersOf(params), [params]);
  const document_filter = useDocumentFilter('anomalies');
  const { filter, problem } = document_filter;
  const query = { ...queryOf(filters, range), ...(filter !== undefined && { filter }) };
  const anomalies = useAnswer('anomalies', problem === undefined ? { query } : undefined);
  const services = useServiceNames(filters.service);
  // What is filtered by type tells of no other: then all are asked for.
  const unfiltered = useAnswer(
    'anomalies',
    filters.type && problem === undefined
      ? { query: { ...range, size: API_LIMITS.page, ...(filter !== undefined && { filter }) } }
      : undefined,
  );
  const types = useMemo(
    () => typesOf([...((filters.type ? unfiltered : anomalies).data?.anomalies ?? [])], filters.type),
    [filters.type, unfiltered.data, anomalies.data],
  );
  return (
    <FilteredDocuments filter={document_filter}>
      <FilterBar filters={filters} services={services} types={types} onChange={set} />
      <EuiSpacer size="m" />
      <Answered answer={anomalies}>
        {(data) =>
          data.total === 0 ? (
            <Panel title={translate('logAi.anomalies.none.panel', { defaultMessage: 'Anomalies' })}>
              <NoAnomalies isNarrowed={isFiltered(filters) || filter !== undefined} />
            </Panel>
          ) : (
            <FoundAnomalies found={data} filters={filters} />
          )
        }
      </Answered>
    </FilteredDocuments>
  );
}

function queryOf({ service, type, status, severity, score }: AnomalyFilters, range: TimeRange) {
  return {
    ...range,
    size: API_LIMITS.page,
    ...(service !== undefined && { service }),
    ...(type && { type }),
    ...(status && { status }),
    ...(severity && { severity }),
    ...(score > 0 && { min_risk: score }),
  };
}

function NoAnomalies({ isNarrowed }: { readonly isNarrowed: boolean }) {
  const { set } = useUrlState();
  if (!isNarrowed) return <NothingAbnormal />;
  return (
    <FilteredOut
      title={translate('logAi.anomalies.filters.noMatch', {
        defaultMessage: 'No anomalies match the filters',
      })}
      onClear={() => set({ ...NO_FILTERS, ...NO_DOCUMENT_FILTER })}
    >
      {translate('logAi.anomalies.filters.noMatchHint', {
        defaultMessage: 'Clear the filters or try a longer time range.',
      })}
    </FilteredOut>
  );
}
