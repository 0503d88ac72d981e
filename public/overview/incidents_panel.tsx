import { EuiSpacer, EuiText } from '@elastic/eui';
import type { IncidentsResponse } from '../../common/api.ts';
import type { Answer } from '../api/use_answer.ts';
import { IncidentsTable } from '../incidents/incidents_table.tsx';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { Answered } from '../states/answered.tsx';
import { Panel } from '../states/panel.tsx';
import { ViewLink } from '../url/view_link.tsx';

/** The incidents of the chosen time, what pages somebody first. Nothing where there are none: the panel below says so. */
export function IncidentsPanel({ incidents }: { readonly incidents: Answer<IncidentsResponse> }) {
  if (incidents.data?.total === 0) return null;
  return (
    <>
      <Panel
        title={translate('logAi.overview.incidents.title', { defaultMessage: 'Incidents' })}
        note={translate('logAi.overview.incidents.note', { defaultMessage: 'most severe first' })}
        action={
          <EuiText size="s">
            <ViewLink view="incidents">
              {incidents.data && incidents.data.total > incidents.data.incidents.length
                ? translate('logAi.overview.incidents.showMore', {
                    defaultMessage: 'Show all {count}',
                    values: { count: formatCount(incidents.data.total) },
                  })
                : translate('logAi.overview.incidents.showAll', { defaultMessage: 'Show all incidents' })}
            </ViewLink>
          </EuiText>
        }
      >
        <Answered answer={incidents}>
          {({ incidents: found }) => <IncidentsTable incidents={found} />}
        </Answered>
      </Panel>
      <EuiSpacer size="l" />
    </>
  );
}
