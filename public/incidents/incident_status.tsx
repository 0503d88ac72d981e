import { EuiBadge, EuiBadgeGroup } from '@elastic/eui';
import type { Incident } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { anomalyStatusText } from '../anomalies/anomaly_status_label.ts';
import { statusColorOf } from '../anomalies/status_badge.tsx';

/** Whether an incident goes on, and whether somebody looks after it. */
export function IncidentStatusBadges({ incident: { status, acknowledged } }: Pick<Incident, 'incident'>) {
  return (
    <EuiBadgeGroup gutterSize="xs">
      <EuiBadge color={statusColorOf(status)}>{anomalyStatusText(status)}</EuiBadge>
      {acknowledged && (
        <EuiBadge color="primary" {...(acknowledged.by !== undefined && { title: acknowledged.by })}>
          {translate('logAi.incidents.acknowledged', { defaultMessage: 'Acknowledged' })}
        </EuiBadge>
      )}
    </EuiBadgeGroup>
  );
}
