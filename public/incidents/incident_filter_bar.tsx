import { INCIDENT_SORTS, INCIDENT_STATUSES } from '../../common/choices.ts';
import { anomalyStatusText } from '../anomalies/anomaly_status_label.ts';
import { ServiceFilter } from '../anomalies/service_filter.tsx';
import { useServiceNames } from '../api/use_service_names.ts';
import { translate } from '../kibana/i18n.ts';
import { FilterField, FilterRow, FilterSelect } from '../states/filter_row.tsx';
import type { UrlPatch } from '../url/url_params.ts';
import { type IncidentFilters, isFiltered, NO_FILTERS } from './incident_filters.ts';

const statusOptions = () => [
  { value: '', text: translate('logAi.incidents.filters.anyStatus', { defaultMessage: 'Any status' }) },
  ...INCIDENT_STATUSES.map((value) => ({ value, text: anomalyStatusText(value) })),
];

const SORT_TEXTS: Readonly<Record<IncidentFilters['sort'], () => string>> = {
  newest: () => translate('logAi.incidents.sort.newest', { defaultMessage: 'Newest first' }),
  worst: () => translate('logAi.incidents.sort.worst', { defaultMessage: 'Most severe first' }),
};

/** Which incidents are listed. What is chosen here leads to the first page. */
export function IncidentFilterBar({
  filters,
  onChange,
}: {
  readonly filters: IncidentFilters;
  readonly onChange: (patch: UrlPatch) => void;
}) {
  const services = useServiceNames(filters.service);
  const change = (patch: UrlPatch) => onChange({ page: undefined, ...patch });
  return (
    <FilterRow isFiltered={isFiltered(filters)} onClear={() => onChange(NO_FILTERS)}>
      <FilterField least={180} most={320}>
        <ServiceFilter
          services={services}
          service={filters.service}
          onChange={(service) => change({ service })}
        />
      </FilterField>
      <FilterField least={140} most={180}>
        <FilterSelect
          label={translate('logAi.incidents.filters.status', { defaultMessage: 'Status' })}
          options={statusOptions()}
          value={filters.status ?? ''}
          onChange={(status) => change({ status })}
        />
      </FilterField>
      <FilterField least={160} most={220}>
        <FilterSelect
          label={translate('logAi.incidents.filters.sort', { defaultMessage: 'Sort by' })}
          options={INCIDENT_SORTS.map((value) => ({ value, text: SORT_TEXTS[value]() }))}
          value={filters.sort}
          onChange={(sort) => change({ sort })}
        />
      </FilterField>
    </FilterRow>
  );
}
