import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSelect } from '@elastic/eui';
import { ANOMALY_STATUSES } from '../../common/choices.ts';
import { translate } from '../kibana/i18n.ts';
import type { UrlPatch } from '../url/url_params.ts';
import { type AnomalyFilters, isFiltered, NO_FILTERS } from './anomaly_filters.ts';
import { anomalyStatusText } from './anomaly_status_label.ts';
import { anomalyTypeText } from './anomaly_type_label.ts';
import { ScoreFilter } from './score_filter.tsx';
import { ServiceFilter } from './service_filter.tsx';

const statusOptions = () => [
  { value: '', text: translate('logAi.anomalies.filters.anyStatus', { defaultMessage: 'Any status' }) },
  ...ANOMALY_STATUSES.map((value) => ({ value, text: anomalyStatusText(value) })),
];

/** Which anomalies are shown. What is chosen here ends the selection of a cell and leads to the first page. */
export function FilterBar({
  filters,
  services,
  types,
  onChange,
}: {
  readonly filters: AnomalyFilters;
  /** That can be chosen. */
  readonly services: readonly string[];
  /** That there are in the chosen time. */
  readonly types: readonly string[];
  readonly onChange: (patch: UrlPatch) => void;
}) {
  const type_options = [
    { value: '', text: translate('logAi.anomalies.filters.allTypes', { defaultMessage: 'All types' }) },
    ...types.map((value) => ({ value, text: anomalyTypeText(value) })),
  ];
  const change = (patch: UrlPatch) => onChange({ cell: undefined, page: undefined, ...patch });
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
          aria-label={translate('logAi.anomalies.filters.type', { defaultMessage: 'Type' })}
          options={type_options}
          value={filters.type ?? ''}
          onChange={({ target }) => change({ type: target.value })}
        />
      </EuiFlexItem>
      <EuiFlexItem css={{ minWidth: 140, maxWidth: 180 }}>
        <EuiSelect
          compressed
          fullWidth
          aria-label={translate('logAi.anomalies.filters.status', { defaultMessage: 'Status' })}
          options={statusOptions()}
          value={filters.status ?? ''}
          onChange={({ target }) => change({ status: target.value })}
        />
      </EuiFlexItem>
      <EuiFlexItem css={{ minWidth: 160, maxWidth: 200 }}>
        <ScoreFilter score={filters.score} onChange={(score) => change({ score: String(score) })} />
      </EuiFlexItem>
      {isFiltered(filters) && (
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty size="s" iconType="cross" onClick={() => onChange(NO_FILTERS)}>
            {translate('logAi.anomalies.filters.clear', { defaultMessage: 'Clear filters' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
      )}
    </EuiFlexGroup>
  );
}
