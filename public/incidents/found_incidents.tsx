import { EuiPagination, EuiSpacer } from '@elastic/eui';
import { useMemo } from 'react';
import { NothingAbnormal } from '../anomalies/nothing_abnormal.tsx';
import { useAnswer } from '../api/use_answer.ts';
import { FilteredDocuments } from '../filters/document_filter_bar.tsx';
import { NO_DOCUMENT_FILTER, useDocumentFilter } from '../filters/use_document_filter.ts';
import { translate } from '../kibana/i18n.ts';
import { pageOf } from '../requests/list_state.ts';
import { Answered } from '../states/answered.tsx';
import { FilteredOut } from '../states/filter_row.tsx';
import { Panel } from '../states/panel.tsx';
import { useTime } from '../time/time_context.tsx';
import { useUrlState } from '../url/url_params.ts';
import { incidentFiltersOf, isFiltered, NO_FILTERS } from './incident_filters.ts';
import { IncidentFilterBar } from './incident_filter_bar.tsx';
import { IncidentsTable } from './incidents_table.tsx';

const PAGE_SIZE = 25;

/** The incidents of the chosen time, as far as the filters of the link let them through. */
export function FoundIncidents() {
  const { range } = useTime();
  const { params, set } = useUrlState();
  const filters = useMemo(() => incidentFiltersOf(params), [params]);
  const { status, service, sort } = filters;
  const page = pageOf(params.page);
  const document_filter = useDocumentFilter('incidents');
  const { filter, problem } = document_filter;
  const query = {
    ...range,
    sort,
    offset: page * PAGE_SIZE,
    size: PAGE_SIZE,
    ...(status && { status }),
    ...(service !== undefined && { service }),
    ...(filter !== undefined && { filter }),
  };
  const incidents = useAnswer('incidents', problem === undefined ? { query } : undefined);
  return (
    <FilteredDocuments filter={document_filter}>
      <IncidentFilterBar filters={filters} onChange={set} />
      <EuiSpacer size="m" />
      <Panel
        title={translate('logAi.incidents.list.title', { defaultMessage: 'Incidents' })}
        note={
          incidents.data &&
          translate('logAi.incidents.list.count', {
            defaultMessage: '{count, plural, one {# incident} other {# incidents}}',
            values: { count: incidents.data.total },
          })
        }
      >
        <Answered answer={incidents}>
          {({ total, incidents: found }) =>
            total > 0 ? (
              <>
                <IncidentsTable incidents={found} />
                {total > PAGE_SIZE && (
                  <>
                    <EuiSpacer size="m" />
                    <EuiPagination
                      aria-label={translate('logAi.incidents.list.pages', {
                        defaultMessage: 'Pages of incidents',
                      })}
                      pageCount={Math.ceil(total / PAGE_SIZE)}
                      activePage={page}
                      onPageClick={(next) => set({ page: next === 0 ? undefined : String(next + 1) })}
                    />
                  </>
                )}
              </>
            ) : isFiltered(filters) || filter !== undefined ? (
              <FilteredOut
                title={translate('logAi.incidents.list.noMatch', {
                  defaultMessage: 'No incidents match the filters',
                })}
                onClear={() => set({ ...NO_FILTERS, ...NO_DOCUMENT_FILTER })}
              />
            ) : (
              <NothingAbnormal />
            )
          }
        </Answered>
      </Panel>
    </FilteredDocuments>
  );
}
