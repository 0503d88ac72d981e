import { EuiBadge, EuiButtonGroup, EuiToolTip } from '@elastic/eui';
import type { RequestsResponse } from '../../common/api.ts';
import { REQUEST_OUTCOMES } from '../../common/choices.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import type { RequestOutcome } from './list_state.ts';
import { OUTCOMES } from './outcome.ts';

const MEANINGS: Readonly<Record<RequestOutcome, () => string>> = {
  failed: () =>
    translate('logAi.requests.outcomes.failedMeaning', {
      defaultMessage: 'The first service wrote an error, or the request did not come to its normal end',
    }),
  degraded: () =>
    translate('logAi.requests.outcomes.degradedMeaning', {
      defaultMessage: 'Another service wrote an error, but the request came to its normal end',
    }),
};

/** Which requests are listed, with how many there are of each. */
export function OutcomeFilter({
  outcome,
  totals,
  onChange,
}: {
  readonly outcome: RequestOutcome;
  readonly totals: RequestsResponse['totals'];
  readonly onChange: (outcome: RequestOutcome) => void;
}) {
  return (
    <EuiButtonGroup
      legend={translate('logAi.requests.outcomes.legend', { defaultMessage: 'Outcome' })}
      buttonSize="compressed"
      idSelected={outcome}
      onChange={(id) => onChange(REQUEST_OUTCOMES.find((one) => one === id) ?? outcome)}
      options={REQUEST_OUTCOMES.map((id) => ({
        id,
        label: translate('logAi.requests.outcomes.count', {
          defaultMessage: '{outcome}: {count}',
          values: { outcome: OUTCOMES[id].name(), count: formatCount(totals[id]) },
        }),
        title: MEANINGS[id](),
        'data-test-subj': TEST_IDS.requestOutcome(id),
      }))}
    />
  );
}

/** How a request went, and what that means. */
export function OutcomeBadge({ outcome }: { readonly outcome: RequestOutcome }) {
  return (
    <EuiToolTip content={MEANINGS[outcome]()}>
      <EuiBadge color={outcome === 'failed' ? 'danger' : 'warning'} tabIndex={0}>
        {OUTCOMES[outcome].name()}
      </EuiBadge>
    </EuiToolTip>
  );
}

/** What the list is called. */
export function listTitle(outcome: RequestOutcome): string {
  return outcome === 'failed'
    ? translate('logAi.requests.failed.title', { defaultMessage: 'Failed requests' })
    : translate('logAi.requests.degraded.title', { defaultMessage: 'Degraded requests' });
}
