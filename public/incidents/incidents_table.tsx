import {
  EuiBasicTable,
  type EuiBasicTableColumn,
  EuiText,
  useEuiTheme,
  useIsWithinBreakpoints,
} from '@elastic/eui';
import type { Incident } from '../../common/api.ts';
import { lengthText } from '../anomalies/span_text.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { Score } from '../severity/score.tsx';
import { ServiceName } from '../severity/service_name.tsx';
import { ShortTime } from '../time/short_time.tsx';
import { ViewLink } from '../url/view_link.tsx';
import { headlineOf } from './headline.ts';
import { IncidentStatusBadges } from './incident_status.tsx';

/** Incidents in the order in which they are given. */
export function IncidentsTable({ incidents }: { readonly incidents: readonly Incident[] }) {
  return (
    <EuiBasicTable<Incident>
      tableCaption={translate('logAi.incidents.table.caption', {
        defaultMessage: 'Incidents with scores, times, and where they began',
      })}
      data-test-subj={TEST_IDS.incidents}
      compressed
      items={[...incidents]}
      itemId={({ event }) => event.id}
      columns={useColumns()}
    />
  );
}

function useColumns(): EuiBasicTableColumn<Incident>[] {
  const isNarrow = useIsWithinBreakpoints(['m', 'l']);
  const columns: (EuiBasicTableColumn<Incident> & { readonly isSecondary?: true })[] = [
    {
      name: translate('logAi.incidents.table.score', { defaultMessage: 'Score' }),
      width: '72px',
      render: ({ event }: Incident) => <Score score={event.risk_score} />,
    },
    {
      name: translate('logAi.incidents.table.started', { defaultMessage: 'Started' }),
      width: '120px',
      render: ({ event }: Incident) => <ShortTime time={event.start} />,
    },
    {
      name: translate('logAi.incidents.table.duration', { defaultMessage: 'Duration' }),
      width: '96px',
      isSecondary: true,
      render: ({ event }: Incident) => lengthText(event),
    },
    {
      name: translate('logAi.incidents.table.incident', { defaultMessage: 'Incident' }),
      render: (incident: Incident) => <Headline incident={incident} />,
    },
    {
      name: translate('logAi.incidents.table.began', { defaultMessage: 'Began in' }),
      width: '140px',
      isSecondary: true,
      render: ({ incident: { first_service } }: Incident) =>
        first_service === undefined ? '–' : <ServiceName name={first_service} />,
    },
    {
      name: translate('logAi.incidents.table.requests', { defaultMessage: 'Failed requests' }),
      width: '132px',
      align: 'right',
      isSecondary: true,
      render: ({ incident: { failed_requests } }: Incident) => formatCount(failed_requests),
    },
    {
      name: translate('logAi.incidents.table.status', { defaultMessage: 'Status' }),
      width: '124px',
      render: ({ incident }: Incident) => <IncidentStatusBadges incident={incident} />,
    },
  ];
  // The headline says what they say, too.
  return columns
    .filter(({ isSecondary }) => !(isSecondary && isNarrow))
    .map(({ isSecondary: _, ...column }) => column as EuiBasicTableColumn<Incident>);
}

/** What happened, as a link to all of it. */
function Headline({ incident }: { readonly incident: Incident }) {
  const { euiTheme } = useEuiTheme();
  const { service, what, amount } = headlineOf(incident);
  return (
    <div css={{ minWidth: 0 }}>
      <ViewLink view="incidents" patch={{ incident: incident.event.id }}>
        <span css={{ overflowWrap: 'anywhere' }}>
          {service !== undefined && `${service}: `}
          <span css={amount === undefined ? {} : { fontFamily: euiTheme.font.familyCode }}>{what}</span>
        </span>
      </ViewLink>
      {amount !== undefined && (
        <EuiText size="xs" color="subdued">
          {amount}
        </EuiText>
      )}
    </div>
  );
}
