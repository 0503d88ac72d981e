import { EuiBasicTable, EuiButtonEmpty, useEuiTheme } from '@elastic/eui';
import { useMemo, useState } from 'react';
import type { RequestCountsResponse, RequestsResponse, Template } from '../../common/api.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatShare } from '../quantities/format_quantity.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { ServiceName } from '../severity/service_name.tsx';
import { Panel } from '../states/panel.tsx';
import { useTime } from '../time/time_context.tsx';
import { HereLink } from '../url/here_link.tsx';
import { ErrorText } from './error_text.tsx';
import { type FailureGroup, failureGroups, isGroupOf, type LiveId } from './failure_groups.ts';
import { type FailureFilter, filterPatch } from './list_state.ts';

/** The few that matter; the others come with a click. */
const SHOWN = 5;
/** More than anybody compares. */
const MOST = 50;
const BUCKETS = 40;

/** Failed requests by where they failed first. A click on a group leaves only its requests below. */
export function FailureGroupsPanel({
  answer,
  counted,
  templates,
  liveId,
  filter,
}: {
  readonly answer: RequestsResponse;
  readonly counted: RequestCountsResponse;
  readonly templates: ReadonlyMap<string, Template>;
  readonly liveId: LiveId;
  readonly filter: FailureFilter;
}) {
  const { euiTheme } = useEuiTheme();
  const { range } = useTime();
  const [isLong, setLong] = useState(false);
  const is_truncated = answer.total > answer.requests.length;
  const { groups, known } = useMemo(
    () =>
      failureGroups({ counted, requests: answer.requests, range, buckets: BUCKETS, is_truncated, liveId }),
    [counted, answer, range, is_truncated, liveId],
  );
  const most = Math.min(MOST, groups.length);
  const filterOf = ({ service, template_id }: FailureGroup): FailureFilter => ({
    service,
    template: template_id === undefined ? 'none' : { id: template_id },
  });
  const isChosen = (group: FailureGroup) => isGroupOf(group, filter, liveId);
  return (
    <Panel
      title={translate('logAi.requests.groups.title', { defaultMessage: 'First errors' })}
      note={
        is_truncated
          ? translate('logAi.requests.groups.noteOfNewest', {
              defaultMessage: 'trend of the newest {count} requests; select one to filter the requests',
              values: { count: formatCount(answer.requests.length) },
            })
          : translate('logAi.requests.groups.note', { defaultMessage: 'select one to filter the requests' })
      }
      action={
        most > SHOWN && (
          <EuiButtonEmpty size="xs" flush="right" onClick={() => setLong(!isLong)}>
            {isLong
              ? translate('logAi.requests.groups.showFirst', {
                  defaultMessage: 'Show the first {count}',
                  values: { count: SHOWN },
                })
              : most === groups.length
                ? translate('logAi.requests.groups.showAll', {
                    defaultMessage: 'Show all {count}',
                    values: { count: most },
                  })
                : translate('logAi.requests.groups.showFirst', {
                    defaultMessage: 'Show the first {count}',
                    values: { count: most },
                  })}
          </EuiButtonEmpty>
        )
      }
    >
      <EuiBasicTable<FailureGroup>
        tableCaption={translate('logAi.requests.groups.caption', {
          defaultMessage: 'Requests by first error',
        })}
        data-test-subj={TEST_IDS.failureGroups}
        compressed
        items={groups.slice(0, isLong ? MOST : SHOWN)}
        itemId={({ service, template_id }) => JSON.stringify([service, template_id])}
        rowProps={(group) => ({
          // The link in the first cell reaches over the whole row.
          style: {
            position: 'relative',
            ...(isChosen(group) && { backgroundColor: euiTheme.focus.backgroundColor }),
          },
        })}
        columns={[
          {
            name: translate('logAi.requests.columns.service', { defaultMessage: 'Service' }),
            width: '20%',
            render: (group: FailureGroup) => (
              <HereLink
                patch={filterPatch(isChosen(group) ? {} : filterOf(group))}
                aria-current={isChosen(group)}
                title={textOf(group, templates)}
                css={{ '&::after': { content: '""', position: 'absolute', inset: 0 } }}
              >
                <ServiceName name={group.service} />
              </HereLink>
            ),
          },
          {
            name: translate('logAi.requests.groups.firstError', { defaultMessage: 'First error' }),
            render: ({ template_id }: FailureGroup) => (
              <ErrorText template_id={template_id} templates={templates} lines={2} />
            ),
          },
          {
            name: translate('logAi.requests.groups.trend', { defaultMessage: 'Trend' }),
            width: '144px',
            render: ({ service, counts, count }: FailureGroup) => (
              <Sparkline
                counts={counts}
                known={known}
                label={translate('logAi.requests.groups.trendLabel', {
                  defaultMessage:
                    '{count, plural, one {# request} other {# requests}} with the first error in {service}, over time',
                  values: { count, service },
                })}
              />
            ),
          },
          {
            name: translate('logAi.requests.groups.requests', { defaultMessage: 'Requests' }),
            width: '90px',
            align: 'right',
            render: ({ count }: FailureGroup) => formatCount(count),
          },
          {
            name: translate('logAi.requests.groups.share', { defaultMessage: 'Share' }),
            width: '80px',
            align: 'right',
            render: ({ share }: FailureGroup) => formatShare(share),
          },
        ]}
      />
    </Panel>
  );
}

/** The overlay of the link hides the tooltip of the text, so the link has it. */
function textOf({ template_id }: FailureGroup, templates: ReadonlyMap<string, Template>): string {
  if (template_id === undefined) return '';
  return (templates.get(template_id)?.text ?? template_id).slice(0, 1000);
}
