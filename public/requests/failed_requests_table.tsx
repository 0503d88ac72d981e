import { type Criteria, EuiBasicTable, EuiText, useEuiTheme } from '@elastic/eui';
import { useMemo } from 'react';
import { failureOf } from '../../common/failure_of.ts';
import type { FailedRequest, Template } from '../../common/api.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatDuration } from '../quantities/format_quantity.ts';
import { ShortTime } from '../time/short_time.tsx';
import { useUrlState } from '../url/url_params.ts';
import { ViewLink } from '../url/view_link.tsx';
import { ErrorText } from './error_text.tsx';
import { type ListState, REQUEST_SORTS, type RequestRow, sortedRows } from './list_state.ts';
import { listTitle, OutcomeBadge } from './outcome_filter.tsx';
import { PartOfAnomaly } from './part_of_anomaly.tsx';
import { ServicePath } from './service_path.tsx';

const PAGE_SIZE = 25;

/** Failed requests, a page of them at a time. */
export function FailedRequestsTable({
  requests,
  templates,
  state,
}: {
  readonly requests: readonly FailedRequest[];
  readonly templates: ReadonlyMap<string, Template>;
  readonly state: ListState;
}) {
  const { set } = useUrlState();
  const { sort, order } = state;
  const rows = useMemo(() => sortedRows(requests, { sort, order }), [requests, sort, order]);
  const page = Math.min(state.page, Math.ceil(rows.length / PAGE_SIZE) - 1);
  const columns = useColumns(templates);
  const change = ({ page: turned, sort: sorted }: Criteria<RequestRow>) => {
    const field = REQUEST_SORTS.find((one) => one === sorted?.field) ?? sort;
    // The longest or the newest is what one looks for first.
    const direction = field === sort ? (sorted?.direction ?? order) : 'desc';
    const isSortedAnew = field !== sort || direction !== order;
    set({
      sort: field,
      order: direction,
      page: isSortedAnew || !turned || turned.index === 0 ? undefined : String(turned.index + 1),
    });
  };
  return (
    <EuiBasicTable<RequestRow>
      tableCaption={listTitle(state.outcome)}
      data-test-subj={TEST_IDS.failedRequests}
      compressed
      items={rows.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)}
      itemId="request_id"
      columns={columns}
      sorting={{ sort: { field: sort, direction: order } }}
      {...(rows.length > PAGE_SIZE && {
        pagination: {
          pageIndex: page,
          pageSize: PAGE_SIZE,
          totalItemCount: rows.length,
          showPerPageOptions: false,
        },
      })}
      onChange={change}
    />
  );
}

function useColumns(templates: ReadonlyMap<string, Template>) {
  const { euiTheme } = useEuiTheme();
  return [
    {
      field: 'start',
      name: translate('logAi.requests.columns.started', { defaultMessage: 'Started' }),
      width: '112px',
      sortable: true,
      render: (start: string) => <ShortTime time={start} />,
    },
    {
      name: translate('logAi.requests.columns.request', { defaultMessage: 'Request' }),
      width: '20%',
      render: ({ request_id, request }: RequestRow) => (
        <div>
          <span css={{ fontFamily: euiTheme.font.familyCode, overflowWrap: 'anywhere' }}>
            <ViewLink view="requests" patch={{ request: request_id }}>
              {request_id}
            </ViewLink>
          </span>{' '}
          <OutcomeBadge outcome={request.outcome ?? 'failed'} />
        </div>
      ),
    },
    {
      name: translate('logAi.requests.columns.path', { defaultMessage: 'Path and first error' }),
      render: ({ request }: RequestRow) => {
        const { service, template_id } = failureOf(request);
        return (
          <div>
            <ServicePath services={request.services} failing={service} />
            {!request.first_error && <LeftTheWay request={request} />}
            <ErrorText template_id={template_id} templates={templates} lines={2} />
          </div>
        );
      },
    },
    {
      field: 'duration',
      name: translate('logAi.requests.columns.duration', { defaultMessage: 'Duration' }),
      width: '96px',
      align: 'right' as const,
      sortable: true,
      render: formatDuration,
    },
    {
      name: translate('logAi.requests.columns.lines', { defaultMessage: 'Lines' }),
      width: '64px',
      align: 'right' as const,
      render: ({ request }: RequestRow) => formatCount(request.line_count),
    },
    {
      name: translate('logAi.requests.columns.errors', { defaultMessage: 'Errors' }),
      width: '64px',
      align: 'right' as const,
      render: ({ request }: RequestRow) => formatCount(request.error_count),
    },
  ];
}

/** Before the line after which a request without an error stopped or went another way. */
function LeftTheWay({ request: { anomaly_id, break_point } }: Pick<RequestRow, 'request'>) {
  return (
    <EuiText size="xs" color="subdued">
      {anomaly_id === undefined ? (
        translate('logAi.requests.stopped', {
          defaultMessage: 'No error: it stopped where others continue, after this line',
        })
      ) : (
        <>
          <PartOfAnomaly anomaly_id={anomaly_id} />
          {break_point &&
            ` ${translate('logAi.requests.leftAfter', {
              defaultMessage: 'It left the usual way after this line:',
            })}`}
        </>
      )}
    </EuiText>
  );
}
