import { EuiBasicTable, EuiText } from '@elastic/eui';
import { useMemo } from 'react';
import type { RequestCountsResponse, RequestsResponse } from '../../common/api.ts';
import { type Answer, useAnswer } from '../api/use_answer.ts';
import { useTemplates } from '../api/use_templates.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { namedTemplateIds, type FailureGroup, failureGroups } from '../requests/failure_groups.ts';
import { filterPatch } from '../requests/list_state.ts';
import { ServiceName } from '../severity/service_name.tsx';
import { Answered } from '../states/answered.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { TemplateText } from '../templates/template_text.tsx';
import { useTime } from '../time/time_context.tsx';
import { ViewLink } from '../url/view_link.tsx';

/** Places beside a chart of the same height. */
const SHOWN = 4;
const BUCKETS = 30;

/** Where requests failed first. */
export function FailuresPanel({ requests }: { readonly requests: Answer<RequestsResponse> }) {
  const { range } = useTime();
  const { data: counted } = useAnswer('request_counts', { query: range });
  return (
    <Panel
      title={translate('logAi.overview.failures.title', { defaultMessage: 'Failed requests' })}
      note={translate('logAi.overview.failures.note', { defaultMessage: 'by first error' })}
      action={
        <EuiText size="s">
          <ViewLink view="requests">
            {translate('logAi.overview.failures.showAll', { defaultMessage: 'Show all requests' })}
          </ViewLink>
        </EuiText>
      }
    >
      <Answered answer={requests}>
        {(data) =>
          data.requests.length === 0 ? (
            <Nothing
              title={translate('logAi.overview.failures.none', {
                defaultMessage: 'No failed requests in this time range',
              })}
              iconType="checkInCircleFilled"
            >
              {translate('logAi.overview.failures.noneHint', {
                defaultMessage: 'To find any other request, search for its ID in Requests.',
              })}
            </Nothing>
          ) : (
            counted && <FailuresTable data={data} counted={counted} />
          )
        }
      </Answered>
    </Panel>
  );
}

function FailuresTable({
  data: { requests, total },
  counted,
}: {
  readonly data: RequestsResponse;
  readonly counted: RequestCountsResponse;
}) {
  const { range } = useTime();
  const templates = useTemplates(namedTemplateIds(requests, counted));
  const { groups, known } = useMemo(
    () =>
      failureGroups({
        counted,
        requests,
        range,
        buckets: BUCKETS,
        is_truncated: total > requests.length,
        liveId: (id) => templates.get(id)?.id ?? id,
      }),
    [counted, requests, total, range, templates],
  );
  return (
    <EuiBasicTable<FailureGroup>
      tableCaption={translate('logAi.overview.failures.caption', {
        defaultMessage: 'First errors of requests, most frequent first',
      })}
      compressed
      items={groups.slice(0, SHOWN)}
      columns={[
        {
          name: translate('logAi.overview.failures.requests', { defaultMessage: 'Requests' }),
          width: '80px',
          align: 'right',
          render: ({ count }: FailureGroup) => formatCount(count),
        },
        {
          name: translate('logAi.overview.failures.place', { defaultMessage: 'First error' }),
          render: ({ service, template_id }: FailureGroup) => {
            const template = template_id === undefined ? undefined : templates.get(template_id);
            return (
              <div css={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                <ViewLink
                  view="requests"
                  patch={filterPatch({
                    service,
                    template: template_id === undefined ? 'none' : { id: template_id },
                  })}
                >
                  <ServiceName name={service} />
                </ViewLink>
                <EuiText size="xs" color="subdued">
                  {template ? (
                    <TemplateText text={template.text} parameters={template.parameters} lines={1} />
                  ) : (
                    (template_id ??
                    translate('logAi.overview.failures.noTemplate', {
                      defaultMessage: 'Error without a template',
                    }))
                  )}
                </EuiText>
              </div>
            );
          },
        },
        {
          name: translate('logAi.overview.failures.trend', { defaultMessage: 'Trend' }),
          width: '140px',
          render: ({ service, counts }: FailureGroup) => (
            <Sparkline
              counts={counts}
              known={known}
              label={translate('logAi.overview.failures.trendLabel', {
                defaultMessage: 'Requests with their first error in {service}, over time',
                values: { service },
              })}
            />
          ),
        },
      ]}
    />
  );
}
