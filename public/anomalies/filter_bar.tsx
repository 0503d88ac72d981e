import { ANOMALY_STATUSES } from '../../common/choices.ts';
import { translate } from '../kibana/i18n.ts';
import { FilterField, FilterRow, FilterSelect } from '../states/filter_row.tsx';
import { SEVERITIES, severityName } from '../severity/severity_name.ts';
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

const severityOptions = () => [
  { value: '', text: translate('logAi.anomalies.filters.anySeverity', { defaultMessage: 'Any severity' }) },
  ...SEVERITIES.map((value) => ({ value, text: severityName(value) })),
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
          label={translate('logAi.anomalies.filters.type', { defaultMessage: 'Type' })}
          options={type_options}
          value={filters.type ?? ''}
          onChange={(type) => change({ type })}
        />
      </FilterField>
      <FilterField least={140} most={180}>
        <FilterSelect
          label={translate('logAi.anomalies.filters.status', { defaultMessage: 'Status' })}
          options={statusOptions()}
          value={filters.status ?? ''}
          onChange={(status) => change({ status })}
        />
      </FilterField>
      <FilterField least={140} most={180}>
        <FilterSelect
          label={translate('logAi.anomalies.filters.severity', { defaultMessage: 'Severity of lines' })}
          options={severityOptions()}
          value={filters.severity ?? ''}
          onChange={(severity) => change({ severity })}
        />
      </FilterField>
      <FilterField least={160} most={200}>
        <ScoreFilter score={filters.score} onChange={(score) => change({ score: String(score) })} />
      </FilterField>
    </FilterRow>
  );
}
