import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSelect } from '@elastic/eui';
import { INCIDENT_SORTS, INCIDENT_STATUSES } from '../../common/choices.ts';
import { anomalyStatusText } from '../anomalies/anomaly_status_label.ts';
import { ServiceFilter } from '../anomalies/service_filter.tsx';
import { useServiceNames } from '../api/use_service_names.ts';
import { translate } from '../kibana/i18n.ts';
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
    <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
      <EuiFlexItem css={{ minWidth: 180, maxWidth: 320 }}>
        <ServiceFilter
          services={services}
          service={filters.service}
          onChange={(service) => change({ service })}
        />
      </EuiFlexItem>
      <EuiFlexItem css={{ minWidth: 140, maxWidth: 180 }}>
        <EuiSelect
          compressed
          fullWidth
          aria-label={translate('logAi.incidents.filters.status', { defaultMessage: 'Status' })}
          options={statusOptions()}
          value={filters.status ?? ''}
          onChange={({ target }) => change({ status: target.value })}
        />
      </EuiFlexItem>
      <EuiFlexItem css={{ minWidth: 160, maxWidth: 220 }}>
        <EuiSelect
          compressed
          fullWidth
          aria-label={translate('logAi.incidents.filters.sort', { defaultMessage: 'Sort by' })}
          options={INCIDENT_SORTS.map((value) => ({ value, text: SORT_TEXTS[value]() }))}
          value={filters.sort}
          onChange={({ target }) => change({ sort: target.value })}
        />
      </EuiFlexItem>
      {isFiltered(filters) && (
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty size="s" iconType="cross" onClick={() => onChange(NO_FILTERS)}>
            {translate('logAi.incidents.list.clear', { defaultMessage: 'Clear filters' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
      )}
    </EuiFlexGroup>
  );
}
