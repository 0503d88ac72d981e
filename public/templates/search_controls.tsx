import { EuiButtonGroup, EuiFieldSearch, EuiFlexGroup, EuiFlexItem, EuiSelect } from '@elastic/eui';
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

/** Whether templates are searched by their words or by what they mean. */
export function SearchBy({
  by_meaning,
  set,
}: {
  readonly by_meaning: boolean;
  readonly set: (by: 'meaning' | undefined) => void;
}) {
  return (
    <EuiButtonGroup
      legend={translate('logAi.templates.search.by', { defaultMessage: 'Search by' })}
      buttonSize="compressed"
      idSelected={by_meaning ? 'meaning' : 'words'}
      onChange={(id) => set(id === 'meaning' ? 'meaning' : undefined)}
      options={[
        {
          id: 'words',
          label: translate('logAi.templates.search.words', { defaultMessage: 'Words' }),
          'data-test-subj': TEST_IDS.searchBy('words'),
        },
        {
          id: 'meaning',
          label: translate('logAi.templates.search.meaning', { defaultMessage: 'Meaning' }),
          'data-test-subj': TEST_IDS.searchBy('meaning'),
        },
      ]}
    />
  );
}

/** The field, which searches while somebody types. */
export function SearchField({
  text,
  type,
  by_meaning,
}: {
  readonly text: string;
  readonly type: (text: string) => void;
  readonly by_meaning: boolean;
}) {
  return (
    <EuiFieldSearch
      compressed
      fullWidth
      isClearable
      placeholder={
        by_meaning
          ? translate('logAi.templates.search.describe', {
              defaultMessage: 'Describe it or paste a line',
            })
          : translate('logAi.templates.search.placeholder', {
              defaultMessage: 'Search by text or template ID',
            })
      }
      aria-label={translate('logAi.templates.search.label', { defaultMessage: 'Search templates' })}
      value={text}
      onChange={(event) => type(event.target.value)}
      maxLength={by_meaning ? API_LIMITS.like : API_LIMITS.id}
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
