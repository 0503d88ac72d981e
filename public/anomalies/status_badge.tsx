import { EuiBadge } from '@elastic/eui';
import type { AnomalyStatus } from '../../common/documents/anomaly_document.ts';

const COLORS: Readonly<Partial<Record<string, string>> & Record<AnomalyStatus, string>> = {
  active: 'danger',
  resolved: 'hollow',
  expected: 'success',
  expired: 'hollow',
};

/** What each status means, for a tooltip. */
const MEANINGS: Readonly<Partial<Record<string, string>> & Record<AnomalyStatus, string>> = {
  active: 'It is still going on',
  resolved: 'It is over',
  expected: 'Somebody marked it as nothing to worry about',
  expired: 'Its end was not seen: the lines stopped before',
};

/** Whether an anomaly goes on, is over, or is nothing to worry about; a newer service may say something else. */
export function StatusBadge({ status }: { readonly status: string }) {
  return (
    <EuiBadge color={COLORS[status] ?? 'hollow'} title={MEANINGS[status]}>
      {status}
    </EuiBadge>
  );
}
