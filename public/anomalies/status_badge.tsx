import { EuiBadge } from '@elastic/eui';
import type { AnomalyStatus } from '../../common/documents/anomaly_document.ts';
import { translate } from '../kibana/i18n.ts';
import { anomalyStatusText } from './anomaly_status_label.ts';

const COLORS: Readonly<Partial<Record<string, string>> & Record<AnomalyStatus, string>> = {
  active: 'danger',
  resolved: 'hollow',
  expected: 'success',
  expired: 'hollow',
};

/** The colour of a badge; a newer service may say something else. */
export const statusColorOf = (status: string) => COLORS[status] ?? 'hollow';

/** What each status means, for a tooltip. */
const MEANINGS: Readonly<Partial<Record<string, () => string>> & Record<AnomalyStatus, () => string>> = {
  active: () =>
    translate('logAi.anomalies.statusMeaning.active', { defaultMessage: 'The anomaly is ongoing' }),
  resolved: () =>
    translate('logAi.anomalies.statusMeaning.resolved', { defaultMessage: 'The anomaly has ended' }),
  expected: () =>
    translate('logAi.anomalies.statusMeaning.expected', {
      defaultMessage: 'A user marked the anomaly as expected',
    }),
  expired: () =>
    translate('logAi.anomalies.statusMeaning.expired', {
      defaultMessage: 'The lines stopped before the anomaly ended',
    }),
};

/** Whether an anomaly goes on, is over, or is nothing to worry about; a newer service may say something else. */
export function StatusBadge({ status }: { readonly status: string }) {
  return (
    <EuiBadge color={statusColorOf(status)} title={MEANINGS[status]?.()}>
      {anomalyStatusText(status)}
    </EuiBadge>
  );
}
