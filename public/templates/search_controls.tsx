import { EuiFieldSearch, EuiFlexGroup, EuiFlexItem, EuiSelect } from '@elastic/eui';
import { memo } from 'react';
import { API_LIMITS } from '../../common/api/limits.ts';
import { LEVELS } from '../../common/choices.ts';
import type { Level } from '../../common/levels.ts';
import { ServiceFilter } from '../anomalies/service_filter.tsx';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';

const levelOptions = () => [
  { value: '', text: translate('logAi.templates.search.allLevels', { defaultMessage: 'All levels' }) },
  ...LEVELS.map((level) => ({ value: level, text: level })),
];

/** The field, which searches while somebody types. */
export function SearchField({
  text,
  type,
}: {
  readonly text: string;
  readonly type: (text: string) => void;
}) {
  return (
    <EuiFieldSearch
      compressed
      fullWidth
      isClearable
      placeholder={translate('logAi.templates.search.placeholder', {
        defaultMessage: 'Search by text or template ID',
      })}
      aria-label={translate('logAi.templates.search.label', { defaultMessage: 'Search templates' })}
      value={text}
      onChange={(event) => type(event.target.value)}
      maxLength={API_LIMITS.id}
      data-test-subj={TEST_IDS.templateSearch}
    />
  );
}

/** What narrows the list besides words. Memoised: it has nothing to do with typing. */
export const SearchFilters = memo(function SearchFilters({
  services,
  service,
  level,
  set,
}: {
  /** What there is to choose from. */
  readonly services: readonly string[];
  readonly service: string | undefined;
  readonly level: Level | undefined;
  readonly set: (filter: { service?: string | undefined; level?: string | undefined }) => void;
}) {
  return (
    <EuiFlexGroup gutterSize="s" responsive={false}>
      <EuiFlexItem css={{ minWidth: 160 }}>
        <ServiceFilter
          services={services}
          service={service}
          onChange={(chosen) => set({ service: chosen })}
        />
      </EuiFlexItem>
      <EuiFlexItem css={{ minWidth: 120 }}>
        <EuiSelect
          compressed
          fullWidth
          aria-label={translate('logAi.templates.search.level', { defaultMessage: 'Level' })}
          options={levelOptions()}
          value={level ?? ''}
          onChange={(event) => set({ level: event.target.value })}
        />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
});
