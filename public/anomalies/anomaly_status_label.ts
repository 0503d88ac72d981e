import type { AnomalyStatus } from '../../common/documents/anomaly_document.ts';
import { translate } from '../kibana/i18n.ts';

const LABELS: Readonly<Record<AnomalyStatus, () => string>> = {
  active: () => translate('logAi.anomalies.status.active', { defaultMessage: 'Active' }),
  resolved: () => translate('logAi.anomalies.status.resolved', { defaultMessage: 'Resolved' }),
  expected: () => translate('logAi.anomalies.status.expected', { defaultMessage: 'Expected' }),
  expired: () => translate('logAi.anomalies.status.expired', { defaultMessage: 'Expired' }),
};

/** A status as people read it; one that a newer service brought by its name. */
export function anomalyStatusText(status: string): string {
  return Object.hasOwn(LABELS, status) ? LABELS[status as AnomalyStatus]() : status;
}
