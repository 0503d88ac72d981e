import { EuiBasicTable, type EuiBasicTableColumn, useIsWithinBreakpoints } from '@elastic/eui';
import type { Anomaly } from '../../common/api.ts';
import { anomalyTypeText } from '../anomalies/anomaly_type_label.ts';
import { placeOf } from '../anomalies/place.ts';
import { Reason } from '../anomalies/reason.tsx';
import { useReasons } from '../anomalies/reason_words.ts';
import { StatusBadge } from '../anomalies/status_badge.tsx';
import { translate } from '../kibana/i18n.ts';
import { Score } from '../severity/score.tsx';
import { ServiceName } from '../severity/service_name.tsx';
import { ShortTime } from '../time/short_time.tsx';

/** The anomalies of an incident in the order in which they began. */
export function EvidenceTable({ anomalies }: { readonly anomalies: readonly Anomaly[] }) {
  const reasons = useReasons();
  const isNarrow = useIsWithinBreakpoints(['m']);
  const type: EuiBasicTableColumn<Anomaly> = {
    name: translate('logAi.incidents.evidence.type', { defaultMessage: 'Type' }),
    width: '130px',
    render: ({ anomaly }: Anomaly) => anomalyTypeText(anomaly.type),
  };
  return (
    <EuiBasicTable<Anomaly>
      tableCaption={translate('logAi.incidents.evidence.caption', {
        defaultMessage: 'Anomalies of the incident in order',
      })}
      compressed
      items={[...anomalies]}
      itemId={({ event }) => event.id}
      columns={[
        {
          name: translate('logAi.incidents.evidence.score', { defaultMessage: 'Score' }),
          width: '72px',
          render: ({ event }: Anomaly) => <Score score={event.risk_score} />,
        },
        {
          name: translate('logAi.incidents.evidence.started', { defaultMessage: 'Started' }),
          width: '120px',
          render: ({ event }: Anomaly) => <ShortTime time={event.start} />,
        },
        {
          name: translate('logAi.incidents.evidence.service', { defaultMessage: 'Service' }),
          width: '140px',
          render: (anomaly: Anomaly) => <ServiceName name={placeOf(anomaly)} />,
        },
        {
          name: translate('logAi.incidents.evidence.reason', { defaultMessage: 'Reason' }),
          render: (anomaly: Anomaly) => <Reason anomaly={anomaly} note={reasons.amount(anomaly)} />,
        },
        ...(isNarrow ? [] : [type]),
        {
          name: translate('logAi.incidents.evidence.status', { defaultMessage: 'Status' }),
          width: '92px',
          render: ({ anomaly }: Anomaly) => <StatusBadge status={anomaly.status} />,
        },
      ]}
    />
  );
}
