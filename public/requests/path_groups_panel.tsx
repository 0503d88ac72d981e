import { EuiBasicTable } from '@elastic/eui';
import { useMemo } from 'react';
import type { RequestCountsResponse, Template } from '../../common/api.ts';
import { isOneOf } from '../../common/kql.ts';
import { useServices } from '../app/services.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatShare } from '../quantities/format_quantity.ts';
import { ServiceName } from '../severity/service_name.tsx';
import { Panel } from '../states/panel.tsx';
import { HereLink } from '../url/here_link.tsx';
import { ErrorText } from './error_text.tsx';
import { type PathGroup, pathGroups } from './failure_groups.ts';

/** The few that matter. */
const SHOWN = 5;

/** Requests by what they asked for: the service that was asked first, and its first line. Where Kibana has a search bar a click filters by it. */
export function PathGroupsPanel({
  counted,
  templates,
}: {
  readonly counted: RequestCountsResponse;
  readonly templates: ReadonlyMap<string, Template>;
}) {
  const { searchBar } = useServices();
  const groups = useMemo(() => pathGroups(counted), [counted]);
  if (groups.length === 0) return null;
  return (
    <Panel
      title={translate('logAi.requests.paths.title', { defaultMessage: 'Paths' })}
      note={translate('logAi.requests.paths.note', {
        defaultMessage: 'what the requests asked for: the first line of the service that was asked first',
      })}
    >
      <EuiBasicTable<PathGroup>
        tableCaption={translate('logAi.requests.paths.caption', { defaultMessage: 'Requests by path' })}
        data-test-subj={TEST_IDS.pathGroups}
        compressed
        items={groups.slice(0, SHOWN)}
        itemId={({ service, template_id }) => JSON.stringify([service, template_id])}
        columns={[
          {
            name: translate('logAi.requests.columns.service', { defaultMessage: 'Service' }),
            width: '20%',
            render: (group: PathGroup) =>
              searchBar ? (
                <HereLink patch={{ kql: conditionOf(group), page: undefined }}>
                  <ServiceName name={group.service} />
                </HereLink>
              ) : (
                <ServiceName name={group.service} />
              ),
          },
          {
            name: translate('logAi.requests.paths.firstLine', { defaultMessage: 'First line' }),
            render: ({ template_id }: PathGroup) => (
              <ErrorText template_id={template_id} templates={templates} lines={1} />
            ),
          },
          {
            name: translate('logAi.requests.groups.requests', { defaultMessage: 'Requests' }),
            width: '90px',
            align: 'right',
            render: ({ count }: PathGroup) => formatCount(count),
          },
          {
            name: translate('logAi.requests.groups.share', { defaultMessage: 'Share' }),
            width: '80px',
            align: 'right',
            render: ({ share }: PathGroup) => formatShare(share),
          },
        ]}
      />
    </Panel>
  );
}

function conditionOf({ service, template_id }: PathGroup): string {
  const asked_first = isOneOf('path.service', [service]);
  return template_id === undefined
    ? asked_first
    : `${asked_first} and ${isOneOf('path.template_id', [template_id])}`;
}
