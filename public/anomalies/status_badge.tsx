import { EuiBadge } from '@elastic/eui';
import type { AnomalyStatus } from '../../common/documents/anomaly_document.ts';

const COLORS: Readonly<Record<AnomalyStatus, string>> = {
  active: 'danger',
  resolved: 'hollow',
  expected: 'success',
  expired: 'hollow',
};

/** What each status means, for a tooltip. */
const MEANINGS: Readonly<Record<AnomalyStatus, string>> = {
  active: 'It is still going on',
  resolved: 'It is over',
  expected: 'Somebody marked it as nothing to worry about',
  expired: 'Its end was not seen: the lines stopped before',
};

/** Whether an anomaly goes on, is over, or is nothing to worry about. */
export function StatusBadge({ status }: { readonly status: AnomalyStatus }) {
  return (
    <EuiBadge color={COLORS[status]} title={MEANINGS[status]}>
      {status}
    </EuiBadge>
  );
}
